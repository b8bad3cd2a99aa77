"""A wish to move is a state with an owner and a deadline; the slot is kept until it is settled."""

from typing import Any

import pytest

from database.bookings.changes import ChangeOutcome, end_booking
from database.moves.open_wishes import open_move
from database.moves.wish import MoveRequest, request_move, settle_move
from domain.booking import Actor, BookingStatus
from domain.reservation import ReservationOutcome
from tests.database.world import HOUR, NOW, World


@pytest.fixture
async def wish(world: World) -> dict[str, Any]:
    """The wish to move a pending booking."""
    booking, candidate = await world.booked()
    deadline = {"now": NOW, "answer_until": NOW + HOUR}
    return {"booking_id": booking.booking_id, "revision": 1, "candidate_id": candidate, "wish": None} | deadline


async def ask_to_move(world: World, asked: dict[str, Any], **other: Any) -> MoveRequest:
    async with world.sessions.begin() as session:
        return await request_move(session, **(asked | other))


async def settle(world: World, wish: dict[str, Any], settlement: str) -> bool:
    async with world.sessions.begin() as session:
        return await settle_move(
            session, booking_id=wish["booking_id"], revision=1, settlement=settlement, now=NOW + HOUR
        )


async def test_a_wish_is_stored_with_its_deadline_and_the_slot_is_kept(world: World, wish: dict[str, Any]) -> None:
    asked = await ask_to_move(world, wish, wish="ближе к вечеру")
    assert (asked.outcome, asked.answer_until, asked.settlement) == (ChangeOutcome.DONE, NOW + HOUR, None)
    async with world.sessions() as session:
        standing = await open_move(session, wish["booking_id"])
    assert standing is not None
    assert (standing.request_id, standing.wish, standing.requested_at) == (asked.request_id, "ближе к вечеру", NOW)
    assert await world.ask("SELECT count(*) FROM slot_claims") == 1


async def test_the_same_wish_again_is_the_same_wish(world: World, wish: dict[str, Any]) -> None:
    first = await ask_to_move(world, wish)
    assert await ask_to_move(world, wish) == first
    pressed_again = await ask_to_move(world, wish, now=NOW + HOUR / 2, answer_until=NOW + 2 * HOUR)
    assert (pressed_again.outcome, pressed_again.request_id) == (ChangeOutcome.ALREADY, first.request_id)
    assert pressed_again.answer_until == NOW + HOUR


async def test_a_wish_that_cannot_be_is_refused_with_its_reason(world: World, wish: dict[str, Any]) -> None:
    outcomes = [
        (await ask_to_move(world, wish, **other)).outcome
        for other in ({"booking_id": 999}, {"candidate_id": 999}, {"revision": 2}, {"now": NOW + 24 * HOUR})
    ]
    assert outcomes == [
        ChangeOutcome.UNKNOWN,
        ChangeOutcome.NOT_YOURS,
        ChangeOutcome.MOVED,
        ChangeOutcome.START_PASSED,
    ]
    assert await world.ask("SELECT count(*) FROM reschedule_requests") == 0


async def test_a_settled_wish_stays_settled_and_says_how(world: World, wish: dict[str, Any]) -> None:
    await ask_to_move(world, wish)
    assert await settle(world, wish, "kept") is True
    assert await settle(world, wish, "cancelled") is False
    assert (await ask_to_move(world, wish, now=NOW + HOUR)).settlement == "kept"
    async with world.sessions() as session:
        assert await open_move(session, wish["booking_id"]) is None


async def test_settling_lets_go_of_the_wanted_slot(world: World, wish: dict[str, Any]) -> None:
    city = await world.city()
    wanted = await world.slot(await world.recruiter(city), city)
    await ask_to_move(world, wish)
    claim = "INSERT INTO slot_claims (slot_id, booking_id, kind) VALUES (:slot, :booking, 'wanted')"
    await world.run(claim, slot=wanted, booking=wish["booking_id"])
    rival = await world.candidate()
    assert (await world.reserve(wanted, rival, city)).outcome is ReservationOutcome.SLOT_TAKEN
    await settle(world, wish, "kept")
    assert (await world.reserve(wanted, rival, city)).outcome is ReservationOutcome.RESERVED


async def test_the_end_of_the_booking_settles_the_wish(world: World, wish: dict[str, Any]) -> None:
    await ask_to_move(world, wish)
    async with world.sessions.begin() as session:
        await end_booking(
            session,
            booking_id=wish["booking_id"],
            revision=1,
            status=BookingStatus.DECLINED,
            now=NOW,
            actor=Actor.SYSTEM,
            actor_id=0,
        )
    assert await world.ask("SELECT settlement FROM reschedule_requests") == BookingStatus.DECLINED
    assert (await ask_to_move(world, wish)).outcome is ChangeOutcome.ENDED
