"""Whenever the bot is killed between receiving an update and having signalled it, none is lost and none acts twice."""

import asyncio
import json
import os
import random
import secrets
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from temporalio.client import Client

from domain.ids import CandidateId
from tests.bot.inbox_process import POINTS, SECRET, Wish
from tests.standin.stage import Stage, start_process, stop_process
from tests.workflows.conftest import working
from tests.workflows.fakes import FakeDeeds
from workflows.connection import TemporalSettings, connect
from workflows.deeds import KeepText, RecordScreening
from workflows.journeys import Journeys

ROOT = Path(__file__).parents[2]
TEST1 = ("Петрова Анна", "Казань", "Офис")
RANDOM_KILLS = 3


@dataclass
class Bots:
    """Makes one bot after the other, quickly, for everything is imported already."""

    maker: Process
    pid: int | None = None

    async def begin(self, wish: Wish) -> None:
        assert self.maker.stdin is not None
        self.maker.stdin.write(json.dumps(asdict(wish)).encode() + b"\n")
        self.pid = await self._read()

    async def end(self) -> int:
        """Wait for the end of the bot and return the signal that ended it."""
        status = await asyncio.wait_for(self._read(), 30)
        self.pid = None
        return os.WTERMSIG(status)

    async def kill(self) -> None:
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            assert await self.end() == signal.SIGKILL

    async def _read(self) -> int:
        assert self.maker.stdout is not None
        return int(await self.maker.stdout.readline())


@pytest.fixture(scope="module")
async def maker() -> AsyncIterator[Process]:
    command = [sys.executable, "-m", "tests.bot.inbox_process"]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=ROOT)
    yield process
    assert process.stdin is not None
    process.stdin.close()
    assert await process.wait() == 0


@pytest.fixture
async def bots(maker: Process) -> AsyncIterator[Bots]:
    bots = Bots(maker)
    yield bots
    await bots.kill()


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


@pytest.fixture(scope="module")
async def client(temporal_address: str) -> Client:
    return await connect(TemporalSettings(address=temporal_address), codec=None)


@dataclass
class Surroundings:
    """What a bot works with; `candidate_id` is what the first candidate of this database will get."""

    stage: Stage
    client: Client
    database_url: str
    temporal_address: str
    candidate_id: CandidateId

    def wish(self, webhook: str | None, die_at: str | None = None) -> Wish:
        return Wish(
            database=self.database_url,
            temporal=self.temporal_address,
            telegram=self.stage.url,
            webhook=webhook,
            die_at=die_at,
        )


@pytest.fixture
async def around(stage: Stage, client: Client, database_url: str, temporal_address: str) -> Surroundings:
    first = secrets.randbelow(10**12)  # journeys of other tests on the same server have other ids
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text(f"ALTER TABLE candidates ALTER COLUMN id RESTART WITH {first}"))
    await engine.dispose()
    return Surroundings(stage, client, database_url, temporal_address, CandidateId(first))


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/telegram"


async def until_kept(deeds: FakeDeeds, words: list[str]) -> None:
    for _ in range(600):
        if len(kept(deeds)) >= len(words):
            return
        await asyncio.sleep(0.05)


def kept(deeds: FakeDeeds) -> list[str]:
    return [deed.text for deed in deeds.done if isinstance(deed, KeepText)]


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_a_bot_killed_anywhere_loses_no_update_and_acts_on_none_twice(
    way: str, bots: Bots, around: Surroundings
) -> None:
    hook = free_address() if way == "webhook" else None
    if hook is not None:
        await around.stage.bot.set_webhook(hook, secret_token=SECRET)
    deeds = FakeDeeds()
    words = [f"word {number}" for number in range(2 + 3 * RANDOM_KILLS)]
    async with working(around.client, deeds):
        await live_and_die(bots, around, hook, iter([*TEST1, *words]))
        await until_kept(deeds, words)
        await Journeys(around.client).handle(around.candidate_id).terminate()
    assert kept(deeds) == words
    assert sum(isinstance(deed, RecordScreening) for deed in deeds.done) == 1
    assert deeds.kinds().count("ask_question") == len(TEST1)


async def live_and_die(bots: Bots, around: Surroundings, hook: str | None, said: Iterator[str]) -> None:
    """Let somebody talk to bots that die, at each point once and then at random; the last one lives."""
    stage = around.stage
    person = await stage.stranger()
    await stage.post("start", {"person_id": person})
    for point in POINTS:
        await bots.begin(around.wish(hook, die_at=point))
        await stage.say(person, next(said))
        assert await bots.end() == signal.SIGKILL, point
    for _ in range(RANDOM_KILLS):
        await bots.begin(around.wish(hook))
        for _ in range(3):
            await stage.say(person, next(said))
        await asyncio.sleep(random.uniform(0, 2))  # noqa: S311 - a moment, not a secret
        await bots.kill()
    await bots.begin(around.wish(hook))
    for words in said:
        await stage.say(person, words)
