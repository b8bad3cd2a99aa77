import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramUnauthorizedError
from structlog.testing import capture_logs

from bot.inbox import Inbox
from bot.polling import Polling
from bot.telegram import build_bot
from tests.bot.inbox_office import TOKEN, Office, office_at
from tests.standin.stage import Stage, start_process, stop_process


@pytest.fixture(scope="module")
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


@pytest.fixture
async def office(database_url: str, stage: Stage) -> AsyncIterator[Office]:
    await stage.post("reset")
    async with office_at(database_url) as office:
        yield office


class FailingInbox(Inbox):
    """Fails as long as it is told to, as a database that is away does."""

    failures = 0

    async def store(self, updates: Iterable[Any]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the database is away")
        await super().store(updates)


@asynccontextmanager
async def polling(stage: Stage, inbox: Inbox, token: str = TOKEN) -> AsyncIterator[asyncio.Task[None]]:
    bot = build_bot(token, stage.url)
    task = asyncio.create_task(Polling(bot, inbox, hold=timedelta(seconds=1)).run())
    yield task
    task.cancel()
    await asyncio.wait([task])
    await bot.session.close()


async def until_stored(office: Office, count: int) -> None:
    for _ in range(300):
        if len(await office.statuses()) >= count:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


async def until_confirmed(stage: Stage) -> None:
    for _ in range(300):
        if not (await stage.get("health"))["pending_updates"]:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


async def test_what_waits_at_the_start_is_kept_and_everything_is_stored_and_confirmed(
    stage: Stage, office: Office
) -> None:
    person = await stage.stranger()
    waiting = [await stage.say(person, f"before {number}") for number in range(3)]
    async with polling(stage, office.inbox):
        await until_stored(office, 3)
        later = await stage.say(person, "after")
        await until_stored(office, 4)
        await until_confirmed(stage)
    assert set(await office.statuses()) == {*waiting, later}
    await office.handle_all()
    assert await office.heard() == ["before 0", "before 1", "before 2", "after"]


async def test_a_batch_that_could_not_be_stored_is_not_confirmed(stage: Stage, office: Office) -> None:
    inbox = FailingInbox(office.sessions, office.bot.id)
    inbox.failures = 1
    update = await stage.say(await stage.stranger(), "hello")
    async with polling(stage, inbox):
        await until_stored(office, 1)
    assert set(await office.statuses()) == {update}


async def test_ids_that_start_anew_after_a_quiet_week_are_taken_like_any_others(stage: Stage, office: Office) -> None:
    person = await stage.stranger()
    await stage.post("renumber", {"first": 900_000})
    async with polling(stage, office.inbox):
        await stage.say(person, "high")
        await until_stored(office, 1)
        await until_confirmed(stage)
        await asyncio.sleep(1.2)
        await stage.post("renumber", {"first": 5})
        low = await stage.say(person, "low")
        await until_stored(office, 2)
    assert low in await office.statuses()


async def test_faults_of_telegram_are_outlasted(stage: Stage, office: Office) -> None:
    person = await stage.stranger()
    for kind in ("bad_gateway", "server_error", "dropped_after"):
        await stage.post("fault", {"kind": kind, "method": "getUpdates", "count": 1})
    update = await stage.say(person, "hello")
    async with polling(stage, office.inbox):
        await until_stored(office, 1)
    assert set(await office.statuses()) == {update}


async def test_a_second_taker_of_updates_is_named_in_the_log(stage: Stage, office: Office) -> None:
    await stage.bot.set_webhook("http://127.0.0.1:9/nowhere")
    with capture_logs() as logs:
        async with polling(stage, office.inbox):
            for _ in range(100):
                if logs:
                    break
                await asyncio.sleep(0.05)
    await stage.bot.delete_webhook()
    assert "a webhook is set" in logs[0]["event"]


async def test_a_wrong_token_ends_the_polling(stage: Stage, office: Office) -> None:
    async with polling(stage, office.inbox, token="42:WRONG") as task:
        with pytest.raises(TelegramUnauthorizedError):
            await task
