"""A claim has its slot and its booking, though no foreign key says so; whoever deletes one of them meets the claim."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.reservation import ReservationOutcome
from tests.database.scene import Scene, set_scene
from tests.database.world import World

CLAIM = "INSERT INTO slot_claims (slot_id, booking_id, kind) VALUES (:slot, :booking, 'wanted')"
DELETE = "DELETE FROM slots WHERE id = :slot"
NOWHERE = 999_999


@pytest.fixture
async def scene(world: World) -> Scene:
    """A slot that is booked, and nothing else."""
    scene = await set_scene(world)
    assert await scene.pick() is ReservationOutcome.RESERVED
    return scene


async def refused(scene: Scene, statement: str, **values: int | None) -> bool:
    """Execute it and tell whether it was refused, as by a foreign key."""
    try:
        await scene.world.run(statement, **values)
    except DBAPIError as refusal:
        if "ForeignKeyViolation" not in str(refusal):
            raise
        return True
    return False


async def booking_of(scene: Scene) -> int:
    return int(await scene.world.ask("SELECT id FROM bookings"))


async def another_slot(scene: Scene) -> int:
    return await scene.world.slot(scene.recruiter, scene.city, hours=48)


async def test_a_claim_needs_a_slot_and_a_booking_that_exist(scene: Scene) -> None:
    booking, other = await booking_of(scene), await another_slot(scene)
    assert await refused(scene, CLAIM, slot=NOWHERE, booking=booking)
    assert await refused(scene, CLAIM, slot=other, booking=NOWHERE)
    assert await refused(scene, "UPDATE slot_claims SET slot_id = :slot", slot=NOWHERE)
    assert await refused(scene, "UPDATE slot_claims SET booking_id = :booking", booking=NOWHERE)
    assert await scene.count("slot_claims") == 1
    assert not await refused(scene, CLAIM, slot=other, booking=booking)


async def test_a_claimed_slot_stays_though_no_history_tells_of_it(scene: Scene) -> None:
    other = await another_slot(scene)
    await scene.world.run(CLAIM, slot=other, booking=await booking_of(scene))
    assert await refused(scene, DELETE, slot=other)
    assert await refused(scene, "UPDATE slots SET id = DEFAULT WHERE id = :slot", slot=other)
    await scene.world.run("DELETE FROM slot_claims WHERE slot_id = :slot", slot=other)
    assert not await refused(scene, DELETE, slot=other)


@pytest.mark.parametrize("deletes_first", [True, False])
async def test_a_deletion_that_meets_a_claim_half_way_leaves_none_without_its_slot(
    scene: Scene, deletes_first: bool
) -> None:
    places = {"slot": await another_slot(scene), "booking": await booking_of(scene)}
    first, second = (DELETE, CLAIM) if deletes_first else (CLAIM, DELETE)
    async with scene.world.sessions() as session:
        await session.execute(text(first), places if first is CLAIM else {"slot": places["slot"]})
        late = asyncio.create_task(refused(scene, second, **(places if second is CLAIM else {"slot": places["slot"]})))
        await asyncio.sleep(0.2)
        assert not late.done()
        await session.commit()
    assert await late
    assert (
        await scene.world.ask("SELECT count(*) FROM slot_claims LEFT JOIN slots ON id = slot_id WHERE id IS NULL") == 0
    )


async def test_bookings_are_not_emptied_away_from_under_their_claims(scene: Scene) -> None:
    assert await refused(scene, "TRUNCATE bookings, booking_events CASCADE")
    assert await refused(scene, "TRUNCATE slots, booking_events CASCADE")
    assert not await refused(scene, "TRUNCATE slots, bookings, booking_events, slot_claims CASCADE")


async def test_a_slot_of_a_claim_is_not_emptied_away_while_the_claim_is_being_written(scene: Scene) -> None:
    other = await another_slot(scene)
    async with scene.world.sessions() as session:
        await session.execute(text(CLAIM), {"slot": other, "booking": await booking_of(scene)})
        late = asyncio.create_task(refused(scene, "TRUNCATE bookings, booking_events CASCADE"))
        await asyncio.sleep(0.2)
        assert not late.done()
        await session.commit()
    assert await late
    assert await scene.count("slot_claims") == 2
