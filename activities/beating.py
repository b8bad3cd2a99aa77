"""Signs of life during a slow call, so that a worker that died in the middle of it is noticed soon."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio import activity

EVERY = 4.0  # seconds; well within the heartbeat timeout that the workflow sets


@asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """Tell Temporal as long as the block lasts that this attempt is alive."""
    if not activity.in_activity():
        yield
        return
    heart = asyncio.create_task(_beat())
    try:
        yield
    finally:
        heart.cancel()


async def _beat() -> None:
    """Beat from the first pause on: a quick call needs no sign, and each costs a call of the server."""
    while True:
        await asyncio.sleep(EVERY)
        activity.heartbeat()
