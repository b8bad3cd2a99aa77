"""Changes are heard by every process: made through us, made in psql, and missed while the connection was down."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from database.freshness import CHANGED, INBOX, RECONNECTED, invalidate_candidate_cities_cache, listen
from database.inbox import IncomingUpdate, store_updates
from tests.database.waiting import set_waiting_room
from tests.database.world import World

SOON = 5.0

CHANGES = {
    "cities": "INSERT INTO cities (name, zone) VALUES ('Омск', 'Asia/Omsk')",
    "company_settings": "UPDATE company_settings SET contact_link = 'https://t.me/company'",
    "recruiters": "INSERT INTO recruiters (name, zone) VALUES ('Анна', 'Asia/Omsk')",
    "recruiter_cities": "DELETE FROM recruiter_cities",
    "slots": "UPDATE slots SET withdrawn_at = now()",
    "templates": "INSERT INTO templates (key, body) VALUES ('congratulate', 'Ура')",
    "questionnaires": "INSERT INTO questionnaires (version, content) VALUES (1, '{}')",
}


@asynccontextmanager
async def listening(url: str, channel: str) -> AsyncIterator[Callable[[], Awaitable[str]]]:
    """Listen, and yield how to wait for the next thing heard; the first connection has been heard already."""
    heard: asyncio.Queue[str] = asyncio.Queue()
    ear = asyncio.create_task(listen(url, channel, heard.put_nowait))

    async def next_heard() -> str:
        return await asyncio.wait_for(heard.get(), SOON)

    try:
        assert await next_heard() == RECONNECTED
        yield next_heard
    finally:
        ear.cancel()
        await asyncio.gather(ear, return_exceptions=True)


@pytest.mark.parametrize("table", CHANGES)
async def test_a_change_made_in_psql_is_heard_by_its_table(world: World, database_url: str, table: str) -> None:
    async with listening(database_url, CHANGED) as next_heard:
        await world.run(CHANGES[table])
        assert await next_heard() == table


async def test_an_offer_is_heard_as_a_change(world: World, database_url: str) -> None:
    room = await set_waiting_room(world)
    await world.slot(room.recruiter, room.city)
    await room.enter(minutes=1)
    async with listening(database_url, CHANGED) as next_heard:
        await room.offer()
        assert await next_heard() == "slot_offers"


async def test_a_booking_that_comes_or_goes_announces_no_change_of_slots(world: World, database_url: str) -> None:
    """Whoever notifies commits alone: bookings would queue. A freed slot is told on the channel of openings."""
    city = await world.city()
    slot = await world.slot(await world.recruiter(city), city)
    async with listening(database_url, CHANGED) as next_heard:
        await world.reserve(slot, await world.candidate(), city)
        await world.run("UPDATE bookings SET status = 'cancelled', ended_at = now()")
        await world.run(CHANGES["cities"])
        assert await next_heard() == "cities"


async def test_every_listener_hears_the_one_door(world: World, database_url: str) -> None:
    async with listening(database_url, CHANGED) as first, listening(database_url, CHANGED) as second:
        async with world.sessions.begin() as session:
            await invalidate_candidate_cities_cache(session)
        assert [await first(), await second()] == ["", ""]


async def test_a_change_that_is_rolled_back_is_not_heard(world: World, database_url: str) -> None:
    async with listening(database_url, CHANGED) as next_heard:
        async with world.sessions() as session:
            await invalidate_candidate_cities_cache(session)
            await session.rollback()
        await world.run(CHANGES["cities"])
        assert await next_heard() == "cities"


async def test_a_cut_connection_comes_back_and_says_that_something_may_have_been_missed(
    world: World, database_url: str
) -> None:
    cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    async with listening(database_url, CHANGED) as next_heard:
        await world.ask(f"{cut} AND datname = current_database()")
        assert await next_heard() == RECONNECTED
        await world.run(CHANGES["cities"])
        assert await next_heard() == "cities"


async def test_a_new_update_wakes_the_inbox(world: World, database_url: str) -> None:
    async with listening(database_url, INBOX) as next_heard:
        async with world.sessions.begin() as session:
            await store_updates(session, 7, [IncomingUpdate(update_id=1, person_key=1, payload={})])
        assert await next_heard() == ""


async def test_a_listener_waits_for_a_server_that_is_not_there(database_url: str) -> None:
    nowhere = database_url.replace("test_", "nowhere_")
    ear = asyncio.create_task(listen(nowhere, CHANGED, print))
    await asyncio.sleep(0.3)
    assert not ear.done()
    ear.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ear
