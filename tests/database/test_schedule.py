"""A recruiter's own schedule, as the database knows it."""

from database.slots.open_slots import NewSlot
from database.slots.schedule import free_slots_of, holder_of, served_cities, start_of_own_slot, store_slots
from domain.booking import Claim
from domain.ids import CityId, RecruiterId, SlotId
from tests.database.world import HOUR, LENGTH, NOW, World


def new_slot(hours: float) -> NewSlot:
    starts_at = NOW + hours * HOUR
    return NewSlot(
        starts_at=starts_at, ends_at=starts_at + LENGTH, wall_time=starts_at.replace(tzinfo=None), wall_zone="UTC"
    )


async def test_served_cities_are_the_open_ones_of_an_active_recruiter(world: World) -> None:
    tver, kazan = await world.city(name="Тверь"), await world.city(name="Казань")
    closed = await world.city(active=False)
    await world.city()
    recruiter, resting = await world.recruiter(tver, kazan, closed), await world.recruiter(tver, active=False)
    async with world.sessions() as session:
        assert await served_cities(session, RecruiterId(recruiter)) == {kazan: "Казань", tver: "Тверь"}
        assert await served_cities(session, RecruiterId(resting)) == {}


async def test_free_slots_are_ones_own_that_nobody_holds_and_that_lie_ahead(world: World) -> None:
    city = await world.city(name="Казань")
    recruiter, other = await world.recruiter(city), await world.recruiter(city)
    later, sooner, taken = [await world.slot(recruiter, city, hours=hours) for hours in (30, 24, 27)]
    await world.slot(recruiter, city, hours=-1)
    await world.slot(recruiter, city, hours=40, withdrawn_at=NOW)
    await world.slot(other, city)
    await world.reserve(taken, await world.candidate(), city)
    async with world.sessions() as session:
        free = await free_slots_of(session, RecruiterId(recruiter), since=NOW)
    assert [(slot.slot_id, slot.city_name, slot.offered) for slot in free] == [
        (sooner, "Казань", False),
        (later, "Казань", False),
    ]


async def test_a_slot_knows_its_recruiter_and_its_holder(world: World) -> None:
    city = await world.city()
    recruiter, other = await world.recruiter(city), await world.recruiter(city)
    slot = SlotId(await world.slot(recruiter, city))
    async with world.sessions() as session:
        assert await start_of_own_slot(session, RecruiterId(recruiter), slot) == NOW + 24 * HOUR
        assert await start_of_own_slot(session, RecruiterId(other), slot) is None
        assert await holder_of(session, slot) is None
    reserved = await world.reserve(slot, await world.candidate(), city)
    async with world.sessions() as session:
        holder = await holder_of(session, slot)
    assert holder is not None
    assert (holder.booking_id, holder.claim) == (reserved.booking_id, Claim.CURRENT)


async def test_what_came_to_overlap_meanwhile_is_left_out(world: World) -> None:
    city = await world.city()
    recruiter = await world.recruiter(city)
    await world.slot(recruiter, city, hours=24)
    who = {"recruiter_id": RecruiterId(recruiter), "city_id": CityId(city)}
    async with world.sessions.begin() as session:
        stored = await store_slots(session, **who, slots=[new_slot(24.1), new_slot(25)])  # type: ignore[arg-type] # two ids
        again = await store_slots(session, **who, slots=[new_slot(25)])  # type: ignore[arg-type] # two ids
    assert stored == {NOW + 25 * HOUR}
    assert again == frozenset()
