from datetime import datetime
from uuid import uuid4

from domain.stages import Stage
from tests.api.office import Office
from tests.api.pending import Pending
from tests.database.world import World

QUEUE = "/api/v1/bookings/queue"


def answer(pending: Pending, word: str) -> str:
    return f"/api/v1/bookings/{pending.public_id}/{word}"


async def test_a_request_to_a_recruiter_without_telegram_waits_in_the_queue_and_is_approved_there(
    office: Office, pending: Pending
) -> None:
    (waiting,) = (await office.http.get(QUEUE, headers=office.viewer)).json()
    assert waiting["public_id"] == str(pending.public_id)
    assert waiting["candidate_name"] == "Петрова Анна"
    assert (waiting["recruiter_reachable"], waiting["status"]) == (False, "pending")

    approved = await office.http.post(answer(pending, "approve"), headers=office.admin)
    assert (approved.status_code, approved.json()) == (200, {"stage": "scheduled"})
    assert (await office.http.get(QUEUE, headers=office.viewer)).json() == []

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
