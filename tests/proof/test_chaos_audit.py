"""The auditor of bookings, updates and journeys: violations are planted, in the real database where one is needed."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from database.engine import build_sessions
from proof.chaos.auditing import audit_bookings, audit_updates
from proof.chaos.journeys import SeenJourney, audit_journeys, read_journey
from proof.chaos.violations import Breach, Findings
from proof.truth import Truth
from tests.database.world import World

NOW = 1_000_000.0
ALL_GUARDS = """
    DROP INDEX uq_bookings_active_candidate;
    ALTER TABLE slots DROP CONSTRAINT ex_slots_recruiter_overlap;
    ALTER TABLE slot_claims DROP CONSTRAINT pk_slot_claims;
    ALTER TABLE bookings DISABLE TRIGGER USER;
    ALTER TABLE slots DISABLE TRIGGER USER;
    ALTER TABLE slot_claims DISABLE TRIGGER USER;
"""
COPY_OF_BOOKING = """
    INSERT INTO bookings (candidate_id, slot_id, recruiter_id, city_id, status, booking_key, requested_at, changed_at,
        changed_by, changed_by_id)
    SELECT :candidate, slot_id, recruiter_id, city_id, status, 'copy', requested_at, changed_at, changed_by,
        changed_by_id FROM bookings WHERE id = :booking
