from datetime import datetime
from typing import Any
from uuid import uuid4

from domain.stages import Stage
from tests.api.agreed import DAY, Town
from tests.api.office import Office
from tests.api.pending import Pending
from tests.database.world import NOW, World, statements_of

QUEUE = "/api/v1/bookings/queue"


def answer(pending: Pending, word: str) -> str:
    return f"/api/v1/bookings/{pending.public_id}/{word}"


async def test_a_request_to_a_recruiter_without_telegram_waits_in_the_queue_and_is_approved_there(
    office: Office, pending: Pending
) -> None:
    (waiting,) = (await office.http.get(QUEUE, headers=office.viewer)).json()["items"]
    assert waiting["public_id"] == str(pending.public_id)
    assert waiting["candidate_name"] == "Петрова Анна"
    assert (waiting["recruiter_reachable"], waiting["status"]) == (False, "pending")

    approved = await office.http.post(answer(pending, "approve"), headers=office.admin)
    assert (approved.status_code, approved.json()) == (200, {"stage": "scheduled"})
    assert (await office.http.get(QUEUE, headers=office.viewer)).json()["items"] == []

    again = await office.http.post(answer(pending, "approve"), headers=office.admin)
    assert (again.status_code, again.json()["type"]) == (409, "urn:otklik:problem:refused")
    late = await office.http.post(answer(pending, "reject"), headers=office.admin, json={})
    assert (late.status_code, late.json()["status"]) == (409, 409)


async def test_a_rejected_time_lets_the_candidate_choose_again_and_the_log_says_who_did_it(
    office: Office, pending: Pending, world: World
) -> None:
    rejected = await office.http.post(answer(pending, "reject"), headers=office.admin, json={})
    assert (rejected.status_code, rejected.json()) == (200, {"stage": "choosing_slot"})
    line = "SELECT what || ' by ' || actor || ', was ' || (before ->> 'status') FROM audit_log"
    assert await world.ask(line) == "booking_rejected by admin, was pending"


async def test_a_rejected_person_ends_the_journey(office: Office, pending: Pending) -> None:
    rejected = await office.http.post(answer(pending, "reject"), headers=office.admin, json={"person": True})
    assert (rejected.status_code, rejected.json()) == (200, {"stage": "closed"})


async def test_a_booking_that_nobody_has_is_not_found(office: Office) -> None:
    for word in ("approve", "reject"):
        missing = await office.http.post(f"/api/v1/bookings/{uuid4()}/{word}", headers=office.admin, json={})
        assert (missing.status_code, missing.json()["type"]) == (404, "urn:otklik:problem:no_booking")


async def test_skipping_lets_the_journeys_clock_run_to_its_next_event(office: Office, pending: Pending) -> None:
    before = await pending.journeys.status(pending.candidate_id)
    skipped = await office.http.post("/sandbox/skip", json={"telegram_user_id": pending.telegram_id})
    assert skipped.status_code == 200
    assert before.next_action_at is not None
    assert datetime.fromisoformat(skipped.json()["skipped_to"]) > before.next_action_at
    assert skipped.json()["stage"] == Stage.AWAITING_APPROVAL


async def test_skipping_for_somebody_without_a_journey_is_not_found(office: Office) -> None:
    skipped = await office.http.post("/sandbox/skip", json={"telegram_user_id": 1})
    assert (skipped.status_code, skipped.headers["content-type"]) == (404, "application/problem+json")


async def test_an_admin_calls_an_interview_off_and_takes_the_slot_away(
    office: Office, pending: Pending, world: World
) -> None:
    await office.http.post(answer(pending, "approve"), headers=office.admin)
    cancelled = await office.http.post(
        answer(pending, "cancel"), headers=office.admin, json={"reason": "Заболели", "withdraws_slot": True}
    )
    assert (cancelled.status_code, cancelled.json()) == (200, {"stage": "choosing_slot"})
    assert await world.ask("SELECT status || ' by ' || changed_by FROM bookings") == "cancelled by admin"
    assert await world.ask("SELECT reason FROM bookings") == "Заболели"
    assert await world.ask("SELECT status FROM slots") == "withdrawn"


