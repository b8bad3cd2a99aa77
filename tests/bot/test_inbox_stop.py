import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram.exceptions import TelegramUnauthorizedError
from temporalio.client import Client

from bot.process import BotSettings, run_bot
from bot.webhook import WebhookSettings
from tests.bot.inbox_office import BEGINNING, TOKEN, Office, office_at
from tests.standin.stage import Stage, start_process, stop_process
from workflows.connection import TemporalSettings, connect


@pytest.fixture(scope="module")
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


@pytest.fixture(scope="module")
async def client(temporal_address: str) -> Client:
    return await connect(TemporalSettings(address=temporal_address), codec=None)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with office_at(database_url) as office:
        yield office


WEBHOOK = WebhookSettings(url="http://127.0.0.1/telegram", secret="a-secret", host="127.0.0.1", port=0)


@pytest.mark.parametrize("webhook", [None, WEBHOOK], ids=["polling", "webhook"])
async def test_a_bot_that_is_told_to_stop_stops_at_once(
    office: Office, stage: Stage, client: Client, webhook: WebhookSettings | None
) -> None:
    stop = asyncio.Event()
    settings = BotSettings(token=TOKEN, api_base=stage.url, webhook=webhook)
    running = asyncio.create_task(run_bot(settings, office.engine, client, now=lambda: BEGINNING, stop=stop))
    await asyncio.sleep(1)
    assert not running.done()
    stop.set()
    await asyncio.wait_for(running, 3)


async def test_a_bot_whose_token_nobody_knows_ends_with_the_reason(
    office: Office, stage: Stage, client: Client
) -> None:
    settings = BotSettings(token="42:WRONG", api_base=stage.url)
    with pytest.raises(ExceptionGroup) as ended:
        await run_bot(settings, office.engine, client, now=lambda: BEGINNING, stop=asyncio.Event())
    assert ended.group_contains(TelegramUnauthorizedError)
