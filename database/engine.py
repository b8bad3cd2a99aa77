"""The way to PostgreSQL: one engine a process, and the sessions that its edges open and commit."""

import select
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg  # type: ignore[import-untyped] # it is typed inside but does not say so
from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

DRIVER = "postgresql+asyncpg"
RESTS_SINCE = "rests_since"
RESTED = 2.0  # seconds after which a connection is asked whether it is alive


@dataclass(frozen=True)
class DatabaseSettings:
    """Where the database is: `postgresql://…` with or without the driver's name; `pool_size` connections stay open."""

    url: str
    pool_size: int = 10


def driver_url(url: str) -> URL:
    """Return the address with our driver, and with libpq's `sslmode` as asyncpg calls it."""
    address = make_url(url).set(drivername=DRIVER)
    sslmode = address.query.get("sslmode")
    if sslmode is None:
        return address
    return address.difference_update_query(["sslmode"]).update_query_dict({"ssl": sslmode})


def plain_url(url: str) -> str:
    """Return the address as asyncpg itself and psql read it."""
    address = make_url(url).set(drivername="postgresql")
    ssl = address.query.get("ssl")
    if ssl is not None:
        address = address.difference_update_query(["ssl"]).update_query_dict({"sslmode": ssl})
    return address.difference_update_query(["timeout"]).render_as_string(hide_password=False)


def build_engine(settings: DatabaseSettings) -> AsyncEngine:
    """Return an engine; it connects when first used, and looks at a connection before lending it again.

    The connection that came back last is lent first: its server process has everything at hand.
    """
    engine = create_async_engine(driver_url(settings.url), pool_size=settings.pool_size, pool_use_lifo=True)
    event.listen(engine.sync_engine, "checkin", _note_return)
    event.listen(engine.sync_engine, "checkout", _try_connection)
    return engine


def _note_return(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[RESTS_SINCE] = time.monotonic()


def _try_connection(connection: Any, record: ConnectionPoolEntry, _lent: object) -> None:
    """Have all pooled connections replaced if this one is gone.

    Who cuts a connection says so, and that lies in the socket even before the loop has looked there: seeing that
    nothing does is no round trip. Only a connection that has rested, or has something unread, is asked. What is left is
    one that was cut without a word (a cable, a host) within the last seconds, or cut while a word of it is on its way:
    it is met in the middle of somebody's statement, as one that is cut right after its answer always was. The bot and
    the deeds try such a statement again; the API answers with an error.
    """
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError
    rests_since = record.info.get(RESTS_SINCE)
    if rests_since is None:
        return
    if time.monotonic() - rests_since < RESTED and not _has_unread(connection.driver_connection):
        return
    try:
        connection.run_async(_ask_for_one)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as gone:
        raise InvalidatePoolError from gone


def _has_unread(connection: Any) -> bool:
    """Tell whether something has come that nobody asked for: an end, mostly."""
    socket = connection._transport.get_extra_info("socket")  # noqa: SLF001 - asyncpg shows its socket nowhere else
    look = select.poll()
    look.register(socket.fileno(), select.POLLIN)
    return bool(look.poll(0))


async def _ask_for_one(connection: Any) -> None:
    await connection.execute("SELECT 1")


def build_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Return the maker of sessions; `async with sessions.begin() as session:` is one transaction."""
    return async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def one_statement(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """Open a session in which each statement is its own transaction: neither begin nor end is a round trip.

    It is for a single statement, or for several that only read, of which none needs to see what the others saw.
    """
    async with sessions() as session:
        _ = await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        yield session
