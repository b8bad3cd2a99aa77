"""What bookings and their history refer to stays, though no foreign key says so."""

import asyncio
from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.reservation import ReservationOutcome
from tests.database.scene import Scene, set_scene
from tests.database.world import World

ROUNDS = 20
DANGLING = """
    SELECT count(*) FROM bookings
    WHERE NOT EXISTS (SELECT FROM recruiters WHERE id = recruiter_id) OR NOT EXISTS (SELECT FROM cities WHERE id = city_id)
"""
BOOK = """
    INSERT INTO bookings (candidate_id, slot_id, recruiter_id, city_id, booking_key, requested_at, changed_at,
        changed_by, changed_by_id) VALUES (:candidate, :slot, :recruiter, :city, 'psql', now(), now(), 'admin', 0)
"""
# Without other rows that refer to them by foreign keys, as if somebody had booked in psql.
ELSEWHERE = "UPDATE bookings SET recruiter_id = :recruiter, city_id = :city"


@pytest.fixture
async def scene(world: World) -> Scene:
    """A pick that would succeed."""
    return await set_scene(world)


async def refused(world: World, statement: str, **values: int) -> bool:
    """Execute it and tell whether it was refused, as by a foreign key or because it would have to wait for long."""
    try:
        await world.run(statement, **values)
    except DBAPIError as refusal:
        if "ForeignKeyViolation" not in str(refusal) and "lock timeout" not in str(refusal):
            raise
        return True
    return False


async def test_recruiter_and_city_of_a_booking_are_not_deleted(scene: Scene) -> None:
    assert await scene.pick() is ReservationOutcome.RESERVED
    recruiter, city = await scene.world.recruiter(), await scene.world.city()
    await scene.world.run(ELSEWHERE, recruiter=recruiter, city=city)
    assert await refused(scene.world, "DELETE FROM recruiters WHERE id = :id", id=recruiter)
    assert await refused(scene.world, "DELETE FROM cities WHERE id = :id", id=city)
    assert await refused(scene.world, "UPDATE cities SET id = DEFAULT WHERE id = :id", id=city)
    assert await scene.count("bookings") == 1


async def test_those_of_no_booking_can_be_deleted(world: World) -> None:
    await world.booked()
    recruiter, city = await world.recruiter(), await world.city()
    await world.run("DELETE FROM recruiters WHERE id = :id", id=recruiter)
    await world.run("DELETE FROM cities WHERE id = :id", id=city)
    assert await world.ask("SELECT count(*) FROM cities") == 1


async def test_an_older_look_at_the_bookings_is_not_good_enough_to_delete(world: World) -> None:
    await world.city()
    async with world.sessions() as session:
        connection = await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        with pytest.raises(DBAPIError, match="READ COMMITTED"):
            await connection.exec_driver_sql("DELETE FROM cities")


async def test_a_booking_by_hand_needs_a_recruiter_and_a_city_that_exist(scene: Scene) -> None:
    places = {"candidate": scene.candidate, "slot": scene.slot, "recruiter": scene.recruiter, "city": scene.city}
    assert await refused(scene.world, BOOK, **(places | {"recruiter": 999_999}))
    assert await refused(scene.world, BOOK, **(places | {"city": 999_999}))
    await scene.world.run(BOOK, **places)
    assert await refused(scene.world, "UPDATE bookings SET recruiter_id = 999999")
    assert await refused(scene.world, "UPDATE bookings SET city_id = 999999")


@pytest.mark.parametrize(("table", "deletes_first"), [*product(["recruiters", "cities"], [True, False])])
async def test_a_deletion_that_meets_a_booking_half_way_leaves_none_without_its_place(
    scene: Scene, table: str, deletes_first: bool
) -> None:
    recruiter, city = await scene.world.recruiter(), await scene.world.city()
    places = {"candidate": scene.candidate, "slot": scene.slot, "recruiter": recruiter, "city": city}
    delete = f"DELETE FROM {table} WHERE id = :id"
    gone = {"id": recruiter if table == "recruiters" else city}
    statements = ((delete, gone), (BOOK, places)) if deletes_first else ((BOOK, places), (delete, gone))
    async with scene.world.sessions() as first:
        await first.execute(text(statements[0][0]), statements[0][1])
        late = asyncio.create_task(refused(scene.world, statements[1][0], **statements[1][1]))
        await asyncio.sleep(0.2)
        assert not late.done()
        await first.commit()
    assert await late
    assert await scene.world.ask(DANGLING) == 0


async def test_a_deletion_gives_way_to_a_booking_that_takes_its_time(scene: Scene) -> None:
    """Before PostgreSQL would look for a deadlock and might choose the booking."""
    city = await scene.world.city()
    places = {"candidate": scene.candidate, "slot": scene.slot, "recruiter": scene.recruiter, "city": scene.city}
    async with scene.world.sessions.begin() as session:
        await session.execute(text(BOOK), places)
        assert await refused(scene.world, "DELETE FROM cities WHERE id = :id", id=city)
    assert await scene.count("bookings") == 1


async def test_a_slot_whose_city_is_being_emptied_is_booked_or_gone(scene: Scene) -> None:
    """A clearing of a whole city races with reservations there; whichever comes first, nothing dangles."""

    async def clear(city: int) -> bool:
        for statement in ("DELETE FROM slots WHERE city_id = :id", "DELETE FROM cities WHERE id = :id"):
            if await refused(scene.world, statement, id=city):
                return False
        return True

    for _ in range(ROUNDS):
        city, person = await scene.world.city(), await scene.world.candidate()
        slot = await scene.world.slot(await scene.world.recruiter(city), city)
        answer, cleared = await asyncio.gather(scene.world.reserve(slot, person, city), clear(city))
        assert (answer.outcome is ReservationOutcome.RESERVED) is not cleared
    assert await scene.world.ask(DANGLING) == 0


async def test_history_is_written_by_bookings_alone_and_keeps_what_it_tells_of(scene: Scene) -> None:
    assert await scene.pick() is ReservationOutcome.RESERVED
    copied = """
        INSERT INTO booking_events (booking_id, revision, slot_id, status, at, actor, actor_id)
        SELECT booking_id, revision, slot_id, status, at, actor, actor_id FROM booking_events
    """
    assert await refused(scene.world, copied)
    other = await scene.world.slot(scene.recruiter, scene.city, hours=48)
    for table, column in (("slot_claims", "slot_id"), ("bookings", "slot_id")):
        await scene.world.run(f"UPDATE {table} SET {column} = :slot", slot=other)
    assert await refused(scene.world, "DELETE FROM slots WHERE id = :id", id=scene.slot)
    await scene.world.run("DELETE FROM slot_claims")
    assert await refused(scene.world, "DELETE FROM bookings")
    assert await refused(scene.world, "TRUNCATE bookings CASCADE")
    await scene.world.run("TRUNCATE bookings, booking_events CASCADE")
    await scene.world.run("DELETE FROM slots WHERE id = :id", id=scene.slot)
