"""One stand-in for each test module, wiped clean before each test."""

from collections.abc import AsyncIterator

import pytest

from tests.standin.stage import Stage, start_process, stop_process


@pytest.fixture(scope="module")
async def open_stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


@pytest.fixture
async def stage(open_stage: Stage) -> Stage:
    await open_stage.post("reset")
    await open_stage.bot.delete_webhook()
    await open_stage.call("getUpdates", allowed_updates=[])
    return open_stage
