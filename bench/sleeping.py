"""What journeys cost that sleep until their reminder: memory of worker and Temporal, and disk, at growing numbers.

Journeys are begun in their middle, with what a played one knew when its interview was agreed. After each size is
reached, everything rests before it is weighed. The worker remembers a thousand journeys and wakes the others up from
their histories, so its memory stands still from there on. A cost is flat when each further journey costs no more than
the ones before: the slope is the cost of the last step's journeys beside that of all before them.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bench.figure import Figure, Goal
from bench.house import House, open_house
from bench.offices import OFFICE
from bench.sleeping_crowd import furnish_crowd, pattern, send_to_sleep
from bench.startup_watch import used_by
from otklik.clock import now

STARTS = tuple(timedelta(days=9, minutes=30 * number) for number in range(10))
BEFORE_START = timedelta(hours=2)
REST = 15.0
BATCH = 500
FLAT = Goal(at_most=1.1)
DATABASE_SIZE = text("SELECT pg_database_size(current_database())")
KILOBYTE = 1024.0


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """The numbers of sleeping journeys at which everything is weighed, ascending."""

    journeys: tuple[int, ...]


QUICK = Sizes(journeys=(200, 1_000))
FULL = Sizes(journeys=(1_000, 10_000, 50_000))


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Kilobytes: memory of the processes, disk of the servers."""

    worker_memory: float
    temporal_memory: float
    temporal_disk: float
    postgres_disk: float


async def measure(sizes: Sizes) -> Sequence[Figure]:
    """Weigh the house with nobody asleep, then with more and more."""
    async with open_house(OFFICE) as house:
        like = await pattern(house)
        weights = [await weighed(house)]
        asleep = 0
        for number in sizes.journeys:
            for first in range(asleep, number, BATCH):
                last = min(first + BATCH, number) - 1
                starts_at = [now().replace(microsecond=0) + start for start in STARTS]
                await furnish_crowd(house, first, last, starts_at)
                await send_to_sleep(
                    house, like, first=first, last=last, remind_at=lambda start: start - BEFORE_START, now=now()
                )
            asleep = number
            weights.append(await weighed(house))
    counts = (0, *sizes.journeys)
    return [figure for each in fields(Weights) for figure in figures(each.name, counts, weights)]


async def weighed(house: House) -> Weights:
    """Let everything come to rest, and weigh it."""
    await asyncio.sleep(REST)
    async with house.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("CHECKPOINT"))
        database = float(await connection.scalar(DATABASE_SIZE) or 0)
    return Weights(
        worker_memory=used_by(house.pids["worker"])[1] * KILOBYTE,
        temporal_memory=used_by(temporal_server(house))[1] * KILOBYTE,
        temporal_disk=sum(file.stat().st_size for file in house.folder.glob("*.db*")) / KILOBYTE,
        postgres_disk=database / KILOBYTE,
    )


def temporal_server(house: House) -> int:
    """Return the process that listens where Temporal is: its command line names the port."""
    port = house.temporal_address.rpartition(":")[2]
    for place in Path("/proc").glob("[0-9]*"):
        words = command_of(place)
        if "start-dev" in words and port in words:
            return int(place.name)
    raise LookupError(f"nobody serves Temporal on port {port}")


def command_of(place: Path) -> Sequence[str]:
    """Return the command line of a process; empty for one that has ended meanwhile."""
    try:
        return (place / "cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return ()


def figures(what: str, counts: Sequence[int], weights: Sequence[Weights]) -> list[Figure]:
    """Return kilobytes a journey at each size, and the slope of the last step."""
    kilobytes = [float(getattr(each, what)) for each in weights]
    steps = list(zip(counts, counts[1:], kilobytes, kilobytes[1:], strict=False))
    costs = [(later - before) / (number - former) for former, number, before, later in steps]
    name = what.replace("_", " ")
    found = [
        Figure(
            benchmark="sleeping", case=f"{name}, the journeys up to {number:,}", unit="KB each", ours=cost, value=cost
        )
        for cost, number in zip(costs, counts[1:], strict=True)
    ]
    earlier = (kilobytes[-2] - kilobytes[0]) / counts[-2]
    slope = costs[-1] / earlier if earlier > 0 else 0.0
    case = f"{name}, slope: last step; bare: those before"
    return [
        *found,
        Figure(benchmark="sleeping", case=case, unit="KB each", ours=costs[-1], bare=earlier, value=slope, goal=FLAT),
    ]
