"""A seeded office on a fresh migrated database, and the real dispatcher in front of it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from database.engine import DatabaseSettings, build_engine, build_sessions
from tests.bot.seeded import Seeded, seed
from tests.bot.switchboard import Switchboard
from tests.database.world import World


@pytest.fixture
async def seeded(database_url: str) -> AsyncIterator[Seeded]:
    """A city in another zone than its recruiter's, a candidate who passed Test1, and their pending booking."""
    engine = build_engine(DatabaseSettings(database_url, pool_size=5))
    yield await seed(World(build_sessions(engine)))
    await engine.dispose()


@pytest.fixture
async def session(seeded: Seeded) -> AsyncIterator[AsyncSession]:
    """A session to read with."""
    async with seeded.world.sessions() as session:
        yield session


@pytest.fixture
async def switchboard(seeded: Seeded) -> AsyncIterator[Switchboard]:
    """The real dispatcher; Telegram and the journeys write down what they are told."""
    board = Switchboard(seeded.world.sessions)
    yield board
    await board.bot.session.close()
