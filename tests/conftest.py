"""Fixtures for all rooms: the real servers once per test process, a fresh migrated database per test."""

import gc
import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from migrations.migrator import upgrade
from otklik.embedded.postgres import embedded_postgres
from otklik.embedded.temporal import embedded_temporal
from otklik.search_attributes import SEARCH_ATTRIBUTES

# Nothing of a test has to survive a power cut.
FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
ROOMY = ("-c", "max_connections=300")
SMALL_LOG = ("-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "max_wal_size=64MB")
TEMPLATE = "otklik_template"
MEMORY = Path("/dev/shm")  # noqa: S108 - only folders with names of their own are made there
ROOM = 2 << 30  # bytes; a container often has no more than 64 MB


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules of few tests: those start whole houses, and at the end no processor has to wait for one."""
    tests_of = Counter(item.path for item in items)
    items.sort(key=lambda item: tests_of[item.path])


def pytest_collection_finish() -> None:
    """Leave to the garbage collector what tests make, not all that was loaded for them: its pauses stop workflows."""
    gc.collect()
    gc.freeze()


def address_of(database: str, server: str) -> str:
    """Return the address of another database of the same server."""
    return make_url(server).set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Path]:
    """Return a folder for what servers keep, in memory where there is room: a database is then copied in a sixth of the time."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix="otklik-tests-", dir=MEMORY if has_room else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
async def postgres_url(quick_folder: Path) -> AsyncIterator[str]:
    """Address of an empty database on a server of this test process."""
    async with embedded_postgres(quick_folder, [*FAST, *ROOMY, *SMALL_LOG]) as url:
        yield url


@pytest.fixture(scope="session")
async def postgres_admin(postgres_url: str) -> AsyncIterator[AsyncEngine]:
    """Engine that creates and drops databases."""
    engine = create_async_engine(postgres_url, isolation_level="AUTOCOMMIT")
    yield engine
    await engine.dispose()


@pytest.fixture(scope="session")
async def template_database(postgres_url: str, postgres_admin: AsyncEngine) -> str:
    """Name of a database at the newest revision, to be cloned and never to be written to."""
    async with postgres_admin.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{TEMPLATE}"'))
    await upgrade(address_of(TEMPLATE, postgres_url))
    return TEMPLATE


@pytest.fixture
async def database_url(postgres_url: str, postgres_admin: AsyncEngine, template_database: str) -> AsyncIterator[str]:
    """Address of a fresh migrated database that this test has for itself."""
    name = f"test_{secrets.token_hex(6)}"
    async with postgres_admin.connect() as connection:
        clone = (
            f'CREATE DATABASE "{name}" TEMPLATE "{template_database}" STRATEGY FILE_COPY'  # the fastest without fsync
        )
        await connection.execute(text(clone))
    yield address_of(name, postgres_url)
    async with postgres_admin.connect() as connection:
        await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
async def empty_database_url(postgres_url: str, postgres_admin: AsyncEngine) -> AsyncIterator[str]:
    """Address of a fresh database without any table, for tests of the migrations themselves."""
    name = f"empty_{secrets.token_hex(6)}"
    async with postgres_admin.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield address_of(name, postgres_url)
    async with postgres_admin.connect() as connection:
        await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
async def temporal_address(quick_folder: Path) -> AsyncIterator[str]:
    """Address of a real Temporal server with virtual time and our search attributes."""
    async with embedded_temporal(quick_folder, SEARCH_ATTRIBUTES) as address:
        yield address
