"""The way to PostgreSQL: one engine a process, and the sessions that its edges open and commit."""

from dataclasses import dataclass

from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

DRIVER = "postgresql+asyncpg"


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
    return create_async_engine(
        driver_url(settings.url), pool_size=settings.pool_size, pool_pre_ping=True, pool_use_lifo=True
    )


def build_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Return the maker of sessions; `async with sessions.begin() as session:` is one transaction."""
    return async_sessionmaker(engine, expire_on_commit=False)
