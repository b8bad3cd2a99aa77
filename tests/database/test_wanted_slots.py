"""A booking that moves holds its slot and the wanted one until it stands on the new one: nobody else gets either."""

from typing import Any

import pytest

from database.moves.wanted_slots import drop_wanted
from domain.booking import Actor
from domain.moves import ClaimOutcome, SwapOutcome
from domain.reservation import ReservationOutcome
from tests.database.moving import SHOWN, Moving, set_moving
from tests.database.world import HOUR, NOW, World


@pytest.fixture
async def moving(world: World) -> Moving:
    """A pending booking that could move."""
    return await set_moving(world)


async def test_a_booking_holds_its_slot_and_the_wanted_one(moving: Moving) -> None:
    assert await moving.claim() is ClaimOutcome.CLAIMED
    assert await moving.shown() == ("pending", "wanted")
    assert await moving.pick_by_another(moving.slot) is ReservationOutcome.SLOT_TAKEN
    assert await moving.pick_by_another(moving.wanted) is ReservationOutcome.SLOT_TAKEN
    assert await moving.claim() is ClaimOutcome.ALREADY_CLAIMED


async def test_another_wish_lets_go_of_the_first(moving: Moving) -> None:
    other = await moving.world.slot(moving.recruiter, moving.city, hours=70)
    assert [await moving.claim(), await moving.claim(other)] == [ClaimOutcome.CLAIMED] * 2
    assert await moving.shown() == ("pending", "free")
    assert await moving.world.ask(SHOWN, slot=other) == "wanted"


async def test_a_wanted_slot_is_judged_as_a_reservation_would_be(moving: Moving) -> None:
    world, elsewhere = moving.world, await moving.world.city()
    await world.serve(moving.recruiter, elsewhere)
    taken = await world.slot(moving.recruiter, moving.city, hours=60)
    await world.reserve(taken, await world.candidate(), moving.city)
    other = await world.recruiter(moving.city)
    slots = {
        ClaimOutcome.SLOT_TAKEN: taken,
        ClaimOutcome.SLOT_GONE: await world.slot(moving.recruiter, moving.city, hours=61, withdrawn_at=NOW),
        ClaimOutcome.SLOT_EXPIRED: await world.slot(moving.recruiter, moving.city, hours=0.5),
        ClaimOutcome.WRONG_CITY: await world.slot(moving.recruiter, elsewhere, hours=62),
        ClaimOutcome.WRONG_RECRUITER: await world.slot(other, moving.city, hours=63),
        ClaimOutcome.OWN_SLOT: moving.slot,
    }
    assert {outcome: await moving.claim(slot) for outcome, slot in slots.items()} == {name: name for name in slots}
    assert await moving.claim(999_999) is ClaimOutcome.SLOT_GONE
    await world.run("UPDATE cities SET active = false")
    assert await moving.claim() is ClaimOutcome.CITY_INACTIVE
    await world.run("UPDATE recruiters SET active = false")
    assert await moving.claim() is ClaimOutcome.RECRUITER_INACTIVE
    assert await world.ask("SELECT count(*) FROM slot_claims WHERE kind = 'wanted'") == 0


async def test_a_booking_that_cannot_move_claims_nothing(moving: Moving) -> None:
    assert await moving.claim(revision=2) is ClaimOutcome.MOVED
    assert await moving.claim(now=NOW + 24 * HOUR) is ClaimOutcome.START_PASSED
    assert await moving.swap() is SwapOutcome.NOTHING_WANTED
    await moving.end()
    assert await moving.claim() is ClaimOutcome.ENDED
    moving.booking = 999_999
    assert [await moving.claim(), await moving.swap()] == [ClaimOutcome.UNKNOWN, SwapOutcome.UNKNOWN]
    assert await moving.shown() == ("free", "free")


