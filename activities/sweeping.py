"""Waking a sweep: every minute by its schedule, and at once when the database says so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from temporalio.service import RPCError

from database.freshness import listen
from workflows.kept_schedule import KeptSchedule

TOGETHER = 0.1  # seconds: a hundred slots that appear at once are one sweep
PATIENCE = 2.0  # seconds between tries while Temporal is not there

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@asynccontextmanager
async def sweeping(schedule: KeptSchedule, database_url: str, channel: str) -> AsyncIterator[None]:
    """While inside, keep the schedule as it should be and trigger it whenever something is said on the channel.

    Any number of processes may do so: the sweeps that they ask for are merged. What happened while nobody listened
    is found by the sweep that each new connection triggers, and by the minute.
    """
    bell = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        listening = group.create_task(listen(database_url, channel, lambda _: bell.set()))
        triggering = group.create_task(_trigger(schedule, bell))
        yield
        listening.cancel()
        triggering.cancel()


async def _trigger(schedule: KeptSchedule, bell: asyncio.Event) -> None:
    is_kept = False
    while True:
        try:
            if not is_kept:
                await schedule.keep()
                is_kept = True
            await bell.wait()
            bell.clear()
            await schedule.trigger()
            await asyncio.sleep(TOGETHER)
        except RPCError as error:
            # It may have been deleted as well as out of reach: it is made sure of before the next try.
            log.warning("nothing can be swept now, trying again", schedule=schedule.id, error=error.status.name)
            is_kept = False
            bell.set()
            await asyncio.sleep(PATIENCE)
