"""The bot's own short replies, when Telegram's word on them is lost."""

from collections.abc import AsyncIterator

import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.types import Message
from structlog.testing import capture_logs

from bot.card import Card
from bot.handlers.replies import say
from tests.standin.stage import Stage, make_bot, start_process, stop_process


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    stop_process(process)


async def heard_by(stage: Stage) -> tuple[int, Message]:
    """Return somebody new, and what they have said, as the bot has it."""
    anna = await stage.person()
    await stage.say(anna, "/help")
    (update,) = await stage.poll()
    assert update.message is not None
    return anna, update.message.as_(stage.bot)


async def copies(stage: Stage, person: int) -> int:
    return sum(said["from"] == "bot" for said in (await stage.get(f"chat/{person}"))["messages"])


@pytest.mark.parametrize(("lost", "arrived"), [(0, 1), (1, 2), (2, 2), (50, 2)])
async def test_however_many_replies_are_lost_nobody_gets_more_than_two_copies(
    stage: Stage, lost: int, arrived: int
) -> None:
    anna, message = await heard_by(stage)
    if lost:
        await stage.post("fault", {"kind": "dropped_after", "count": lost})
    with capture_logs():
        await say(message, Card(text="Что здесь можно"))
    assert await copies(stage, anna) == arrived


async def test_a_call_that_telegram_refuses_for_now_makes_the_update_wait(stage: Stage) -> None:
    anna, message = await heard_by(stage)
    await stage.post("fault", {"kind": "too_many_requests", "retry_after": 3, "count": 1})
    with pytest.raises(TelegramRetryAfter):
        await say(message, Card(text="Что здесь можно"))
    assert await copies(stage, anna) == 0


async def test_without_a_connection_the_update_waits(stage: Stage) -> None:
    _, message = await heard_by(stage)
    nowhere = make_bot("http://127.0.0.1:9")
    try:
        with pytest.raises(TelegramNetworkError):
            await say(message.as_(nowhere), Card(text="Что здесь можно"))
    finally:
        await nowhere.session.close()