async def test_a_swap_moves_the_booking_frees_the_old_slot_and_settles_the_wish(moving: Moving) -> None:
    await moving.ask()
    await moving.claim()
    assert await moving.swap() is SwapOutcome.SWAPPED
    assert await moving.shown() == ("free", "booked")
    booking = "SELECT slot_id || ' ' || status || ' ' || revision FROM bookings"
    assert await moving.world.ask(booking) == f"{moving.wanted} booked 2"
    assert await moving.world.ask("SELECT settlement FROM reschedule_requests") == "moved"
    history = "SELECT string_agg(slot_id || ' ' || status || ' ' || revision, ', ' ORDER BY id) FROM booking_events"
    assert await moving.world.ask(history) == f"{moving.slot} pending 1, {moving.wanted} booked 2"
    assert await moving.pick_by_another(moving.slot) is ReservationOutcome.RESERVED


async def test_the_same_swap_again_is_answered_as_the_first_time_and_another_one_is_not(moving: Moving) -> None:
    await moving.claim()
    assert [await moving.swap(), await moving.swap()] == [SwapOutcome.SWAPPED] * 2
    assert await moving.swap(now=NOW + HOUR) is SwapOutcome.MOVED
    assert await moving.swap(revision=2) is SwapOutcome.NOTHING_WANTED
    assert await moving.world.ask("SELECT revision FROM bookings") == 2


async def test_a_swap_is_refused_with_its_reason_and_changes_nothing(moving: Moving) -> None:
    await moving.claim()
    stranger = await moving.world.recruiter(moving.city)
    assert await moving.swap(actor_id=stranger) is SwapOutcome.NOT_YOURS
    assert await moving.swap(actor=Actor.CANDIDATE, actor_id=999) is SwapOutcome.NOT_YOURS
    assert await moving.swap(revision=2) is SwapOutcome.MOVED
    assert await moving.swap(now=NOW + 24 * HOUR) is SwapOutcome.START_PASSED
    assert await moving.shown() == ("pending", "wanted")
    await moving.world.run("UPDATE slots SET withdrawn_at = now() WHERE id = :id", id=moving.wanted)
    assert await moving.swap() is SwapOutcome.SLOT_GONE
    await moving.end()
    assert await moving.swap() is SwapOutcome.ENDED


async def test_a_booking_moves_to_no_other_slot_than_the_wanted_one(moving: Moving) -> None:
    other = await moving.world.slot(moving.recruiter, moving.city, hours=30)
    await moving.claim(other)
    assert await moving.swap() is SwapOutcome.NOTHING_WANTED
    assert await moving.swap(other) is SwapOutcome.SWAPPED
    assert await moving.world.ask("SELECT slot_id FROM bookings") == other


async def test_the_candidate_moves_it_only_to_a_slot_that_was_offered(moving: Moving) -> None:
    by_candidate: dict[str, Any] = {"actor": Actor.CANDIDATE, "actor_id": moving.candidate}
    await moving.ask()
    await moving.claim()
    assert await moving.swap(**by_candidate) is SwapOutcome.NOT_YOURS
    await moving.offer(moving.wanted)
    await moving.claim()
    assert await moving.swap(**by_candidate) is SwapOutcome.SWAPPED


@pytest.mark.parametrize("start", ["pending", "booked", "confirmed"])
async def test_whatever_it_was_before_a_moved_booking_is_agreed_and_not_yet_confirmed(
    moving: Moving, start: str
) -> None:
    await moving.world.run("UPDATE bookings SET status = :status", status=start)
    await moving.claim()
    assert await moving.swap(actor=Actor.ADMIN, actor_id=1) is SwapOutcome.SWAPPED
    assert await moving.shown() == ("free", "booked")


async def test_a_wanted_slot_is_let_go_by_dropping_settling_or_ending(moving: Moving) -> None:
    world = moving.world
    await moving.claim()
    async with world.sessions.begin() as session:
        assert await drop_wanted(session, booking_id=moving.booking, revision=2) is False
        assert await drop_wanted(session, booking_id=moving.booking, revision=1) is True
        assert await drop_wanted(session, booking_id=moving.booking, revision=1) is False
    assert await moving.shown() == ("pending", "free")
    await moving.claim()
    await moving.end()
    assert await moving.shown() == ("free", "free")
