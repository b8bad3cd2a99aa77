"""What a change of the zone data shifts is found by the wall time and the zone that were entered."""

from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta

from database.slots.open_slots import NewSlot, slot_at
from database.slots.zones import ShiftedSlot, shifted_slots
from domain.booking import SlotStatus
from tests.database.world import HOUR, LENGTH, NOW, World

TEN = time(10, 0)
DAY = datetime(2027, 1, 15, tzinfo=UTC).date()


def entered_under(offset: timedelta, zone: str) -> NewSlot:
    """Return a slot at ten as it was entered while the zone had that offset."""
    wall = datetime.combine(DAY, TEN)
    starts_at = wall.replace(tzinfo=UTC) - offset
    return NewSlot(starts_at=starts_at, ends_at=starts_at + LENGTH, wall_time=wall, wall_zone=zone)


async def add(world: World, slot: NewSlot, *, city_name: str = "Алматы") -> int:
    city = await world.city(name=city_name)
    return await world.slot(await world.recruiter(city, name="Мария"), city, **asdict(slot))


async def listed(world: World, *, now: datetime = NOW) -> list[ShiftedSlot]:
    async with world.sessions() as session:
        return await shifted_slots(session, now=now)


async def test_a_slot_that_was_entered_under_another_offset_is_listed(world: World) -> None:
    entered = entered_under(6 * HOUR, "Asia/Almaty")  # UTC+5 since March 2024
    slot_id = await add(world, entered)
    (slot,) = await listed(world)
    assert (slot.slot_id, slot.status, slot.recruiter_name, slot.city_name) == (
        slot_id,
        SlotStatus.FREE,
        "Мария",
        "Алматы",
    )
    assert slot.shows_now == datetime.combine(DAY, time(9, 0))
    assert slot.difference == -HOUR


async def test_slots_that_show_what_was_entered_are_not_listed(world: World) -> None:
    for zone in ("Asia/Almaty", "Europe/Kaliningrad", "Asia/Kamchatka", "Europe/Berlin"):
        await add(world, slot_at(DAY, TEN, zone, LENGTH), city_name=zone)
    assert await listed(world) == []


async def test_slots_that_are_past_or_withdrawn_are_not_listed(world: World) -> None:
    entered = entered_under(6 * HOUR, "Asia/Almaty")
    await add(world, entered)
    assert await listed(world, now=entered.starts_at) == []
    await world.run("UPDATE slots SET withdrawn_at = now()")
    assert await listed(world) == []
