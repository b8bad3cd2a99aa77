"""`updated_at` moves on every change: through the ORM, in bulk, in raw SQL, and twice in one transaction."""

from datetime import datetime

import pytest
from sqlalchemy import func, select, text, update

from database.tables import City, Slot
from domain.booking import BookingStatus
from tests.database.world import NOW, World


async def last_change(world: World, slot: int) -> datetime:
    moment = await world.ask("SELECT updated_at FROM slots WHERE id = :slot", slot=slot)
    assert isinstance(moment, datetime)
    return moment


@pytest.fixture
async def slot(world: World) -> int:
    """A free slot."""
    city = await world.city()
    return await world.slot(await world.recruiter(city), city)


async def test_the_orm_moves_it(world: World, slot: int) -> None:
    before = await last_change(world, slot)
    async with world.sessions.begin() as session:
        row = await session.get_one(Slot, slot)
        row.wall_zone = "Europe/Moscow"
        await session.flush()
        in_memory = row.updated_at
    assert await last_change(world, slot) == in_memory > before


async def test_the_model_itself_says_that_it_moves() -> None:
    assert Slot.__table__.c.updated_at.onupdate is not None


async def test_a_bulk_update_moves_it(world: World, slot: int) -> None:
    before = await last_change(world, slot)
    async with world.sessions.begin() as session:
        await session.execute(update(Slot).values(wall_zone="Europe/Moscow"))
    assert await last_change(world, slot) > before


async def test_raw_sql_moves_it_even_when_it_says_otherwise(world: World, slot: int) -> None:
    before = await last_change(world, slot)
    await world.run("UPDATE slots SET wall_zone = 'UTC', updated_at = '2001-01-01'")
    assert await last_change(world, slot) > before


async def test_two_changes_in_one_transaction_are_two_moments(world: World, slot: int) -> None:
    moments = [await last_change(world, slot)]
    async with world.sessions.begin() as session:
        for _ in range(3):
            await session.execute(text("UPDATE slots SET wall_zone = wall_zone"))
            moments.append(await session.scalar(select(func.max(Slot.updated_at))) or NOW)
    assert moments == sorted(set(moments))


async def test_a_booking_moves_it_at_each_of_its_steps(world: World) -> None:
    booking, _ = await world.booked()
    moments = [await last_change(world, booking.slot_id)]
    for status in (BookingStatus.BOOKED, BookingStatus.CONFIRMED):
        await world.run("UPDATE bookings SET status = :status", status=status)
        moments.append(await last_change(world, booking.slot_id))
    await world.run("UPDATE bookings SET status = 'declined', ended_at = now()")
    moments.append(await last_change(world, booking.slot_id))
    assert moments == sorted(set(moments))


async def test_other_tables_move_theirs_as_well(world: World) -> None:
    city = await world.city()
    async with world.sessions() as session:
        before = (await session.get_one(City, city)).updated_at
    await world.run("UPDATE cities SET address = 'elsewhere'")
    async with world.sessions() as session:
        assert (await session.get_one(City, city)).updated_at > before


async def test_every_table_with_the_column_has_the_trigger(world: World) -> None:
    with_column = """
        SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM information_schema.columns
        WHERE column_name = 'updated_at' AND table_schema = 'public'
    """
    with_trigger = """
        SELECT string_agg(tgrelid::regclass::text, ' ' ORDER BY tgrelid::regclass::text) FROM pg_trigger
        WHERE tgname = 'touch'
    """
    assert await world.ask(with_trigger) == await world.ask(with_column)
    assert "slots" in await world.ask(with_trigger)
