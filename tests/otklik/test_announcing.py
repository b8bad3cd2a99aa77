"""Telegram has trouble while the bot starts: the commands are announced when it is over, and people are served before."""

import asyncio
import secrets
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram.exceptions import TelegramUnauthorizedError

from otklik.embedded.ports import free_ports
from otklik.processes.announce import announce_patiently
from otklik.settings import Settings, environment_with
from tests.standin.stage import TOKEN, Stage, make_bot, start_process, stop_process

KEY = "A" * 43 + "="
SERVED_WITHIN = 60.0  # seconds, on a busy machine


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    stop_process(process)


def settings_of(stage: Stage, database_url: str) -> Settings:
    told = {"bot_token": TOKEN, "telegram_api_base": stage.url, "database_url": database_url}
    return Settings.model_validate(told)


async def test_trouble_at_telegram_delays_the_announcement_and_does_not_fail_it(
    stage: Stage, database_url: str
) -> None:
    await stage.post("fault", {"kind": "server_error", "count": 1})
    await stage.post("fault", {"kind": "too_many_requests", "retry_after": 1, "count": 1})
    await stage.post("fault", {"kind": "too_many_requests", "count": 1})
    await stage.post("fault", {"kind": "dropped_before", "count": 1})
    async with asyncio.timeout(30):
        await announce_patiently(stage.bot, settings_of(stage, database_url), asyncio.Event())
    assert await stage.bot.get_my_commands() == []  # those of private chats are others
    calls = (await stage.get("outbox", method="setMyCommands"))["calls"]
    assert [call["status"] for call in calls][:5] == [500, 429, 429, None, 200]


async def test_a_token_that_nobody_knows_is_not_tried_again(stage: Stage, database_url: str) -> None:
    bot = make_bot(stage.url, "43:" + secrets.token_hex(8))
    try:
        with pytest.raises(TelegramUnauthorizedError):
            await announce_patiently(bot, settings_of(stage, database_url), asyncio.Event())
    finally:
        await bot.session.close()


@asynccontextmanager
async def bot_that_announces(environment: dict[str, str]) -> AsyncIterator[Process]:
    command = (sys.executable, "-m", "otklik", "bot", "--announce")
    process = await asyncio.create_subprocess_exec(*command, stdout=DEVNULL, stderr=DEVNULL, env=environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@pytest.mark.timeout(120)
async def test_people_are_served_before_telegram_can_be_told_the_commands(
    stage: Stage, tmp_path: Path, database_url: str, temporal_address: str
) -> None:
    await stage.post("fault", {"kind": "too_many_requests", "method": "setMyCommands", "retry_after": 3600})
    anna = await stage.person()
    update_id = await stage.say(anna, "/help")
    environment = environment_with(
        DATA_DIR=str(tmp_path),
        BOT_TOKEN=TOKEN,
        TELEGRAM_API_BASE=stage.url,
        DATABASE_URL=database_url,
        TEMPORAL_ADDRESS=temporal_address,
        PAYLOAD_KEY=KEY,
        HEALTH_PORT=str(free_ports(1)[0]),
    )
    async with bot_that_announces(dict(environment)) as process, asyncio.timeout(SERVED_WITHIN):
        while update_id in (await stage.get("updates"))["waiting"]:
            assert process.returncode is None
            await asyncio.sleep(0.2)
    assert process.returncode == 0
