"""Starting a process and watching until it is ready: how long it took, what it had used by then."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from otklik.embedded.child import stop, tethered
from otklik.embedded.http_probe import answer_of

POLL_SECONDS = 0.01
PATIENCE = 180.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Start:
    """What one start took until it was ready: seconds, seconds of processor time, megabytes."""

    seconds: float
    processor: float
    memory: float


async def start(command: Sequence[str], told: Mapping[str, str], port: int | None, path: str = "/readyz") -> Start:
    """Start a process, wait until it answers on its port or, without one, until it is done, and end it."""
    whole = tethered([sys.executable, *command], on_parent_death=signal.SIGKILL)
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*whole, stdin=DEVNULL, stdout=DEVNULL, env=dict(told))
    try:
        async with asyncio.timeout(PATIENCE):
            used = await (until_done(process) if port is None else until_answered(process, port, path))
        return Start(seconds=time.perf_counter() - began, processor=used[0], memory=used[1])
    finally:
        await stop(process, by=signal.SIGTERM, grace=30)


async def until_answered(process: Process, port: int, path: str) -> tuple[float, float]:
    """Wait for an answer; return what was used until then."""
    while await answer_of(port, path) is None:
        assert process.returncode is None, f"it ended with {process.returncode}"
        await asyncio.sleep(POLL_SECONDS)
    return used_by(process.pid)


async def until_done(process: Process) -> tuple[float, float]:
    """Wait for the end; return what was used shortly before."""
    processor = memory = 0.0
    while process.returncode is None:
        found = used_by(process.pid)  # of one that just ended the memory is gone
        processor, memory = max(processor, found[0]), max(memory, found[1])
        await asyncio.sleep(POLL_SECONDS)
    assert process.returncode == 0, f"it ended with {process.returncode}"
    return processor, memory


def used_by(pid: int) -> tuple[float, float]:
    """Return the seconds of processor time that a process has used and its megabytes; nothing for one that ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (FileNotFoundError, ProcessLookupError):
        return 0.0, 0.0
    return (int(words[11]) + int(words[12])) / TICKS, int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20
