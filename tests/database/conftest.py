"""A connected engine and a small world on a fresh migrated database."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import DatabaseSettings, build_engine, build_sessions
from tests.database.world import Sessions, World


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Engine on this test's own database."""
    engine = build_engine(DatabaseSettings(database_url, pool_size=20))
    yield engine
    await engine.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> Sessions:
    """Sessions on this test's own database."""
    return build_sessions(engine)


@pytest.fixture
def world(sessions: Sessions) -> World:
    """Rows to test with."""
    return World(sessions)
