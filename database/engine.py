"""The way to PostgreSQL: one engine a process, and the sessions that its edges open and commit."""

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
WAS_LENT = "was_lent"


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
    """Return an engine; it connects when first used, and tries a connection before lending it again.

    The connection that came back last is lent first: its server process has everything at hand.
    """
    engine = create_async_engine(driver_url(settings.url), pool_size=settings.pool_size, pool_use_lifo=True)
    event.listen(engine.sync_engine, "checkin", _note_return)
    event.listen(engine.sync_engine, "checkout", _try_connection)
    return engine


def _note_return(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[WAS_LENT] = True


def _try_connection(connection: Any, record: ConnectionPoolEntry, _lent: object) -> None:
    """Have all pooled connections replaced if this one is gone.

    One question in one round trip: SQLAlchemy's own (`pool_pre_ping`) takes three, and is asked four times on the way
    of a press to its answer.
    """
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError
    if WAS_LENT not in record.info:
        return
    try:
        connection.run_async(_ask_for_one)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as gone:
        raise InvalidatePoolError from gone


async def _ask_for_one(connection: Any) -> None:
    await connection.execute("SELECT 1")


def build_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Return the maker of sessions; `async with sessions.begin() as session:` is one transaction."""
    return async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def one_statement(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """Open a session for a single statement, which is its own transaction: neither begin nor end is a round trip."""
    async with sessions() as session:
        _ = await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        yield session
