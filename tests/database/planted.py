"""A candidate with markers in every table, planted by the product's own functions; and the search for them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.questionnaire import default_content
from database import audit
from database.announcements.audience import Audience, fix_audience
from database.announcements.runs import add_run
from database.bookings.changes import approve_booking, end_booking
from database.inbox import IncomingUpdate, claim_next, mark_failed, mark_handled, store_updates
from database.ledger import SendKey, begin_send, fail_send
from database.moves.wish import note_wish, request_move
from database.people import candidates
from database.people.prompts import open_prompt
from database.screening.test1 import publish_questionnaire, record_test_result
from database.tables import AutoMessage, AutoMessageDelivery, SendStatus, metadata
from database.waiting.waitlist import join_waitlist
from domain.booking import Actor, BookingStatus
from domain.ids import CandidateId, RecruiterId
from domain.questionnaire import Answer
from tests.database.world import HOUR, NOW, World

BOT = 42
PERSON = 7_340_112_233
CHAT = 7_340_112_244  # a private chat has the person's id; here it differs, so that both are looked for
RECRUITER = 5_550_001
NAME, PHONE, USERNAME = "Журавлёва Злата Игоревна", "+79996667788", "zlata_zh"
WORDS, WISH, REASON, MOTIVE = "позвоните вечером", "после обеда", "переезжаю в Тверь", "люблю людей"
MARKERS = [str(PERSON), str(CHAT), NAME, PHONE, USERNAME, WORDS, WISH, REASON, MOTIVE]
EVERYTHING = " UNION ALL ".join(f"SELECT '{name}', row_to_json(t)::text FROM {name} AS t" for name in metadata.tables)
ANOTHER = "Котова Анна Петровна"


@dataclass(frozen=True)
class Planted:
    world: World
    candidate: int
    recruiter: int
    city: int
    slot: int
    booking: int


async def found(world: World) -> dict[str, set[str]]:
    """Return the markers that stand in some row, by table."""
    async with world.sessions() as session:
        rows = (await session.execute(text(EVERYTHING))).all()
    seen: dict[str, set[str]] = {}
    for table, row in rows:
        if markers := {marker for marker in MARKERS if marker in row}:
            seen.setdefault(table, set()).update(markers)
    return seen


async def plant(world: World) -> Planted:
    """Let a candidate be met, tested, booked, heard and written to, by the functions that do so."""
    city = await world.city()
    recruiter = await world.recruiter(city, telegram_id=RECRUITER, tg_chat_id=RECRUITER)
    slot = await world.slot(recruiter, city)
    async with world.sessions.begin() as session:
        met = await candidates.meet_candidate(
            session, telegram_id=PERSON, chat_id=CHAT, username=USERNAME, language="en"
        )
        await _be_tested(session, met.candidate_id, city)
        await _receive_updates(session)
    reservation = await world.reserve(slot, met.candidate_id, city)
    assert reservation.booking_id is not None
    planted = Planted(world, met.candidate_id, recruiter, city, slot, reservation.booking_id)
    async with world.sessions.begin() as session:
        await _be_booked(session, planted)
        await _be_written_to(session, planted)
    return planted


async def _be_tested(session: AsyncSession, candidate: int, city: int) -> None:
    asked = await publish_questionnaire(session, default_content())
    given = (("full_name", NAME), ("motivation", MOTIVE))
    answers = [Answer(question_id=question, text=said) for question, said in given]
    result: dict[str, Any] = {
        "questionnaire_id": asked,
        "passed": True,
        "reason": None,
        "answers": answers,
        "city_id": city,
    }
    await record_test_result(session, candidate_id=candidate, **result, name=NAME, finished_at=NOW)
    await candidates.set_phone(session, candidate, PHONE)


async def _receive_updates(session: AsyncSession) -> None:
    """One is handled, one that nobody could handle is the candidate's, one a recruiter's press under their card."""
    senders = {1: PERSON, 2: PERSON, 3: RECRUITER, 4: RECRUITER}
    for number, person in senders.items():
        about, chat = (ANOTHER, RECRUITER) if number == 4 else (NAME, CHAT)
        said = {
            "from": {"id": person},
            "chat": {"id": chat},
            "text": f"{about}, @{USERNAME if about == NAME else 'anna'}",
        }
        payload = {"message": said}
        await store_updates(session, BOT, [IncomingUpdate(update_id=number, person_key=person, payload=payload)])
        claimed = await claim_next(session, now=NOW)
        assert claimed is not None
        if number == 1:
            await mark_handled(session, claimed)
        else:
            await mark_failed(session, claimed, error=f"KeyError('{about}')", next_try_at=NOW, tries=1)


async def _be_booked(session: AsyncSession, planted: Planted) -> None:
    about: dict[str, Any] = {"booking_id": planted.booking, "revision": 1}
    recruiter: dict[str, Any] = {"actor": Actor.RECRUITER, "actor_id": planted.recruiter}
    await approve_booking(session, **about, now=NOW, **recruiter)
    await request_move(session, **about, candidate_id=planted.candidate, now=NOW, answer_until=NOW + HOUR)
    await note_wish(session, booking_id=planted.booking, words=WISH)
    await end_booking(session, **about, status=BookingStatus.CANCELLED, now=NOW, **recruiter, reason=REASON)


async def _be_written_to(session: AsyncSession, planted: Planted) -> None:
    candidate = CandidateId(planted.candidate)
    await candidates.keep_text(session, candidate_id=candidate, update_id=1, text=WORDS, written_at=NOW)
    await open_prompt(session, recruiter_id=RecruiterId(planted.recruiter), candidate_id=candidate, now=NOW)
    await join_waitlist(session, candidate_id=candidate, city_id=planted.city, recruiter_id=None, now=NOW)
    begun = await begin_send(session, SendKey(candidate_id=candidate, kind="congratulate"), chat_id=CHAT)
    await fail_send(session, begun.send_id, status=SendStatus.FAILED, error=f"Bad Request: {NAME}")
    await audit.record(session, actor=Actor.SYSTEM, actor_id=PERSON, what="press_of_stranger_refused", at=NOW)
    subject: dict[str, Any] = {"subject_table": "candidates", "subject_id": candidate}
    await audit.record(
        session, actor=Actor.ADMIN, actor_id=1, what="candidate_renamed", at=NOW, **subject, after={"name": NAME}
    )
    announced = "INSERT INTO auto_messages (text, due_at, target_chat_id) VALUES (:text, now(), :chat)"
    await session.execute(text(announced), {"text": NAME, "chat": CHAT})
    await _be_announced_to(session, candidate)


async def _be_announced_to(session: AsyncSession, candidate: CandidateId) -> None:
    message = await session.scalar(text("INSERT INTO auto_messages (text, due_at) VALUES ('x', now()) RETURNING id"))
    run = await add_run(session, await session.get_one(AutoMessage, message), workflow_id="planted", occurrence=NOW)
    assert run is not None
    assert await fix_audience(session, run, Audience(), now=NOW) == 1
    failed = update(AutoMessageDelivery).where(AutoMessageDelivery.candidate_id == candidate)
    await session.execute(failed.values(error=f"Forbidden: {NAME}"))
