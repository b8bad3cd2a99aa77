"""Bringing a database to a revision: from async and from sync callers, from any directory, one migrator at a time."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from database.engine import driver_url

ONE_AT_A_TIME = 7_204_651_118  # any number, as long as every migrator asks for the same


def configuration() -> Config:
    """Return alembic's configuration; it needs no file and does not depend on the working directory."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


async def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to a revision; nothing happens where it is there already."""
    await _run(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str) -> None:
    """Take the database down to a revision; "base" empties it of everything of ours."""
    await _run(url, lambda config: command.downgrade(config, revision))


def upgrade_sync(url: str, revision: str = "head") -> None:
    """Do what `upgrade` does, for a caller outside any event loop."""
    asyncio.run(upgrade(url, revision))


async def _run(url: str, order: Callable[[Config], None]) -> None:
    """Run an alembic order in one transaction; a second migrator waits here and then finds nothing to do."""
    engine = create_async_engine(driver_url(url), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
        await connection.run_sync(_order_on, order)


def _order_on(connection: Connection, order: Callable[[Config], None]) -> None:
    config = configuration()
    config.attributes["connection"] = connection
    order(config)