async def test_bookings_are_filtered_ordered_and_counted(office: Office, world: World) -> None:
    kazan, omsk = await Town.at(world, "Казань", "Europe/Moscow"), await Town.at(world, "Омск", "Asia/Omsk")
    later, sooner = await kazan.agreed(NOW + 3 * DAY), await omsk.pending(NOW + DAY, requested_at=NOW - 2 * DAY)

    async def listed(headers: dict[str, str] | None = None, **query: Any) -> list[str]:
        answer = await office.http.get("/api/v1/bookings", headers=headers or office.viewer, params=query)
        assert answer.status_code == 200, answer.text
        return [each["city_name"] for each in answer.json()["items"]]

    assert await listed() == await listed(sort="-starts_at") == ["Казань", "Омск"]
    assert await listed(sort="starts_at") == await listed(sort="requested_at") == ["Омск", "Казань"]
    assert await listed(city=kazan.public_id) == await listed(status="booked") == ["Казань"]
    assert await listed(starts_from=(NOW + 2 * DAY).isoformat()) == ["Казань"]
    assert await listed(starts_to=(NOW + 2 * DAY).isoformat()) == ["Омск"]
    for noun in ("recruiter", "candidate"):
        of_later = f"SELECT public_id FROM {noun}s WHERE id = (SELECT {noun}_id FROM bookings WHERE id = :id)"
        known: dict[str, Any] = {noun: str(await world.ask(of_later, id=later))}
        strange: dict[str, Any] = {noun: str(uuid4())}
        assert (await listed(**known), await listed(**strange)) == (["Казань"], [])
    manager = await office.token("manager", cities=[omsk.city_id])
    assert await listed(manager) == ["Омск"]
    first = (
        await office.http.get("/api/v1/bookings", headers=office.viewer, params={"limit": 1, "total": True})
    ).json()
    assert (first["total"], first["items"][0]["starts"]["wall"]) == (2, "2026-11-26T12:00:00+03:00")
    assert await listed(cursor=first["next_cursor"]) == ["Омск"]
    public_id = await world.ask("SELECT public_id FROM bookings WHERE id = :id", id=later)
    for word in ("", "/approve", "/reject", "/cancel", "/move", "/keep-time", "/offer-times"):
        path = f"/api/v1/bookings/{public_id}{word}"
        missing = await office.http.request("POST" if word else "GET", path, headers=manager, json={})
        assert (missing.status_code, missing.json()["code"]) == (404, "no_booking"), word
    assert await world.ask("SELECT status FROM bookings WHERE id = :id", id=sooner) == "pending"


async def test_a_booking_is_shown_with_who_made_it_what_it_is(office: Office, world: World) -> None:
    town = await Town.at(world, "Казань", "Europe/Moscow")
    booking = await town.agreed(NOW + DAY)
    public_id = await world.ask("SELECT public_id FROM bookings WHERE id = :id", id=booking)
    shown = (await office.http.get(f"/api/v1/bookings/{public_id}", headers=office.viewer)).json()
    assert [(event["status"], event["actor"], event["actor_name"]) for event in shown["history"]] == [
        ("pending", "candidate", None),
        ("booked", "admin", "Ada"),
    ]
    assert shown["history"][0]["actor_public_id"] == shown["candidate_public_id"]


async def test_a_viewer_answers_no_request(office: Office) -> None:
    for word in ("approve", "reject", "cancel", "move", "keep-time", "offer-times"):
        refused = await office.http.post(f"/api/v1/bookings/{uuid4()}/{word}", headers=office.viewer, json={})
        assert refused.status_code == 403


async def test_a_list_of_bookings_costs_the_same_however_long_it_is(office: Office, world: World) -> None:
    town = await Town.at(world, "Казань", "Europe/Moscow")
    await office.http.get(QUEUE, headers=office.viewer)  # the first use of a token within an hour is noted
    for path in ("/api/v1/bookings", QUEUE):
        costs = set()
        for _ in range(3):
            await town.pending(NOW + DAY)
            with statements_of(office.engine) as statements:
                await office.http.get(path, headers=office.viewer)
            costs.add(len(statements))
            assert not any("_sqlakeyset" in statement for statement in statements)
        assert costs == {2}  # the token, the list
