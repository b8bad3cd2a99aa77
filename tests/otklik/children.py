"""Tiny children for the tests of the supervisor: each is one line of Python."""

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from otklik.console import Console
from otklik.embedded.child import BARE_ENVIRONMENT
from otklik.part import Part


def part(
    name: str,
    program: str,
    *,
    is_ready: Callable[[], Awaitable[bool]] | None,
    grace: float = 5.0,
    ready_within: float = 20.0,
) -> Part:
    command = [sys.executable, "-u", "-c", program]
    return Part(
        name=name,
        command=command,
        is_ready=is_ready,
        environment=BARE_ENVIRONMENT,
        grace=grace,
        ready_within=ready_within,
    )


def when_there(path: Path) -> Callable[[], Awaitable[bool]]:
    async def ask() -> bool:
        return await asyncio.to_thread(path.exists)

    return ask


def serving(ready: Path, *, on_term: str = "sys.exit(0)") -> str:
    """A program that makes a file when it is ready and lives until SIGTERM."""
    return (
        "import pathlib, signal, sys, time\n"
        f"def end(*_):\n    print('asked to stop')\n    {on_term}\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "print('hello')\n"
        f"pathlib.Path({str(ready)!r}).touch()\n"
        "while True:\n    time.sleep(0.05)\n"
    )


def recorded() -> tuple[Console, io.StringIO]:
    written = io.StringIO()
    return Console(written, colours=False), written


async def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    for _ in range(round(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError(f"not within {seconds} s")


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