"""


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def world(engine: AsyncEngine) -> World:
    return World(build_sessions(engine))


async def without_guards(world: World) -> None:
    for statement in ALL_GUARDS.strip().rstrip(";").split(";"):
        await world.run(statement)


async def found_in(database_url: str) -> list[tuple[Breach, str]]:
    findings = Findings()
    await audit_bookings(Truth(database_url), findings)
    return [(violation.breach, violation.what) for violation in findings.violations]


async def test_an_ordinary_booking_is_fine(database_url: str, world: World) -> None:
    await world.booked()
    assert await found_in(database_url) == []


async def test_a_slot_that_is_booked_twice_is_found(database_url: str, world: World) -> None:
    reservation, _ = await world.booked()
    slot = await world.ask("SELECT slot_id FROM bookings")
    await without_guards(world)
    await world.run(COPY_OF_BOOKING, candidate=await world.candidate(), booking=reservation.booking_id)
    found = await found_in(database_url)
    assert (Breach.BOOKED_TWICE, f"two active bookings hold one slot: slot {slot}") in found
    assert (Breach.BOOKED_TWICE, "an active booking without its slot: booking 2") in found


async def test_a_person_who_is_booked_twice_is_found(database_url: str, world: World) -> None:
    reservation, candidate = await world.booked()
    await without_guards(world)
    await world.run(COPY_OF_BOOKING, candidate=candidate, booking=reservation.booking_id)
    expected = (Breach.BOOKED_TWICE, f"two active bookings of one person: candidate {candidate}")
    assert expected in await found_in(database_url)


async def test_bookings_that_overlap_are_found(database_url: str, world: World) -> None:
    city = await world.city()
    recruiter = await world.recruiter(city)
    slots = [await world.slot(recruiter, city, hours=hours) for hours in (24, 25)]
    for slot in slots:
        await world.reserve(slot, await world.candidate(), city)
    await without_guards(world)
    await world.run("UPDATE slots SET starts_at = starts_at - interval '50 min' WHERE id = :slot", slot=slots[1])
    expected = (Breach.BOOKED_TWICE, "two active bookings of a recruiter overlap: bookings 1 and 2")
    assert await found_in(database_url) == [expected]


async def test_a_slot_that_is_held_for_nobody_is_found(database_url: str, world: World) -> None:
    reservation, _ = await world.booked()
    slot = await world.ask("SELECT slot_id FROM bookings")
    await without_guards(world)
    end = "UPDATE bookings SET status = 'cancelled', ended_at = now() WHERE id = :booking"
    await world.run(end, booking=reservation.booking_id)
    assert await found_in(database_url) == [(Breach.BOOKED_TWICE, f"a slot held for nobody: slot {slot}")]


async def test_a_booking_that_became_the_same_twice_is_found(database_url: str, world: World) -> None:
    reservation, _ = await world.booked()
    await world.run("ALTER TABLE booking_events DISABLE TRIGGER USER")
    await world.run(
        "INSERT INTO booking_events (booking_id, revision, slot_id, status, at, actor, actor_id)"
        " SELECT booking_id, revision, slot_id, status, at, actor, actor_id FROM booking_events"
    )
    twice = (Breach.ACTED_TWICE, f"booking {reservation.booking_id} pending became so twice in a row")
    assert await found_in(database_url) == [twice]


@pytest.mark.parametrize(
    ("status", "waits", "found"),
    [
        ("handled", False, []),
        ("parked", False, ["update 7 is parked"]),
        ("new", False, ["update 7 is new"]),
        (None, False, ["update 7 was delivered, and is nowhere"]),
        (None, True, ["update 7 still waits at Telegram"]),
    ],
)
def test_an_update_that_was_lost_or_left_lying_is_found(status: str | None, waits: bool, found: list[str]) -> None:
    findings = Findings()
    taken = {} if status is None else {7: status}
    audit_updates([7], taken, waiting={7} if waits else set(), expired=set(), findings=findings)
    assert [violation.what for violation in findings.violations] == found
    assert {violation.breach for violation in findings.violations} <= {Breach.LOST_UPDATE}


def test_a_press_that_telegram_forgot_itself_is_counted_apart() -> None:
    findings = Findings()
    audit_updates([7], {}, waiting=set(), expired={7}, findings=findings)
    assert findings.violations == []
    assert findings.figures["presses that Telegram forgot before they were taken"] == 1


def attribute(value: Any) -> dict[str, Any]:
    return {"data": base64.b64encode(json.dumps(value).encode()).decode()}


def test_a_journey_is_read_from_temporals_list() -> None:
    shown = {"JourneyStage": attribute("scheduled"), "NextActionAt": attribute("1970-01-12T13:46:40.5Z")}
    listed = {"execution": {"workflowId": "journey-3"}, "status": "WORKFLOW_EXECUTION_STATUS_RUNNING"}
    assert read_journey({**listed, "searchAttributes": {"indexedFields": shown}}) == SeenJourney(
        workflow_id="journey-3",
        status="WORKFLOW_EXECUTION_STATUS_RUNNING",
        stage="scheduled",
        waiting_for=None,
        next_action_at=NOW + 0.5,
    )


def journey(**values: Any) -> SeenJourney:
    stands: dict[str, Any] = {"stage": "scheduled", "waiting_for": "time", "next_action_at": NOW + 60}
    known: dict[str, Any] = {"workflow_id": "journey-1", "status": "WORKFLOW_EXECUTION_STATUS_RUNNING", **stands}
    return SeenJourney(**(known | values))


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        ([journey()], []),
        ([journey(next_action_at=NOW - 60)], [Breach.OVERDUE]),
        ([journey(next_action_at=None)], [Breach.STUCK]),
        ([journey(waiting_for="nobody")], [Breach.STUCK]),
        ([journey(stage="reminded")], [Breach.DISAGREEMENT]),
        ([journey(status="WORKFLOW_EXECUTION_STATUS_FAILED")], [Breach.STUCK]),
        ([journey(status="WORKFLOW_EXECUTION_STATUS_COMPLETED")], [Breach.DISAGREEMENT]),
        ([journey(status="WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW", stage="screening"), journey()], []),
        ([], [Breach.STUCK]),
        ([journey(), journey(workflow_id="journey-2")], [Breach.DISAGREEMENT]),
    ],
)
def test_a_journey_without_a_next_action_or_with_an_overdue_one_is_found(
    seen: list[SeenJourney], found: list[Breach]
) -> None:
    findings = Findings()
    people = [{"id": 1, "name": "Белова Анна Игоревна", "stage": "scheduled"}]
    audit_journeys(people, seen, now=NOW, findings=findings)
    assert [violation.breach for violation in findings.violations] == found
