"""One stand-in for each test module, wiped clean before each test."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.standin.stage import Stage, start_process, stop_process


@pytest.fixture(scope="module")
def standin_url() -> Iterator[str]:
    process, url = start_process()
    yield url
    assert stop_process(process) == 0


@pytest.fixture
async def stage(standin_url: str) -> AsyncIterator[Stage]:
    stage = Stage.at(standin_url)
    await stage.post("reset")
    await stage.bot.delete_webhook()
    await stage.call("getUpdates", allowed_updates=[])
    yield stage
    await stage.close()
