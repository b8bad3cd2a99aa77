"""Learning of changes made by any process, psql included: PostgreSQL's LISTEN, and the one door to drop caches."""

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg  # type: ignore[import-untyped] # it is typed inside but does not say so
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from database.engine import plain_url

CHANGED = "otklik_changed"  # the payload names the table
INBOX = "otklik_inbox"
SLOTS = "otklik_slots"  # a slot may have become free; the payload is the city's id
WEBHOOKS = "otklik_webhooks"  # somebody is to be told of a fact
RECONNECTED = ""  # the payload of "anything may have happened meanwhile"

FIRST_PAUSE = 0.1  # seconds
LONGEST_PAUSE = 5.0
HEARTBEAT = 15.0
# A connection that is cut while it says something may fail as if asyncpg itself were at fault.
LOST = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


async def invalidate_candidate_cities_cache(session: AsyncSession) -> None:
    """Tell every process to drop what it remembers of cities, recruiters, slots, texts and questions.

    At present nobody remembers anything (docs/adr/0004): this is the one door through which a cache would be dropped.
    Triggers tell of each change by themselves; this is for whoever changes something else. It takes effect when the
    transaction commits.
    """
    await session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANGED})


async def listen(url: str, channel: str, heard: Callable[[str], None]) -> None:
    """Call `heard` with the payload of every notification, for ever; end it by cancelling.

    It is called with RECONNECTED after each connection, the first one included: what was missed is not known, so
    whoever caches drops everything and whoever waits looks.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            connection = await asyncpg.connect(plain_url(url), timeout=LONGEST_PAUSE)
        except LOST:
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        pause = FIRST_PAUSE
        try:
            await _listen_on(connection, channel, heard)
        except LOST:
            await asyncio.sleep(pause)
        finally:
            connection.terminate()


async def _listen_on(connection: Any, channel: str, heard: Callable[[str], None]) -> None:
    """Listen until the connection is lost; a heartbeat notices one that is gone without a word."""
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    await connection.add_listener(channel, lambda _connection, _process, _channel, payload: heard(str(payload)))
    heard(RECONNECTED)
    while not lost.is_set():
        try:
            await asyncio.wait_for(lost.wait(), HEARTBEAT)
        except TimeoutError:
            await connection.execute("SELECT 1", timeout=HEARTBEAT)
