"""Asking Telegram for updates: a batch is stored and committed before the next request acknowledges it.

The updates stay raw JSON here, so that one which aiogram cannot parse is stored like any other instead of jamming
the queue. Pending updates are never dropped: after an outage they are what people are waiting for.
"""

import asyncio
from datetime import timedelta
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from sqlalchemy.exc import SQLAlchemyError

from bot.inbox import Inbox, update_id_of
from bot.pauses import Pauses
from bot.raw_updates import BeyondUsError, kept_as_text, read_batch
from bot.telegram import KINDS_OF_UPDATES

LONGEST_RETRY_AFTER = 3600  # seconds; a server that asks for more is not well
HOLD = timedelta(seconds=25)  # how long Telegram holds an empty answer back
REPLY_WITHIN = timedelta(seconds=15)  # after the hold, before the connection counts as dead
BATCH = 100

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class GetRawUpdates(TelegramMethod[list[Any]]):
    """`getUpdates` whose answer is the JSON as Telegram sent it."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int
    timeout: int
    allowed_updates: list[str]


class Polling:
    """The one loop that may ask for this bot's updates; a second one is told 409 by Telegram."""

    def __init__(self, bot: Bot, inbox: Inbox, *, hold: timedelta = HOLD) -> None:
        self._bot = bot
        self._inbox = inbox
        self._hold = hold
        # Only there to confirm the batch before: ids restart at random after a quiet week, so none is remembered.
        self._offset: int | None = None
        self._one_by_one = False

    async def run(self) -> None:
        """Store updates until cancelled, which loses none; raise when Telegram does not know the token."""
        pauses = Pauses()
        while True:
            delay = await self._take_batch(pauses)
            await asyncio.sleep(delay.total_seconds())

    async def _take_batch(self, pauses: Pauses) -> timedelta:
        """Ask once, store what came; return how long to wait before asking again."""
        try:
            updates = await self._ask()
            await self._inbox.store(updates)
        except (TelegramUnauthorizedError, TelegramNotFound):
            log.error("Telegram does not know this token; check BOT_TOKEN")  # noqa: TRY400 - the traceback says no more
            raise
        except TelegramConflictError as error:
            log.error(  # noqa: TRY400 - the traceback says no more
                "somebody else takes this bot's updates: a second process is polling, or a webhook is set",
                telegram=error.message,
            )
            return pauses.longer()
        except TelegramRetryAfter as error:
            return timedelta(seconds=min(max(error.retry_after, 1), LONGEST_RETRY_AFTER))
        except (SQLAlchemyError, OSError) as error:
            log.warning("updates could not be stored, trying again", error=repr(error))
            return pauses.longer()
        except Exception as error:  # noqa: BLE001 - whatever comes instead of an answer, people wait for the next one
            # Its words may quote what people wrote.
            log.warning("updates could not be taken, trying again", error=type(error).__name__)
            return pauses.longer()
        self._offset = _offset_after(updates)
        if updates and self._offset is None:
            return pauses.longer()  # nothing in it could be confirmed: it comes again
        pauses.reset()
        return timedelta()

    async def _ask(self) -> list[Any]:
        """Return a batch; one that holds something beyond our parser is asked for again, one update at a time."""
        seconds = int(self._hold.total_seconds())
        limit = 1 if self._one_by_one else BATCH
        request = GetRawUpdates(
            offset=self._offset, limit=limit, timeout=seconds, allowed_updates=list(KINDS_OF_UPDATES)
        )
        try:
            updates = await self._bot(request, request_timeout=seconds + int(REPLY_WITHIN.total_seconds()))
        except UnicodeDecodeError as error:
            return self._salvaged(error.object.decode(errors="replace"))
        except ClientDecodeError as error:
            return self._salvaged(str(error.data))
        self._one_by_one = self._one_by_one and bool(updates)
        return updates

    def _salvaged(self, answer: str) -> list[Any]:
        """Return what can be read of an answer that aiogram cannot read; raise BrokenBodyError if it is none."""
        try:
            return read_batch(answer)
        except BeyondUsError:
            updates = [kept_as_text(answer)] if self._one_by_one else []
            self._one_by_one = not self._one_by_one
            return updates


def _offset_after(updates: list[Any]) -> int | None:
    """Return what confirms the batch: one more than its last id; None when there is nothing to confirm."""
    ids = [update_id for update in updates if (update_id := update_id_of(update)) is not None]
    return ids[-1] + 1 if ids else None
