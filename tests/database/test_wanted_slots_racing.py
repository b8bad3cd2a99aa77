"""Moves that meet picks, ends, approvals and each other: one winner, no deadlock, and never without a slot."""

import asyncio

import pytest

from domain.moves import ClaimOutcome, SwapOutcome
from tests.database.moving import Moving, another_moving, set_moving
from tests.database.world import World

ROUNDS = 30


@pytest.fixture
async def moving(world: World) -> Moving:
    """A pending booking that could move."""
    return await set_moving(world)


async def test_two_bookings_that_want_one_slot_and_a_pick_have_one_winner(moving: Moving) -> None:
    for number in range(ROUNDS):
        rival = await another_moving(moving.world, moving.city, moving.recruiter, hours=100 + 2 * number)
        answers = await asyncio.gather(moving.claim(rival.wanted), rival.claim(), moving.pick_by_another(rival.wanted))
        assert sorted(answers)[1:] == [ClaimOutcome.SLOT_TAKEN] * 2
        assert min(answers) in {"claimed", "reserved"}


async def test_at_no_instant_does_a_moving_booking_hold_neither_slot(moving: Moving) -> None:
    """A watcher looks as often as it can while the booking goes to and fro."""
    seen: list[int] = []

    async def watch() -> None:
        while True:
            seen.append(await moving.world.ask("SELECT count(*) FROM slot_claims WHERE kind = 'current'"))

    watcher = asyncio.create_task(watch())
    for revision in range(1, ROUNDS):
        assert await moving.claim(revision=revision) is ClaimOutcome.CLAIMED
        assert await moving.swap(revision=revision) is SwapOutcome.SWAPPED
        moving.slot, moving.wanted = moving.wanted, moving.slot
    watcher.cancel()
    await asyncio.gather(watcher, return_exceptions=True)
    assert set(seen) == {1}


async def test_a_move_racing_with_everything_else_ends_without_a_deadlock(moving: Moving) -> None:
    for number in range(ROUNDS):
        racing = await another_moving(moving.world, moving.city, moving.recruiter, hours=200 + 2 * number)
        await racing.ask()
        await racing.claim()
        await asyncio.gather(racing.swap(), racing.end(), racing.keep(), racing.approve())
        assert await racing.shown() == ("free", "free")
