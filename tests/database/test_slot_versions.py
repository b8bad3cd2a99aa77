"""A booking writes a new version of its slot's row and none of the indexes of `slots` (a "heap-only" update)."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.booking import BookingStatus
from tests.database.world import HOUR, NOW, World

# Counted since the process of the server told the others last: of this transaction at least.
WRITTEN = "SELECT n_tup_upd, n_tup_upd - n_tup_hot_upd FROM pg_stat_xact_user_tables WHERE relname = 'slots'"
BOOK = "SELECT outcome FROM reserve_slot('key of ' || :slot, :slot, :candidate, NULL, :city, :now, :earliest, true)"
STEPS = (BookingStatus.BOOKED, BookingStatus.CONFIRMED, BookingStatus.MET)
PLACES = 60  # more than lie on one page


@pytest.mark.parametrize("count", [1, PLACES])
async def test_no_step_of_a_booking_writes_an_index_of_its_slot(world: World, count: int) -> None:
    city = await world.city()
    recruiter = await world.recruiter(city)
    slots = await world.slots(recruiter, city, count=count)
    people = await world.candidates(count)
    for slot, candidate in zip(slots, people, strict=True):
        picked = {"slot": slot, "candidate": candidate, "city": city, "now": NOW, "earliest": NOW + HOUR}
        async with world.sessions.begin() as session:
            assert await session.scalar(text(BOOK.replace(":slot", "CAST(:slot AS bigint)")), picked) == "reserved"
            await assert_indexes_were_left_alone(session)
    for status in STEPS:
        async with world.sessions.begin() as session:
            over = {"status": status, "ended": NOW if status is BookingStatus.MET else None, "slot": slots[0]}
            await session.execute(
                text("UPDATE bookings SET status = :status, ended_at = :ended WHERE slot_id = :slot"), over
            )
            await assert_indexes_were_left_alone(session)


async def assert_indexes_were_left_alone(session: AsyncSession) -> None:
    updates, with_indexes = (await session.execute(text(WRITTEN))).one()
    assert updates >= 1
    assert with_indexes == 0
