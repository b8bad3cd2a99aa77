"""Ways to Telegram that fail on our side: nobody listens there, the bot loses patience, the worker dies."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from enum import Enum, auto
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware

from bot.telegram import build_bot
from tests.standin.stage import TOKEN

PATIENCE = 0.2  # seconds; the stand-in takes longer when it is told to be slow
SLOW = 0.3


class Line(Enum):
    """Over which bot a letter is tried."""

    GOOD = auto()
    NOBODY_LISTENS = auto()
    IMPATIENT = auto()
    DIES_BEFORE_THE_CALL = auto()
    DIES_AFTER_THE_CALL = auto()


class WorkerDiedError(BaseException):
    """The process ended here: no handler of the activity sees it."""


class Dying(BaseRequestMiddleware):
    """Ends the process at a call, before or after Telegram did it."""

    def __init__(self, *, done: bool) -> None:
        self._done = done

    async def __call__(self, make_request: Callable[[Bot, Any], Awaitable[Any]], bot: Bot, method: Any) -> Any:
        if self._done:
            await make_request(bot, method)
        raise WorkerDiedError


class Lines:
    """A bot for each line, made when it is first needed."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._bots: dict[Line, Bot] = {}
        self._unheard = socket.socket()  # bound and never listening: whoever calls there is refused
        self._unheard.bind(("127.0.0.1", 0))

    async def bot(self, line: Line) -> Bot:
        if line not in self._bots:
            self._bots[line] = self._build(line)
        if line is Line.IMPATIENT:
            await self._bots[line].get_me(request_timeout=10)  # the connection stands, so that only the answer is late
        return self._bots[line]

    async def close(self) -> None:
        await asyncio.gather(*(bot.session.close() for bot in self._bots.values()))
        self._unheard.close()

    def _build(self, line: Line) -> Bot:
        refusing = f"http://127.0.0.1:{self._unheard.getsockname()[1]}"
        bot = build_bot(TOKEN, refusing if line is Line.NOBODY_LISTENS else self._url)
        if line is Line.IMPATIENT:
            bot.session.timeout = PATIENCE
        if line in {Line.DIES_BEFORE_THE_CALL, Line.DIES_AFTER_THE_CALL}:
            bot.session.middleware(Dying(done=line is Line.DIES_AFTER_THE_CALL))
        return bot
