"""A house of its own for each test, with servers that can be taken back to an older copy."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.otklik.recovered import House, own_house
from tests.standin.stage import Stage, start_process, stop_process


@pytest.fixture(scope="module")
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


@pytest.fixture
async def house(stage: Stage, database_url: str, postgres_admin: AsyncEngine, tmp_path: Path) -> AsyncIterator[House]:
    await stage.post("reset")
    async with own_house(stage, database_url, postgres_admin, tmp_path) as house:
        yield house
