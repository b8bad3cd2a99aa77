"""Why did I get this? The timeline of a candidate tells it from what the product itself wrote down."""

from datetime import datetime, timedelta
from typing import Any

from database.bookings.changes import approve_booking, end_booking
from database.ledger import Begun, SendKey, begin_send, complete_send, fail_send
from database.moves.wish import request_move, settle_move
from database.people.candidates import keep_text
from database.screening.test1 import publish_questionnaire, record_test_result
from database.tables import SendStatus
from database.waiting.offers import offer_to_waiting, settle_offer
from database.waiting.waitlist import join_waitlist, leave_waitlist
from domain.booking import Actor, BookingStatus, OfferSettlement
from domain.ids import CandidateId
from tests.api.office import Office
from tests.api.pending import Pending
from tests.database.world import HOUR, NOW, World, statements_of


async def path_of(world: World, candidate: int) -> str:
    public_id = await world.ask("SELECT public_id FROM candidates WHERE id = :id", id=candidate)
    return f"/api/v1/candidates/{public_id}/timeline"


async def listed(
    office: Office, path: str, headers: dict[str, str] | None = None, **query: Any
) -> list[dict[str, Any]]:
    answer = await office.http.get(path, headers=headers or office.admin, params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def eventful(world: World) -> int:
    """Return a candidate to whom everything happened, by the product's own functions."""
    city = await world.city(name="Казань")
    recruiter = await world.recruiter(city, name="Алсу", tg_chat_id=42)
    candidate = await world.candidate(city_id=city, created_at=NOW - 5 * HOUR)
    async with world.sessions.begin() as session:
        test = await publish_questionnaire(session, {"questions": []})
        await record_test_result(
            session, candidate_id=candidate, questionnaire_id=test, passed=True, reason=None,
            answers=(), name="Петрова Анна", city_id=city, finished_at=NOW - 4 * HOUR,
        )  # fmt: skip
        await join_waitlist(session, candidate_id=candidate, city_id=city, recruiter_id=None, now=NOW - 3 * HOUR)
    slot = await world.slot(recruiter, city)
    async with world.sessions.begin() as session:
        assert await offer_to_waiting(session, now=NOW - 2 * HOUR)
        await settle_offer(
            session, candidate_id=candidate, slot_id=slot, settlement=OfferSettlement.TAKEN, now=NOW - HOUR
        )
        await leave_waitlist(session, candidate, now=NOW - HOUR)
    booking = (await world.reserve(slot, candidate, city)).booking_id
    assert booking is not None
    about: dict[str, Any] = {"booking_id": booking, "revision": 1}
    async with world.sessions.begin() as session:
        by = {"actor": Actor.RECRUITER, "actor_id": recruiter}
        await approve_booking(session, **about, now=NOW + HOUR, **by)  # type: ignore[arg-type]
        until = NOW + 3 * HOUR
        wish = {"candidate_id": candidate, "wish": "попозже", "answer_until": until, "now": NOW + 2 * HOUR}
        await request_move(session, **about, **wish)  # type: ignore[arg-type]
        await settle_move(session, **about, settlement="kept", now=until)
        await keep_text(session, candidate_id=candidate, update_id=7, text="А можно позже?", written_at=NOW + 4 * HOUR)
        cancelled = {"status": BookingStatus.CANCELLED, "reason": "Рекрутер болеет"}
        await end_booking(session, **about, **cancelled, now=NOW + 5 * HOUR, **by)  # type: ignore[arg-type]
    key = SendKey(candidate_id=CandidateId(candidate), kind="congratulate", **about)
    async with world.sessions.begin() as session:
        begun = await begin_send(session, key, chat_id=1)
        assert isinstance(begun, Begun)
        await complete_send(session, begun.send_id, message_id=5)
    await world.run("UPDATE sent_messages SET started_at = :at", at=NOW + 6 * HOUR)
    await world.run("UPDATE candidates SET blocked_at = :at WHERE id = :id", at=NOW + 7 * HOUR, id=candidate)
    return candidate


async def test_everything_that_happened_is_told_newest_first(office: Office, world: World) -> None:
    entries = await listed(office, await path_of(world, await eventful(world)))
    assert [entry["kind"] for entry in entries] == [
        "candidate.unreachable",
        "message.congratulate",
        "booking.cancelled",
        "words.written",
        "move.kept",
        "move.asked",
        "booking.booked",
        "booking.pending",
        "offer.taken",
        "waitlist.left",
        "offer.made",
        "waitlist.joined",
        "test1.passed",
        "candidate.met",
    ]
    told = {entry["kind"]: entry for entry in entries}
    when = "во вторник, 24 ноября, в 12:00 (Казань, МСК)"
    assert told["message.congratulate"]["text"] == (
        f"Приглашение на собеседование {when}: рекрутер согласен. Доставлено."
    )
    assert told["booking.booked"]["text"] == f"Собеседование {when} согласовано (рекрутер Алсу)."
    assert "он первый в очереди ожидания" in told["offer.made"]["text"]
    assert told["booking.booked"]["at"] == {
        "utc": "2026-11-23T10:00:00Z",
        "wall": "2026-11-23T13:00:00+03:00",
        "zone": "Europe/Moscow",
    }
    assert told["booking.booked"]["booking_public_id"] == str(await world.ask("SELECT public_id FROM bookings"))


async def test_what_somebody_wrote_is_shown_to_managers_and_not_to_viewers(office: Office, world: World) -> None:
    path = await path_of(world, await eventful(world))
    manager = await office.token("manager", cities=[await world.ask("SELECT id FROM cities")])
    for headers, shown in ((office.admin, True), (manager, True), (office.viewer, False)):
        words = {entry["kind"]: entry["words"] for entry in await listed(office, path, headers) if entry["words"]}
        everything = {
            "words.written": "А можно позже?",
            "move.asked": "попозже",
            "booking.cancelled": "Рекрутер болеет",
        }
        assert words == (everything if shown else {})


async def test_pages_bring_every_entry_once_in_one_statement_each(office: Office, world: World) -> None:
    path = await path_of(world, await eventful(world))
    whole = await listed(office, path)
    seen: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": 3, "total": True}
    while True:
        with statements_of(office.engine) as statements:
            page = (await office.http.get(path, headers=office.admin, params=query)).json()
        assert len(statements) == 4  # the token, the candidate, the page, its total
        assert not any("_sqlakeyset" in statement for statement in statements)
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert seen == whole
    assert page["total"] == len(whole) == 14


async def test_a_move_is_told_with_both_times(office: Office, world: World) -> None:
    reserved, candidate = await world.booked()
    await world.run(
        "UPDATE bookings SET revision = 2, slot_id = :slot, changed_by = 'system', changed_by_id = 0",
        slot=await world.slot(1, 1, hours=48),
    )
    key = SendKey(candidate_id=CandidateId(candidate), kind="tell_request_sent", booking_id=reserved.booking_id or 0)
    async with world.sessions.begin() as session:
        for revision in (1, 2):
            begun = await begin_send(session, SendKey(**(vars(key) | {"revision": revision})), chat_id=1)
            assert isinstance(begun, Begun)
            await fail_send(session, begun.send_id, status=SendStatus.FAILED, error="Error()")
    entries = await listed(office, await path_of(world, candidate))
    moved = next(entry for entry in entries if entry["kind"] == "booking.moved")
    assert "теперь будет в среду, 25 ноября" in moved["text"]
    assert moved["text"].endswith("(бот).")
    sent = [entry["text"] for entry in entries if entry["kind"].startswith("message.")]
    assert ["25 ноября" in text for text in sent] == [True, False]


async def test_what_an_admin_did_to_a_journey_is_told(office: Office, pending: Pending, world: World) -> None:
    path = await path_of(world, pending.candidate_id)
    ended = await office.http.post(path.replace("timeline", "cancel"), headers=office.admin)
    assert ended.status_code == 200
    entries = await listed(office, path)
    by_kind = {entry["kind"]: entry["text"] for entry in entries}
    assert by_kind["audit.journey_cancelled"] == "Путь кандидата завершён (администратор Ada)."
    assert by_kind["test1.passed"] == "Тест 1 пройден."
    assert "Доставлено" in by_kind["message.tell_request_sent"]
    ats = [datetime.fromisoformat(entry["at"]["utc"]) for entry in entries]
    assert ats == sorted(ats, reverse=True)
    assert max(ats) - min(ats) < timedelta(days=3650)


async def test_an_announcement_is_told_with_what_it_said(office: Office, world: World) -> None:
    candidate = await world.candidate()
    await world.run("INSERT INTO auto_messages (text, due_at) VALUES ('Приходите!', :at)", at=NOW)
    await world.run(
        "INSERT INTO auto_message_runs (message_id, workflow_id, occurrence, text)"
        " SELECT id, 'a run', due_at, text FROM auto_messages"
    )
    for chat, started in ((1, NOW), (2, None)):
        await world.run(
            "INSERT INTO auto_message_deliveries (run_id, candidate_id, chat_id, status, not_before, started_at)"
            " SELECT id, :candidate, :chat, 'sent', :at, :started FROM auto_message_runs",
            candidate=candidate,
            chat=chat,
            at=NOW,
            started=started,
        )
    (entry,) = [
        each for each in await listed(office, await path_of(world, candidate)) if "announcement" in each["kind"]
    ]
    assert (entry["kind"], entry["words"]) == ("announcement.sent", "Приходите!")
    assert entry["text"] == "Рассылка от администратора. Доставлено."
