"""A connected engine and a small world on a fresh migrated database."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import DatabaseSettings, build_engine, build_sessions
from tests.activities.mailroom import Mailroom, open_mailroom, own_database
from tests.activities.post import Post, open_post
from tests.database.world import Sessions, World
from tests.standin.stage import Stage, start_process, stop_process


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=10))
    yield engine
    await engine.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> Sessions:
    return build_sessions(engine)


@pytest.fixture
def world(sessions: Sessions) -> World:
    return World(sessions)


@pytest.fixture(scope="module")
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


@pytest.fixture
async def post(stage: Stage, world: World) -> AsyncIterator[Post]:
    async with open_post(stage, world) as post:
        yield post


@pytest.fixture(scope="module")
async def room(
    stage: Stage, postgres_url: str, postgres_admin: AsyncEngine, template_database: str
) -> AsyncIterator[Mailroom]:
    await stage.post("reset")
    async with (
        own_database(postgres_url, postgres_admin, template_database) as url,
        open_mailroom(stage, url) as mailroom,
    ):
        yield mailroom
