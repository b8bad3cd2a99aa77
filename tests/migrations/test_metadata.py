"""The tables in Python and the tables in the database are the same, down to the names of constraints and indexes."""

from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import DatabaseSettings, build_engine
from database.tables import metadata

COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
        is_identity, identity_generation
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'alembic_version'
"""

CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
        AND conrelid::regclass::text <> 'alembic_version'
        AND contype NOT IN ('n', 't') -- triggers of the kind that waits for the commit are constraints too
"""

INDEXES = """
    SELECT tablename, indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""


@pytest.fixture
async def migrated(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The schema as the migrations make it."""
    engine = build_engine(DatabaseSettings(database_url))
    yield engine
    await engine.dispose()


@pytest.fixture
async def declared(empty_database_url: str) -> AsyncIterator[AsyncEngine]:
    """The schema as the tables in Python declare it; made from metadata for this comparison only."""
    engine = build_engine(DatabaseSettings(empty_database_url))
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield engine
    await engine.dispose()


async def rows(engine: AsyncEngine, question: str) -> set[tuple[object, ...]]:
    async with engine.connect() as connection:
        return {tuple(row) for row in await connection.execute(text(question))}


@pytest.mark.parametrize("question", [COLUMNS, CONSTRAINTS, INDEXES], ids=["columns", "constraints", "indexes"])
async def test_the_migrated_schema_is_the_declared_one(
    migrated: AsyncEngine, declared: AsyncEngine, question: str
) -> None:
    in_migrations, in_python = await rows(migrated, question), await rows(declared, question)
    assert in_migrations - in_python == set()
    assert in_python - in_migrations == set()
    assert in_migrations


async def test_alembic_finds_nothing_to_generate(migrated: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    async with migrated.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_promised_indexes_and_constraints_stand_under_their_names(migrated: AsyncEngine) -> None:
    indexes = {str(row[1]) for row in await rows(migrated, INDEXES)}
    constraints = {str(row[1]) for row in await rows(migrated, CONSTRAINTS)}
    assert {"ix_slots_candidate_tg_id", "ix_auto_messages_target_chat_id", "uq_bookings_active_candidate"} <= indexes
    assert "ex_slots_recruiter_overlap" in constraints


async def test_no_extension_is_needed(migrated: AsyncEngine) -> None:
    assert await rows(migrated, "SELECT extname FROM pg_extension") == {("plpgsql",)}
