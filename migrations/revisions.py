"""Which revisions this program knows and which one a database has; alembic is for migrators, and slow to load."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from database.engine import driver_url

# The files are named by their revisions, in the order in which they follow each other: r0001_first.py.
KNOWN = tuple(sorted(file.name[1:5] for file in (Path(__file__).parent / "versions").glob("r????_*.py")))


def head() -> str:
    """Return the newest revision."""
    return KNOWN[-1]


def is_behind(revision: str | None) -> bool:
    """Tell whether a database there lacks something that this program needs.

    A revision that this program does not know was made by a later one, which by the rule of `docs/upgrading.md` has
    taken nothing away that is still in use.
    """
    return revision is None or (revision in KNOWN and revision != head())


async def current(url: str) -> str | None:
    """Return the revision of the database, or None for an empty one."""
    engine = create_async_engine(driver_url(url), poolclass=NullPool)
    async with engine.connect() as connection:
        if await connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
            return None
        found: str | None = await connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
