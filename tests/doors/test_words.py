"""Whatever people type, at whichever stage: it is answered or passed on, Telegram takes it, and the journey goes on."""

from collections.abc import AsyncIterator

import pytest

from otklik.codec import EncryptionCodec
from tests.doors.dice import SEED, Dice
from tests.doors.words_door import Words
from tests.doors.words_house import open_house
from tests.standin.stage import Stage, start_process, stop_process
from workflows.connection import TemporalSettings, connect

AT_EACH_STAGE = 3


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


async def test_whatever_is_typed_at_any_stage_the_journey_goes_on(
    stage: Stage, database_url: str, temporal_address: str
) -> None:
    client = await connect(TemporalSettings(address=temporal_address), codec=EncryptionCodec([bytes(32)]))
    async with open_house(stage, client, database_url) as house:
        said = Words(house, Dice(SEED), AT_EACH_STAGE)
        await said.live()
    assert said.found == []
    assert len(said.counted) > 15
