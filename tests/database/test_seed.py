"""The sample data: enough to play with at once, at civilised hours, and added once."""

import asyncio
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from database.people.invitations import LinkOutcome, link_recruiter
from database.people.recruiters import recruiters_with_free_slots
from database.places.cities import active_cities
from database.screening.test1 import current_questionnaire
from database.seed import DAYS, seed
from database.tables import Recruiter, Slot
from domain.timezones import local
from tests.database.world import NOW, World

TEST = {"questions": [{"id": "name", "kind": "full_name"}]}


async def test_each_sample_city_has_recruiters_with_free_slots(world: World, engine: AsyncEngine) -> None:
    await seed(engine, now=NOW)
    async with world.sessions() as session:
        cities = await active_cities(session)
        offers = {city.name: await recruiters_with_free_slots(session, city.id, NOW) for city in cities}
    assert {name: len(offered) for name, offered in offers.items()} == {"Казань": 2, "Москва": 2, "Новосибирск": 1}
    assert all(offer.slots > 10 for offered in offers.values() for offer in offered)


async def test_sample_slots_lie_ahead_at_civilised_hours_of_the_recruiter(world: World, engine: AsyncEngine) -> None:
    await seed(engine, now=NOW)
    async with world.sessions() as session:
        slots = (await session.execute(select(Slot, Recruiter.zone).join(Recruiter))).all()
    for slot, zone in slots:
        wall = local(slot.starts_at, zone)
        assert 9 <= wall.hour < 20
        assert (wall.replace(tzinfo=None), zone) == (slot.wall_time, slot.wall_zone)
        assert slot.ends_at - slot.starts_at == timedelta(minutes=20)
        assert NOW < slot.starts_at < NOW + timedelta(days=DAYS)


async def test_sowing_twice_or_at_once_adds_nothing(world: World, engine: AsyncEngine) -> None:
    counts = "SELECT (SELECT count(*) FROM slots) || ' ' || (SELECT count(*) FROM recruiters)"
    await asyncio.gather(*(seed(engine, now=NOW, questionnaire=TEST) for _ in range(3)))
    before = await world.ask(counts)
    await seed(engine, now=NOW + timedelta(hours=1), questionnaire=TEST)
    assert await world.ask(counts) == before
    assert await world.ask("SELECT count(*) FROM questionnaires") == 1


async def test_when_all_sample_slots_are_past_new_ones_are_sown(world: World, engine: AsyncEngine) -> None:
    await seed(engine, now=NOW)
    later = NOW + timedelta(days=30)
    await seed(engine, now=later)
    assert await world.ask("SELECT count(*) FROM slots WHERE starts_at > :later", later=later) > 100


async def test_the_data_of_the_owner_is_left_alone(world: World, engine: AsyncEngine) -> None:
    await world.city(name="Омск")
    await seed(engine, now=NOW)
    assert await world.ask("SELECT string_agg(name, ' ') FROM cities") == "Омск"
    assert await world.ask("SELECT count(*) FROM slots") == 0


async def test_the_invitations_open_the_door_and_linked_recruiters_get_none(world: World, engine: AsyncEngine) -> None:
    invitations = await seed(engine, now=NOW, questionnaire=TEST)
    assert len(invitations) == 4
    async with world.sessions.begin() as session:
        token = invitations[0].token
        link = await link_recruiter(session, token=token, telegram_id=5, chat_id=5, username=None, now=NOW)
        assert await current_questionnaire(session) is not None
    assert link.outcome is LinkOutcome.LINKED
    left = await seed(engine, now=NOW)
    assert {invitation.recruiter_name for invitation in left} == {each.recruiter_name for each in invitations[1:]}


async def test_no_sample_link_leads_to_a_stranger(world: World, engine: AsyncEngine) -> None:
    await seed(engine, now=NOW)
    strange = "SELECT count(*) FROM cities WHERE meeting_link NOT LIKE 'https://meet.example.org/%'"
    assert await world.ask(strange) == 0
