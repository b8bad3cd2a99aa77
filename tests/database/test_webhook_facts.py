"""Each fact is recorded once, in its own transaction, whoever writes it; and nothing of a person is in it."""

import asyncio
import itertools

import pytest
from sqlalchemy import text

from database.freshness import WEBHOOKS, listen
from database.people.erasure import erase_candidate
from domain.booking import BookingStatus
from domain.facts import FACTS, FactType, booking_fact
from tests.database.facts_played import play_everything, take_test
from tests.database.moving import set_moving
from tests.database.planted import MARKERS, found, plant
from tests.database.told import endpoint
from tests.database.world import NOW, World

EVENTS = "SELECT count(*) FROM webhook_events"


async def test_the_database_names_the_facts_of_a_booking_as_the_domain_does(world: World) -> None:
    for is_first, has_moved, status in itertools.product((True, False), (True, False), BookingStatus):
        named = await world.ask(
            "SELECT booking_fact(:first, :moved, :status)", first=is_first, moved=has_moved, status=status
        )
        assert named == booking_fact(is_first=is_first, has_moved=has_moved, status=status)


async def test_every_documented_fact_is_recorded_with_what_its_example_shows(world: World) -> None:
    told = await endpoint(world)
    await play_everything(world)
    events = await told.events()
    assert {event.type for event in events} == set(FactType)
    shown = {fact.type.value: fact.data for fact in FACTS}
    for event in events:
        assert event.data.keys() == shown[event.type].keys(), event.type
        assert {name for name, value in event.data.items() if value is None} <= {"recruiter", "settlement", "city"}
    assert len({event.fact_key for event in events}) == len(events)


async def test_each_line_of_a_bookings_history_is_one_event_in_its_order(world: World) -> None:
    told = await endpoint(world)
    await play_everything(world)
    lines = await world.ask("SELECT count(*) FROM booking_events")
    bookings = [event for event in await told.events() if event.type.startswith("booking.")]
    assert len(bookings) == lines
    moved = [event for event in bookings if event.data["revision"] == 2 or event.type == "booking.moved"]
    assert [(event.type, event.data["revision"]) for event in moved] == [
        ("booking.moved", 2),
        ("booking.confirmed", 2),
        ("booking.cancelled", 2),
    ]
    before, after = moved[0].data["previous_slot"], moved[0].data["slot"]
    assert before != after
    assert moved[0].data["status"] == "booked"
    assert moved[0].at == NOW


async def test_an_event_speaks_of_public_ids_utc_and_the_zone_of_the_city(world: World) -> None:
    told = await endpoint(world)
    await world.booked()
    (event,) = await told.events()
    public = "SELECT {0}.public_id::text FROM bookings JOIN {0} ON {0}.id = bookings.{1}"
    assert event.data == {
        "booking": await world.ask("SELECT public_id::text FROM bookings"),
        "candidate": await world.ask(public.format("candidates", "candidate_id")),
        "recruiter": await world.ask(public.format("recruiters", "recruiter_id")),
        "city": await world.ask(public.format("cities", "city_id")),
        "slot": await world.ask(public.format("slots", "slot_id")),
        "status": "pending",
        "revision": 1,
        "starts_at": "2026-11-24T09:00:00.000Z",
        "ends_at": "2026-11-24T09:20:00.000Z",
        "zone": "Europe/Moscow",
        "actor": "candidate",
    }


async def test_where_nobody_is_told_nothing_is_recorded(world: World) -> None:
    await endpoint(world, active=False)
    await play_everything(world)
    assert await world.ask(EVENTS) == 0


async def test_what_is_rolled_back_never_happened(world: World) -> None:
    await endpoint(world)
    city = await world.city()
    slot = await world.slot(await world.recruiter(city), city)
    candidate = await world.candidate()
    async with world.sessions() as session:
        await session.execute(
            text("SELECT outcome FROM reserve_slot('key', :slot, :candidate, NULL, :city, :now, :now, false)"),
            {"slot": slot, "candidate": candidate, "city": city, "now": NOW},
        )
        assert await session.scalar(text(EVENTS)) == 1
        await session.rollback()
    assert await world.ask(EVENTS) == 0
    assert await world.ask("SELECT count(*) FROM webhook_deliveries") == 0


async def test_an_endpoint_hears_what_it_asked_for_in_its_city(world: World) -> None:
    everything = await endpoint(world)
    requests = await endpoint(world, event_types=["booking.requested"])
    moving = await set_moving(world)
    here = await endpoint(world, city_id=moving.city)
    elsewhere = await endpoint(world, city_id=await world.city())
    await moving.approve()
    await moving.end()
    assert await everything.types() == ["booking.requested", "booking.approved", "booking.cancelled"]
    assert await requests.types() == ["booking.requested"]
    assert await here.types() == ["booking.approved", "booking.cancelled"]
    assert await elsewhere.types() == []
    assert await world.ask(EVENTS) == 3


async def test_the_city_of_a_test_is_the_one_that_the_test_taught(world: World) -> None:
    told = await endpoint(world)
    candidate = await world.candidate()
    await take_test(world, candidate, passed=True)
    (event,) = await told.events()
    assert event.data["city"] == await world.ask("SELECT public_id::text FROM cities")


async def test_an_endpoint_of_a_city_learns_that_its_candidate_wants_to_be_forgotten(world: World) -> None:
    city = await world.city()
    candidate = await world.candidate(city_id=city)
    told = await endpoint(world, city_id=city)
    for _ in range(2):
        async with world.sessions.begin() as session:
            await erase_candidate(session, candidate, now=NOW)
    assert await told.types() == ["candidate.erased"]


async def test_events_know_nothing_that_an_erasure_would_have_to_erase(world: World) -> None:
    await endpoint(world)
    planted = await plant(world)
    assert await world.ask(EVENTS) > 3
    assert set().union(*(await found(world)).values()) == set(MARKERS)
    assert not {"webhook_events", "webhook_deliveries"} & set(await found(world))
    async with world.sessions.begin() as session:
        await erase_candidate(session, planted.candidate, now=NOW)
    assert await found(world) == {}


async def test_whoever_delivers_is_woken_by_a_fact_that_somebody_is_told_of_and_by_no_other(
    world: World, database_url: str
) -> None:
    heard: list[str] = []
    ear = asyncio.create_task(listen(database_url, WEBHOOKS, heard.append))
    async with asyncio.timeout(5):
        while not heard:
            await asyncio.sleep(0.02)
    told = await endpoint(world, event_types=["booking.cancelled"])
    moving = await set_moving(world)
    await moving.approve()
    await world.run(f"NOTIFY {WEBHOOKS}, 'by now'")
    await moving.end()
    async with asyncio.timeout(5):
        while len(heard) < 3:
            await asyncio.sleep(0.02)
    assert heard == ["", "by now", ""]
    assert await told.types() == ["booking.cancelled"]
    ear.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ear
