"""Nothing stale is ever shown: what one process changes, the very next list of another one knows."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg  # type: ignore[import-untyped] # it is typed inside but does not say so
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.composer import compose
from bot.questionnaire import default_content
from database.engine import DatabaseSettings, build_engine, build_sessions, plain_url
from database.screening.test1 import publish_questionnaire
from domain.ids import CityId
from tests.composing import letter_of, ordered
from tests.database.world import Sessions, World, statements_of
from tests.sources import ROOT

NEXT_VERSION = """
    WITH old AS (UPDATE questionnaires SET active = false RETURNING version, content)
    INSERT INTO questionnaires (version, content, active)
    SELECT version + 1, jsonb_set(content, '{questions,0,text}', '"Ваше полное имя?"'), false FROM old;
    UPDATE questionnaires SET active = true WHERE version = 2
"""
NEW_SLOT = """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT recruiter_id, city_id, starts_at + later, ends_at + later, wall_time + later, wall_zone
    FROM slots, (SELECT interval '43 minutes' AS later) AS one
"""
# What somebody does in psql, the list that must know, and what is then new in it or gone from it.
CHANGES = {
    "a new city": ("INSERT INTO cities (name, zone) VALUES ('Омск', 'Asia/Omsk')", "cities", "+Омск"),
    "a city switched off": ("UPDATE cities SET active = false WHERE name = 'Тверь'", "cities", "-Тверь"),
    "the own city switched off": ("UPDATE cities SET active = false", "slots", "-12:00"),
    "a recruiter renamed": ("UPDATE recruiters SET name = 'Анна'", "recruiters", "+Анна"),
    "a recruiter switched off": ("UPDATE recruiters SET active = false", "slots", "-12:00"),
    "a recruiter serving no more": ("DELETE FROM recruiter_cities", "recruiters", "-Мария"),
    "a new slot": (NEW_SLOT, "slots", "+12:43"),
    "a slot withdrawn": ("UPDATE slots SET withdrawn_at = now()", "slots", "-12:00"),
    "a text": ("INSERT INTO templates (key, body) VALUES ('offer_slots', 'Вот они')", "slots", "+Вот они"),
    "a new questionnaire": (NEXT_VERSION, "name", "+Ваше полное имя?"),
}
CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
MOST_STATEMENTS = 6


@dataclass
class Office:
    """A database, and another process that composes lists from it."""

    url: str
    candidate: int
    city: int
    process: Process

    async def list(self, wanted: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        wish = {"url": self.url, "list": wanted, "city": self.city, "candidate": self.candidate}
        self.process.stdin.write(json.dumps(wish).encode() + b"\n")
        said = json.loads(await asyncio.wait_for(self.process.stdout.readline(), 20))
        assert isinstance(said, str)
        return said

    async def psql(self, *statements: str) -> None:
        """Execute on a connection of its own, as somebody in psql does."""
        connection = await asyncpg.connect(plain_url(self.url))
        for statement in statements:
            await connection.execute(statement)
        await connection.close()


@pytest.fixture(scope="module")
async def process() -> AsyncIterator[Process]:
    command = [sys.executable, "-m", "tests.composing"]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=ROOT)
    yield process
    assert process.stdin is not None
    process.stdin.close()
    assert await process.wait() == 0


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=2))
    yield engine
    await engine.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> Sessions:
    return build_sessions(engine)


@pytest.fixture
async def office(sessions: Sessions, database_url: str, process: Process) -> Office:
    """Two cities, one recruiter, one slot tomorrow at noon."""
    world = World(sessions)
    city = await world.city(name="Тула", zone="UTC")
    await world.city(name="Тверь")
    await world.slot(await world.recruiter(city, name="Мария"), city, hours=27)
    candidate = await world.candidate(city_id=city)
    async with sessions.begin() as session:
        await publish_questionnaire(session, default_content())
    return Office(database_url, candidate, city, process)


@pytest.mark.parametrize("cut", [False, True], ids=["heard", "missed"])
@pytest.mark.parametrize("change", CHANGES)
async def test_the_very_next_list_knows_what_was_changed_in_psql(office: Office, change: str, *, cut: bool) -> None:
    statement, wanted, difference = CHANGES[change]
    appears, words = difference[0] == "+", difference[1:]
    assert (words in await office.list(wanted)) is not appears
    # Cut first: the other process cannot have heard of the change, and its pool is broken too.
    await office.psql(*([CUT] if cut else []), statement)
    assert (words in await office.list(wanted)) is appears


@pytest.mark.parametrize("wanted", ["cities", "recruiters", "slots"])
async def test_a_list_costs_the_same_few_statements_however_long_it_is(
    sessions: Sessions, engine: AsyncEngine, office: Office, wanted: str
) -> None:
    world = World(sessions)
    counts = []
    for _ in range(2):
        async with sessions() as session:
            letter = await letter_of(session, wanted, CityId(office.city))
            with statements_of(engine) as statements:
                assert await compose(session, ordered(letter, office.candidate)) is not None
        counts.append(len(statements))
        for _ in range(20):
            await world.slot(await world.recruiter(office.city), office.city)
    assert counts[0] == counts[1] <= MOST_STATEMENTS
