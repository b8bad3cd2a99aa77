"""No connection that is gone is lent; looking costs no round trip, and asking one that has rested costs one."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import DatabaseSettings, build_engine, build_sessions, one_statement


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=3))
    yield engine
    await engine.dispose()


async def pid_of(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(text("SELECT pg_backend_pid()")))


async def three_of(engine: AsyncEngine) -> set[int]:
    """Have three connections in the pool; return their server processes."""
    async with engine.connect() as first, engine.connect() as second, engine.connect() as third:
        return {int(await each.scalar(text("SELECT pg_backend_pid()"))) for each in (first, second, third)}


async def test_connections_that_were_cut_are_replaced_unseen(engine: AsyncEngine) -> None:
    before = await three_of(engine)
    for pid in before:
        os.kill(pid, signal.SIGTERM)
    await asyncio.sleep(0.2)  # the news of it arrives
    assert not await three_of(engine) & before


async def test_one_whose_end_nobody_heard_of_is_found_out_by_looking_at_its_socket(engine: AsyncEngine) -> None:
    before = await pid_of(engine)
    os.kill(before, signal.SIGTERM)
    time.sleep(0.2)  # noqa: ASYNC251 - the loop must not hear of it
    assert await pid_of(engine) != before


@pytest.mark.parametrize(("rested", "asked"), [(60.0, []), (0.0, ["SELECT 1"])])
async def test_only_one_that_has_rested_is_asked_in_one_statement_and_no_transaction(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch, rested: float, asked: list[str]
) -> None:
    monkeypatch.setattr("database.engine.RESTED", rested)
    sent: list[str] = []
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        raw.driver_connection.add_query_logger(lambda record: sent.append(record.query))  # type: ignore[union-attr] # asyncpg's
    sent.clear()
    before = await pid_of(engine)
    assert before
    assert sent[: sent.index("BEGIN;")] == asked


async def test_a_single_statement_is_its_own_transaction_and_the_next_lender_has_theirs(engine: AsyncEngine) -> None:
    sessions = build_sessions(engine)
    sent: list[str] = []
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE kept (words text)"))
        raw = await connection.get_raw_connection()
        raw.driver_connection.add_query_logger(lambda record: sent.append(record.query))  # type: ignore[union-attr] # asyncpg's
    sent.clear()
    async with one_statement(sessions) as session:
        await session.execute(text("INSERT INTO kept VALUES ('these')"))
    assert not sent  # the statement itself is prepared, which is not logged; a begin would be
    async with sessions() as session:  # ends without a commit
        await session.execute(text("INSERT INTO kept VALUES ('and not these')"))
    async with sessions() as session:
        assert list(await session.scalars(text("SELECT words FROM kept"))) == ["these"]
