"""The orders that ops give, in one running house: the guides' lines for backup and restore, and the commands of every day.

`docker` is not there: a function of its name does to this house what compose would do to its containers.
"""

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from temporalio.client import Client

from database.engine import DatabaseSettings, build_engine, build_sessions
from otklik.embedded.postgres import binary
from otklik.settings import environment_with
from proof.stand_in import StandIn
from tests.database.world import World
from tests.otklik.test_processes import run
from tests.otklik.test_up import announcement, environment_on, otklik_up, until_ready
from tests.sources import ROOT
from workflows.waitlist.schedule import WaitlistSchedule

PARKED = (
    "INSERT INTO telegram_updates (bot_id, update_id, person_key, payload, status) VALUES (1, 1, 1, '{}', 'parked')"
)
OURS = ("worker", "bot", "api")
# Whoever is stopped by compose is gone; here the supervisor would bring them back, so they stand still instead.
DOCKER = """
docker() {
  shift
  case "$1" in
    stop) kill -STOP $OURS ;;
    up) kill -CONT $OURS ;;
    exec) shift; [ "$1" != -T ] || shift; shift; "$@" ;;
    run) shift 2; [ "$1" = migrate ] || shift; otklik "$@" ;;
  esac
}
"""
DATABASES = ("CREATE ROLE otklik SUPERUSER LOGIN", "CREATE DATABASE temporal", "CREATE DATABASE temporal_visibility")


@dataclass(frozen=True)
class House:
    """A whole Otklik that runs on sample data."""

    folder: Path
    page: str

    async def shell(self, lines: str) -> str:
        """Run lines as a person at this machine would; each may fail, and says with which code."""
        found = announcement(self.folder)
        told = environment_with(
            DATA_DIR=str(self.folder),
            NO_COLOR="1",
            OURS=" ".join(str(found["pids"][name]) for name in OURS),
            PATH=f"{Path(binary('psql')).parent}:{Path(sys.executable).parent}:{os.environ['PATH']}",  # noqa: TID251 - the tools of this machine
            PGHOST=str(make_url(found["database_url"]).query["host"]),
        )
        script = DOCKER + "trap 'echo \"(code $?)\"' ERR\n" + lines
        words = ("bash", "-c", script)
        process = await asyncio.create_subprocess_exec(*words, stdout=PIPE, stderr=STDOUT, env=told, cwd=self.folder)
        said, _ = await asyncio.wait_for(process.communicate(), 150)
        return said.decode()


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("house")
    environment = environment_on(folder)
    async with otklik_up(environment) as terminal:
        await until_ready(terminal)
        try:
            yield House(folder, f"http://127.0.0.1:{environment['PAGE_PORT']}")
        finally:
            for name in OURS:  # whoever was left standing still could not end
                with contextlib.suppress(ProcessLookupError):  # started anew by the supervisor since
                    os.kill(announcement(folder)["pids"][name], signal.SIGCONT)


def blocks(guide: str, heading: str) -> list[str]:
    """Return the lines to be typed below a heading."""
    section = (ROOT / "docs" / guide).read_text(encoding="utf-8").partition(f"## {heading}")[2].partition("\n## ")[0]
    return re.findall(r"^```\n(.*?)^```", section, re.MULTILINE | re.DOTALL)


async def ask(house: House, question: str) -> object:
    engine = build_engine(DatabaseSettings(announcement(house.folder)["database_url"], pool_size=1))
    try:
        return await World(build_sessions(engine)).ask(question)
    finally:
        await engine.dispose()


@pytest.mark.timeout(400)
async def test_a_house_is_backed_up_and_restored_as_the_guide_says(house: House) -> None:
    engine = build_engine(DatabaseSettings(announcement(house.folder)["database_url"], pool_size=1))
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for statement in DATABASES:
            await connection.execute(text(statement))
    await engine.dispose()
    back_up, restore = blocks("deploy.md", "Backup and restore")
    assert await house.shell(back_up) == ""
    async with StandIn(house.page) as stand_in:
        await stand_in.add_person(8_000_000_001, "Нина")
        await stand_in.start(8_000_000_001, "")
        async with asyncio.timeout(30):
            while not await ask(house, "SELECT count(*) FROM sent_messages WHERE status = 'sent'"):
                await asyncio.sleep(0.1)
    today = re.sub(r"\d{4}-\d\d-\d\d", "$(date +%F)", restore)
    said = await house.shell(today)
    listed, _, after = said.partition("(code 1)")
    assert re.search(r"no candidate +\d+ +screening, and nobody knows of whom", listed), said
    assert "(code" not in after, said
    assert "Database and journeys agree." in after
    assert await ask(house, "SELECT count(*) FROM candidates") == 0


@pytest.mark.timeout(300)
async def test_a_running_otklik_is_examined_without_any_setting(house: House) -> None:
    code, out, err = await run("doctor", data_dir=house.folder)
    assert code == 0, out + err
    assert out.splitlines()[0].startswith("ok")
    found = announcement(house.folder)
    engine = build_engine(DatabaseSettings(found["database_url"], pool_size=1))
    await World(build_sessions(engine)).run(PARKED)
    await engine.dispose()
    code, out, _ = await run("doctor", "--json", data_dir=house.folder)
    assert (code, json.loads(out)["level"]) == (1, "warning")
    client = await Client.connect(found["temporal_address"])
    await WaitlistSchedule(client).handle.pause()
    code, out, _ = await run("doctor", data_dir=house.folder)
    assert code == 2
    (line,) = [line for line in out.splitlines() if line.startswith("failure")]
    assert "waitlist-sweep is paused: run `temporal schedule toggle --unpause" in line


async def test_the_keys_of_a_running_otklik_are_listed_and_wrapped_anew(house: House) -> None:
    said = await house.shell("otklik keys && otklik keys rewrap")
    assert "the first: wraps what is new" in said
    assert said.endswith("Sealed anew: 0 schedules in Temporal.\n")
