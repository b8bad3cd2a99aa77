"""The application on a real database and the real Temporal, called in this process."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from database.engine import DatabaseSettings, build_engine, build_sessions
from tests.api.office import Office, office_of
from tests.api.pending import Pending, pending_request
from tests.database.world import World
from tests.standin.stage import Stage, start_process, stop_process
from workflows.connection import TemporalSettings, connect


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=15))
    yield engine
    await engine.dispose()


@pytest.fixture
def world(engine: AsyncEngine) -> World:
    return World(build_sessions(engine))


@pytest.fixture(scope="session")
async def client(temporal_address: str) -> Client:
    return await connect(TemporalSettings(address=temporal_address), codec=None)


@pytest.fixture
async def office(engine: AsyncEngine, client: Client) -> AsyncIterator[Office]:
    async with office_of(engine, client) as office:
        yield office


@pytest.fixture(scope="module")
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


@pytest.fixture
async def pending(world: World, client: Client, stage: Stage) -> AsyncIterator[Pending]:
    await stage.post("reset")
    async with pending_request(world, client, stage) as pending:
        yield pending
