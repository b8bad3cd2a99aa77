"""`otklik up` as people start it: the real command, the real parts, on ports that nobody else uses."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from otklik.embedded.http_probe import answer_of
from otklik.embedded.ports import free_ports
from otklik.settings import environment_with
from tests.otklik.children import is_alive, until

READY_WITHIN = 120.0  # on a busy machine; alone it takes a tenth
NOWHERE = "postgresql://nobody@127.0.0.1:1/otklik"
PORTS = ("API_PORT", "PAGE_PORT", "TEMPORAL_PORT", "TEMPORAL_UI_PORT")


@dataclass
class Terminal:
    """A running command and what it has written so far."""

    process: Process
    lines: list[str] = field(default_factory=list)

    async def read(self) -> None:
        if self.process.stdout is None:
            return
        async for line in self.process.stdout:
            self.lines.append(line.decode().rstrip())

    def has_said(self, words: str) -> bool:
        return any(words in line for line in self.lines)


@contextlib.asynccontextmanager
async def otklik_up(environment: Mapping[str, str]) -> AsyncIterator[Terminal]:
    command = [sys.executable, "-m", "otklik", "up"]
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, env=environment)
    terminal = Terminal(process)
    reading = asyncio.create_task(terminal.read())
    try:
        yield terminal
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await reading


def environment_on(data_dir: Path, **more: str) -> dict[str, str]:
    ports = dict(zip(PORTS, map(str, free_ports(len(PORTS))), strict=True))
    return environment_with(DATA_DIR=str(data_dir), NO_COLOR="1", **{**ports, **more})


async def until_said(terminal: Terminal, words: str) -> None:
    await until(lambda: terminal.has_said(words) or terminal.process.returncode is not None, READY_WITHIN)
    assert terminal.has_said(words), "\n".join(terminal.lines)


async def until_ready(terminal: Terminal) -> None:
    await until_said(terminal, "Otklik is ready")


def announcement(data_dir: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((data_dir / "up.json").read_text())
    return found


@pytest.mark.timeout(400)
async def test_it_starts_serves_survives_kill_9_and_stops(tmp_path: Path) -> None:
    environment = environment_on(tmp_path)
    async with otklik_up(environment) as first:
        await until_ready(first)
        assert await answer_of(int(environment["PAGE_PORT"]), "/") is not None
        assert await answer_of(int(environment["API_PORT"]), "/docs") is not None
        assert await answer_of(int(environment["TEMPORAL_UI_PORT"]), "/") is not None
        links = {line for line in first.lines if "/start r_" in line}
        assert links
        await refuse_a_second(environment)
        parts = [pid for pid in announcement(tmp_path)["pids"].values() if pid is not None]
        first.process.send_signal(signal.SIGKILL)
        await until(lambda: not any(is_alive(pid) for pid in parts))
    async with otklik_up(environment) as second:
        await until_ready(second)
        assert {line for line in second.lines if "/start r_" in line} == links
        parts = [pid for pid in announcement(tmp_path)["pids"].values() if pid is not None]
        clock = asyncio.get_running_loop().time
        asked = clock()
        second.process.send_signal(signal.SIGINT)
        assert await second.process.wait() == 0
        assert clock() - asked < 15
        assert not any(is_alive(pid) for pid in parts)
        assert not (tmp_path / "up.json").exists()


async def refuse_a_second(environment: Mapping[str, str]) -> None:
    async with otklik_up(environment) as second:
        assert await second.process.wait() == 1
    assert second.lines[-1].endswith("stop it first, or set DATA_DIR to another folder.")


async def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    async with await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0) as taken:
        port = taken.sockets[0].getsockname()[1]
        async with otklik_up(environment_on(tmp_path, API_PORT=str(port))) as terminal:
            assert await terminal.process.wait() == 1
    assert terminal.lines[-1] == (f"Port {port} is taken: stop whoever listens there, or set API_PORT to another one.")


async def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    async with otklik_up(environment_on(tmp_path, DATABASE_URL="mysql://somewhere/else")) as terminal:
        assert await terminal.process.wait() == 1
    assert terminal.lines == ["DATABASE_URL is wrong: it must begin with postgresql://. Correct it or unset it."]


async def test_a_database_that_does_not_answer_stops_everything_with_a_word(tmp_path: Path) -> None:
    async with otklik_up(environment_on(tmp_path, DATABASE_URL=NOWHERE)) as terminal:
        await until_said(terminal, "waiting_for=PostgreSQL")
        os.kill(terminal.process.pid, signal.SIGTERM)
        assert await terminal.process.wait() == 0
    assert terminal.lines[-1] == "stopped."
