"""Long exports: little memory however many rows there are, and nothing left of them when they are over."""

import asyncio
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from starlette.types import Message
from temporalio.client import Client

from api.app import ApiSettings, build_app
from tests.api.office import TODAY, Office, header
from tests.api.sheets import typed_cells
from tests.database.world import World, statements_of

CANDIDATES = "/api/v1/exports/candidates"
MANY = {"csv": 40_000, "xlsx": 15_000}  # each row that is held takes a kilobyte and more
MEGABYTE = 1024 * 1024
BUSY = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE '%transaction%'"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where temporary files are made."""
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path)
    yield tmp_path
    tempfile.tempdir = before


@pytest.fixture
def app(engine: AsyncEngine, client: Client) -> FastAPI:
    return build_app(ApiSettings(), engine, client, now=lambda: TODAY)


class GoneAwayError(Exception):
    """The reader does not want the rest."""


def left_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def idle(engine: AsyncEngine) -> bool:
    """Tell whether every connection was given back."""
    assert isinstance(engine.pool, AsyncAdaptedQueuePool)
    return engine.pool.checkedout() == 0


async def call(app: FastAPI, token: dict[str, str], query: str, *, gone_after: int | None = None) -> int:
    """Take the file as a server would hand it on, keep none of it, and return its size; or go away in between."""
    size = pieces = 0

    async def receive() -> Message:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal size, pieces
        assert message.get("status", 200) == 200
        pieces += 1
        if gone_after is not None and pieces > gone_after:
            raise GoneAwayError
        size += len(message.get("body", b""))

    headers = [(name.lower().encode(), value.encode()) for name, value in token.items()]
    scope = {"type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1", "method": "GET"}
    place = {"path": CANDIDATES, "raw_path": CANDIDATES.encode(), "query_string": query.encode(), "root_path": ""}
    peers = {"scheme": "http", "server": ("test", 80), "client": ("127.0.0.1", 1), "headers": headers}
    await app(scope | place | peers, receive, send)
    return size


async def crowd(world: World, count: int) -> None:
    values = "'Candidate ' || n, 1000000 + n, 1000000 + n FROM generate_series(1, :count) AS n"
    await world.run(f"INSERT INTO candidates (name, telegram_id, chat_id) SELECT {values}", count=count)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_memory_stays_flat_however_many_rows_there_are(
    app: FastAPI, engine: AsyncEngine, world: World, folder: Path, kind: str
) -> None:
    await crowd(world, MANY[kind])
    token = await header(engine, "admin")
    await call(app, token, f"format={kind}&stage=closed")  # what is made once is made now
    tracemalloc.start()
    try:
        size = await call(app, token, f"format={kind}")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > MEGABYTE / 2
    assert peak < 5 * MEGABYTE
    assert left_in(folder) == []


async def test_all_rows_arrive_through_one_cursor(office: Office, world: World, engine: AsyncEngine) -> None:
    await crowd(world, 2_000)
    with statements_of(engine) as statements:
        answer = await office.http.get(CANDIDATES, headers=office.admin, params={"headers": "codes"})
    assert answer.text.count("\r\n") == 2_001
    assert len([each for each in statements if "FROM candidates" in each]) == 1
    sheet = await office.http.get(CANDIDATES, headers=office.admin, params={"format": "xlsx"})
    assert sum(1 for _ in typed_cells(sheet.content)) == 2_001


@pytest.mark.parametrize("gone_after", [0, 1, 3])
async def test_nothing_is_left_of_an_export_whose_reader_goes_away(
    app: FastAPI, engine: AsyncEngine, world: World, folder: Path, gone_after: int
) -> None:
    await crowd(world, 10_000)
    with pytest.raises(GoneAwayError):
        await call(app, await header(engine, "admin"), "", gone_after=gone_after)
    assert left_in(folder) == []
    assert idle(engine)
    assert await world.ask(BUSY) == 0
    assert await world.ask("SELECT count(*) FROM audit_log WHERE what = 'candidates_exported'") == 1


async def test_nothing_is_left_of_an_export_that_fails(
    office: Office, world: World, folder: Path, engine: AsyncEngine
) -> None:
    await world.candidate(city_id=await world.city(zone="Nowhere/Atall"))
    with pytest.raises(Exception, match="Nowhere"):
        await office.http.get(CANDIDATES, headers=office.admin)
    assert left_in(folder) == []
    assert await world.ask("SELECT count(*) FROM audit_log") == 0
    assert idle(engine)
