"""What a recruiter ticks before an offer is sent."""

import pytest

from database.moves.proposals import proposed_slots, toggle_proposal
from tests.database.moving import Moving, set_moving
from tests.database.world import HOUR, NOW, World


@pytest.fixture
async def moving(world: World) -> Moving:
    """A pending booking that could move."""
    return await set_moving(world)


async def toggle(moving: Moving, slot: int, *, revision: int = 1) -> bool:
    async with moving.world.sessions.begin() as session:
        return await toggle_proposal(
            session,
            recruiter_id=moving.recruiter,
            booking_id=moving.booking,
            revision=revision,
            slot_id=slot,
            now=NOW,
        )


async def ticked(moving: Moving, *, revision: int = 1) -> list[int]:
    async with moving.world.sessions() as session:
        return [*await proposed_slots(session, booking_id=moving.booking, revision=revision)]


async def test_a_slot_is_ticked_and_the_tick_taken_away(moving: Moving) -> None:
    early = await moving.world.slot(moving.recruiter, moving.city, hours=3)
    assert [await toggle(moving, moving.wanted), await toggle(moving, early)] == [True, True]
    assert await ticked(moving) == [early, moving.wanted]
    assert await toggle(moving, moving.wanted) is False
    assert await ticked(moving) == [early]


async def test_a_slot_that_was_taken_meanwhile_is_not_proposed(moving: Moving) -> None:
    await toggle(moving, moving.wanted)
    await moving.pick_by_another(moving.wanted)
    assert await ticked(moving) == []


async def test_slots_of_others_and_of_other_cities_are_not_ticked(moving: Moving) -> None:
    world, elsewhere = moving.world, await moving.world.city()
    await world.serve(moving.recruiter, elsewhere)
    theirs = await world.slot(await world.recruiter(moving.city), moving.city, hours=60)
    assert await toggle(moving, theirs) is False
    assert await toggle(moving, await world.slot(moving.recruiter, elsewhere, hours=61)) is False
    assert await toggle(moving, moving.wanted, revision=2) is False
    assert await toggle(moving, 999_999) is False
    await moving.end()
    assert await toggle(moving, moving.wanted) is False


async def test_ticks_are_gone_when_the_offer_was_recorded(moving: Moving) -> None:
    await toggle(moving, moving.wanted)
    await moving.offer(moving.wanted)
    assert await ticked(moving) == []


async def test_ticks_are_gone_when_the_booking_moved_or_ended(moving: Moving) -> None:
    other = await moving.world.slot(moving.recruiter, moving.city, hours=60)
    await moving.ask()
    await moving.want()
    await toggle(moving, other)
    await moving.swap(now=NOW + HOUR)
    assert await moving.world.ask("SELECT count(*) FROM slot_proposals") == 0
    assert await toggle(moving, other, revision=2) is True
    await moving.end()
    assert await moving.world.ask("SELECT count(*) FROM slot_proposals") == 0
