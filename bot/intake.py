"""Handling stored updates: several workers, one update at a time per person, each in one transaction.

The claim, whatever the handler writes, and "handled" are committed together, or undone together; what the handler
signals to a journey carries the update's id, so a repeat after a crash is harmless. A poison update is parked and
blocks nobody; an outage of Temporal or Telegram is nobody's fault and parks nothing.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.misfortunes import UnreadableUpdateError, note_misfortune
from bot.pauses import Pauses
from database import inbox
from database.engine import one_statement
from database.freshness import INBOX, listen
from database.inbox import ClaimedUpdate

WORKERS = 6
NET = timedelta(seconds=1)  # an update is found this late at most if its notification got lost
GRACE = timedelta(seconds=4)  # for what is being handled when the process is told to stop

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
tracer = trace.get_tracer(__name__)


class Intake:
    """The workers of one process; any number of processes may share the inbox."""

    def __init__(
        self,
        *,
        sessions: async_sessionmaker[AsyncSession],
        bot: Bot,
        dispatcher: Dispatcher,
        now: Callable[[], datetime],
        workers: int = WORKERS,
    ) -> None:
        self._sessions = sessions
        self._bot = bot
        self._dispatcher = dispatcher
        self._now = now
        self._workers = workers
        self._resting: list[asyncio.Event] = []  # the bells of those who found nothing and wait
        self._rings = 0  # who counts one more than before a look looks again: no ring between look and rest is lost

    async def run(self, database_url: str, stop: asyncio.Event) -> None:
        """Handle updates until told to stop; what is then not finished is rolled back and handled next time."""
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(listen(database_url, INBOX, self._wake))
            workers = [group.create_task(self._work(stop)) for _ in range(self._workers)]
            net = group.create_task(self._look_without_news())
            await stop.wait()
            for bell in self._resting:
                bell.set()
            await asyncio.wait(workers, timeout=GRACE.total_seconds())
            for task in (listening, net, *workers):
                task.cancel()

    async def handle_next(self) -> bool:
        """Handle the oldest update that can be handled now; False when there is none."""
        return await self._take_next() is not None

    async def _take_next(self) -> ClaimedUpdate | None:
        """Handle the oldest update that can be handled now, and return it."""
        claimed = None
        try:
            async with self._sessions.begin() as session:
                claimed = await inbox.claim_next(session, now=self._now())
                if claimed is None:
                    return None
                if claimed.others_wait:
                    self._call_one()
                with self._traced(claimed):
                    misfortune = await self._handle(session, claimed)
                    if misfortune is None:
                        await inbox.mark_handled(session, claimed)
                    else:
                        await session.rollback()
                        await self._note(claimed, misfortune)
        except SQLAlchemyError as error:
            if claimed is None:
                raise
            # The transaction itself broke, with the claim in it; counting it apart keeps it from being tried for ever.
            await self._note(claimed, error)
        return claimed

    async def _work(self, stop: asyncio.Event) -> None:
        pauses = Pauses()
        while not stop.is_set():
            rings = self._rings
            try:
                claimed = await self._take_next()
            except (SQLAlchemyError, OSError) as error:
                log.warning("the inbox cannot be read, trying again", error=repr(error))
                await asyncio.sleep(pauses.longer().total_seconds())
                continue
            finally:
                structlog.contextvars.clear_contextvars()  # the next update is about somebody else
            pauses.reset()
            # Who saw nothing behind what was claimed, and has heard of nothing since, need not look to know it.
            is_last = claimed is None or not (claimed.others_wait or claimed.another_waits)
            if is_last and rings == self._rings and not stop.is_set():
                await self._rest()

    async def _rest(self) -> None:
        """Wait to be called."""
        bell = asyncio.Event()
        self._resting.append(bell)
        await bell.wait()

    async def _look_without_news(self) -> None:
        """Call one worker from time to time: a notification may have got lost, or a failed update be due again."""
        while True:
            await asyncio.sleep(NET.total_seconds())
            self._call_one()

    async def _note(self, claimed: ClaimedUpdate, error: Exception) -> None:
        """Note the failure in a transaction of its own, after that of the claim: what the handler wrote is undone.

        Whoever claims the update in between handles it once more, and whichever of them it goes well for has the last
        word. A savepoint would keep the claim, at the price of two round trips for each update that does not fail.
        """
        async with one_statement(self._sessions) as session:
            await note_misfortune(session, claimed, error, now=self._now())

    async def _handle(self, session: AsyncSession, claimed: ClaimedUpdate) -> Exception | None:
        """Dispatch the update; return the failure if it fails."""
        structlog.contextvars.bind_contextvars(update_id=claimed.update_id)
        try:
            update = self._read(claimed)
            trace.get_current_span().set_attribute("telegram.update_type", update.event_type)
            await self._dispatcher.feed_update(self._bot, update, session=session, now=self._now())
        except Exception as error:  # noqa: BLE001 - whatever a handler fails with, it must not stop the others
            trace.get_current_span().set_status(StatusCode.ERROR)
            return error
        return None

    def _traced(self, claimed: ClaimedUpdate) -> AbstractContextManager[object]:
        """Begin a trace: from here it goes through the journey to the messages that answer the update."""
        waited = (self._now() - claimed.received_at).total_seconds()
        about = {"telegram.update_id": claimed.update_id, "otklik.waited_seconds": waited}
        return tracer.start_as_current_span("HandleUpdate", kind=SpanKind.CONSUMER, attributes=about)

    def _read(self, claimed: ClaimedUpdate) -> Update:
        """Return the update as aiogram knows it; raise UnreadableUpdateError for one that no retry can help."""
        try:
            update = Update.model_validate(claimed.payload, context={"bot": self._bot})
            _ = update.event_type
        except (ValidationError, UpdateTypeLookupError) as error:
            raise UnreadableUpdateError(type(error).__name__) from error
        return update

    def _wake(self, _payload: str) -> None:
        """Call one worker for news of the inbox; who finds that more waits calls the next.

        All at once would ask the same question at the same time, and the answer to a press would wait for them.
        """
        self._rings += 1
        self._call_one()

    def _call_one(self) -> None:
        """Call whoever rests since the shortest time; those at work look again by themselves."""
        if self._resting:
            self._resting.pop().set()
