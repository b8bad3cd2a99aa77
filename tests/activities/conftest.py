"""A connected engine and a small world on a fresh migrated database."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from database.engine import DatabaseSettings, build_engine, build_sessions
from otklik.codec import EncryptionCodec
from tests.activities.announced import Announced, announcing_house
from tests.activities.mailroom import Mailroom, open_mailroom, own_database
from tests.activities.post import Post, open_post
from tests.activities.receiver import Receiver, receiving
from tests.activities.telling import Telling, telling_of
from tests.database.world import Sessions, World
from tests.standin.stage import Stage, start_process, stop_process
from workflows.connection import TemporalSettings, connect


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


@pytest.fixture
async def house(stage: Stage, world: World, temporal_address: str) -> AsyncIterator[Announced]:
    client = await connect(TemporalSettings(address=temporal_address), codec=None)
    async with announcing_house(stage, world, client) as house:
        yield house


@pytest.fixture(scope="session")
async def sealing_client(temporal_address: str) -> Client:
    return await connect(TemporalSettings(address=temporal_address), codec=EncryptionCodec([bytes(32)]))


@pytest.fixture
async def telling(world: World, sealing_client: Client, database_url: str) -> AsyncIterator[Telling]:
    async with telling_of(world, sealing_client, database_url) as telling:
        yield telling


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver
