"""Time to ready of each process, beside a bare one that imports the same libraries and answers /healthz.

The bare one imports what the libraries' authors wrote, as they wrote it, and reaches no server. By turns: a start of
ours, a start of the bare one. Compiled modules are there for both, as pip and a first start leave them. `otklik up` has
nothing beside it.
"""

import asyncio
import signal
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.ear import listening
from bench.figure import Figure, paired_ratio
from bench.house import environment, furnish
from bench.startup_watch import PATIENCE, POLL_SECONDS, Start, start
from otklik.embedded.child import BARE_ENVIRONMENT, stop, tethered
from otklik.embedded.ports import free_ports
from otklik.embedded.postgres import embedded_postgres
from otklik.embedded.temporal import embedded_temporal
from otklik.running import find_running
from otklik.search_attributes import SEARCH_ATTRIBUTES

# The variable that says on which port it answers; None for a job.
PROCESSES = {"worker": "HEALTH_PORT", "bot": "HEALTH_PORT", "api": "API_PORT", "migrate": None}
PORTS = ("API_PORT", "PAGE_PORT", "TEMPORAL_PORT", "TEMPORAL_UI_PORT")
LIBRARIES = """
import sys
from importlib import import_module
import_module(f"otklik.processes.{sys.argv[1]}")
OURS = {"otklik", "api", "activities", "bot", "database", "domain", "migrations", "workflows", "__main__"}
print(*(name for name, module in list(sys.modules.items())
        if name.partition(".")[0] not in OURS and getattr(module, "__spec__", None)))
"""
BARE = str(Path(__file__).parent / "startup_bare.py")
MEASURES = {"seconds": "s", "processor": "s", "memory": "MB"}


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How often each process is started, and how often everything."""

    rounds: int
    of_everything: int


QUICK = Sizes(rounds=1, of_everything=1)
FULL = Sizes(rounds=9, of_everything=5)


async def measure(sizes: Sizes) -> Sequence[Figure]:
    """Start each by itself on servers that are up, then everything at once."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as name:
        folder = Path(name)
        async with (
            embedded_postgres(folder) as url,
            embedded_temporal(folder, SEARCH_ATTRIBUTES) as temporal,
            listening() as ear,
        ):
            await furnish(url, "SELECT 1")
            told = environment(url, temporal, folder) | {"TELEGRAM_API_BASE": ear.address}
            for process in PROCESSES:
                figures += figures_of(process, *await compared(process, told, sizes.rounds))
    first, later = await starts_of_everything(sizes.of_everything)
    return [*figures, alone("up, first start", first), alone("up, later start", later)]


async def compared(process: str, told: Mapping[str, str], rounds: int) -> tuple[list[Start], list[Start]]:
    """Start ours and the bare one by turns; what the first two compile and cache is not counted."""
    file = Path(told["DATA_DIR"]) / f"libraries-{process}"
    file.write_text(await said_by(["-c", LIBRARIES, process], told))
    variable = PROCESSES[process]
    ours: list[Start] = []
    bare: list[Start] = []
    for number in range(rounds + 1):
        port, bare_port = free_ports(2) if variable else (None, None)
        listens = {variable: str(port)} if variable else {}
        own = await start(["-m", "otklik", process], {**told, **listens}, port)
        other = await start([BARE, str(file), *([str(bare_port)] if bare_port else [])], told, bare_port)
        if number:
            ours.append(own)
            bare.append(other)
    return ours, bare


async def said_by(arguments: Sequence[str], told: Mapping[str, str]) -> str:
    """Return what a program prints."""
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=PIPE, env=dict(told))
    said, _ = await process.communicate()
    return said.decode()


async def starts_of_everything(rounds: int) -> tuple[list[float], list[float]]:
    """Return the seconds of `otklik up`: on a new folder, and on one that is known."""
    first: list[float] = []
    later: list[float] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
            first.append(await start_of_everything(Path(folder)))
            later.append(await start_of_everything(Path(folder)))
    return first, later


async def start_of_everything(folder: Path) -> float:
    """Start `otklik up` and end it; return the seconds until every part served."""
    ports = dict(zip(PORTS, map(str, free_ports(len(PORTS))), strict=True))
    told = {**BARE_ENVIRONMENT, **ports, "DATA_DIR": str(folder)}
    command = tethered([sys.executable, "-m", "otklik", "up"], on_parent_death=signal.SIGTERM)
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=DEVNULL, env=told)
    try:
        async with asyncio.timeout(PATIENCE):
            while find_running(folder) is None:
                assert process.returncode is None, f"it ended with {process.returncode}"
                await asyncio.sleep(POLL_SECONDS)
        return time.perf_counter() - began
    finally:
        await stop(process, by=signal.SIGTERM, grace=60)


def figures_of(process: str, ours: Sequence[Start], bare: Sequence[Start]) -> list[Figure]:
    """Return time to ready, processor time and memory, beside those of the bare one."""
    found = []
    for aspect, unit in MEASURES.items():
        mine, theirs = ([float(getattr(each, aspect)) for each in starts] for starts in (ours, bare))
        found.append(
            Figure(
                benchmark="startup",
                case=f"{process}: {'time to ready' if aspect == 'seconds' else aspect}",
                unit=unit,
                ours=median(mine),
                bare=median(theirs),
                value=paired_ratio(mine, theirs),
            )
        )
    return found


def alone(case: str, seconds: Sequence[float]) -> Figure:
    """Return a time beside which there is nothing."""
    return Figure(benchmark="startup", case=case, unit="s", ours=median(seconds), value=median(seconds))
