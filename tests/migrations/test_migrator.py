"""Migrating: up, down, twice, at once, from sync and from async callers, from any directory."""

import asyncio
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from database.engine import DatabaseSettings, build_engine
from migrations.migrator import configuration, downgrade, upgrade, upgrade_sync
from migrations.revisions import KNOWN, current, head

OURS = """
    SELECT relname AS name FROM pg_class JOIN pg_namespace AS space ON space.oid = relnamespace
    WHERE nspname = 'public' AND relkind IN ('r', 'S', 'v') AND relname NOT LIKE 'alembic%'
    UNION ALL
    SELECT proname FROM pg_proc JOIN pg_namespace AS space ON space.oid = pronamespace WHERE nspname = 'public'
    ORDER BY name
"""


def revisions() -> list[str]:
    """Every revision, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()][::-1]


async def things_in(url: str) -> list[str]:
    """Names of all tables, sequences and functions of ours."""
    engine = build_engine(DatabaseSettings(url))
    async with engine.connect() as connection:
        names = list(await connection.scalars(text(OURS)))
    await engine.dispose()
    return names


def test_what_the_processes_know_of_revisions_is_what_alembic_knows() -> None:
    assert list(KNOWN) == revisions()


async def test_every_revision_goes_up_down_and_up_again(empty_database_url: str) -> None:
    below = "base"
    for revision in revisions():
        await upgrade(empty_database_url, revision)
        after_first = await things_in(empty_database_url)
        await downgrade(empty_database_url, below)
        await upgrade(empty_database_url, revision)
        assert await things_in(empty_database_url) == after_first
        assert await current(empty_database_url) == revision
        below = revision


async def test_every_earlier_revision_reaches_the_newest(empty_database_url: str) -> None:
    for revision in revisions():
        await downgrade(empty_database_url, "base")
        await upgrade(empty_database_url, revision)
        await upgrade(empty_database_url)
        assert await current(empty_database_url) == head()


async def test_going_down_to_the_base_leaves_nothing_of_ours(empty_database_url: str) -> None:
    await upgrade(empty_database_url)
    await downgrade(empty_database_url, "base")
    assert await things_in(empty_database_url) == []
    assert await current(empty_database_url) is None


async def test_migrating_twice_changes_nothing(empty_database_url: str) -> None:
    await upgrade(empty_database_url)
    before = await things_in(empty_database_url)
    await upgrade(empty_database_url)
    assert await things_in(empty_database_url) == before
    assert before


async def test_a_sync_caller_migrates(empty_database_url: str) -> None:
    await asyncio.to_thread(upgrade_sync, empty_database_url)
    assert await current(empty_database_url) == head()


async def test_alembic_itself_migrates_with_nothing_but_an_address(empty_database_url: str) -> None:
    config = configuration()
    config.set_main_option("sqlalchemy.url", empty_database_url.replace("%", "%%"))
    await asyncio.to_thread(command.upgrade, config, "head")
    assert await current(empty_database_url) == head()


async def test_an_async_caller_hands_over_its_own_connection(empty_database_url: str) -> None:
    engine = build_engine(DatabaseSettings(empty_database_url))
    config = configuration()
    async with engine.begin() as connection:
        config.attributes["connection"] = await connection.run_sync(lambda sync: sync)
        await connection.run_sync(lambda _: command.upgrade(config, "head"))
    await engine.dispose()
    assert await current(empty_database_url) == head()


async def test_migrating_does_not_depend_on_the_working_directory(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await upgrade(empty_database_url)
    assert await current(empty_database_url) == head()


async def test_migrators_at_once_take_turns(empty_database_url: str) -> None:
    await asyncio.gather(*(upgrade(empty_database_url) for _ in range(4)))
    assert await current(empty_database_url) == head()


async def test_a_migration_that_fails_leaves_the_database_as_it_was(empty_database_url: str) -> None:
    engine = build_engine(DatabaseSettings(empty_database_url))
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE waitlist (id int)"))
    await engine.dispose()
    with pytest.raises(Exception, match="waitlist"):
        await upgrade(empty_database_url)
    assert await things_in(empty_database_url) == ["waitlist"]


async def test_the_statements_can_be_printed_instead_of_run(capsys: pytest.CaptureFixture[str]) -> None:
    await asyncio.to_thread(command.upgrade, configuration(), "head", sql=True)
    assert "ex_slots_recruiter_overlap" in capsys.readouterr().out
