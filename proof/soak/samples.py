"""What is looked at every few seconds: each part from outside, the database from inside, and what lies on the disk."""

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from proof.house import MARKS, House
from proof.processes import children, command_line, handles, private_memory, threads
from proof.truth import NOT_THERE

MEGABYTE = 1024 * 1024
STAND_IN = "telegram"
STAND_IN_MARK = " standin "
INSIDE = """
    SELECT (SELECT count(*) FROM telegram_updates WHERE status = 'new') AS waiting,
        (SELECT count(*) FROM candidates WHERE stage <> 'closed') AS open,
        (SELECT count(*) FROM candidates WHERE stage = 'closed') AS closed,
        (SELECT count(*) FROM slots WHERE status = 'free') AS free,
        (SELECT count(*) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()) AS connections,
        pg_database_size(current_database()) AS database_bytes
"""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One figure, `at` seconds after the load began, of a process that began `age` seconds before; `life` names it."""

    at: float
    age: float
    life: int
    value: float


Series = dict[tuple[str, str], list[Point]]  # by part and measure


@dataclass(kw_only=True)
class Sampler:
    """Collects points; a part that is down, or a database that does not answer, leaves a gap."""

    house: House
    series: Series = field(default_factory=dict)
    _births: dict[int, float] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    async def begin(self) -> None:
        """Count from now on; what was seen before is forgotten, but not who was born when."""
        self._began = time.monotonic()
        self.series.clear()
        await self.sample()

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    async def sample(self) -> None:
        """Look at everything once."""
        for part, family in list(self._families()):
            born = self._births.setdefault(family[0], time.monotonic())
            age = time.monotonic() - born
            share = len(family)  # PostgreSQL is as many processes as it has connections: their mean is what can grow
            self._note(part, "memory", sum(map(private_memory, family)) / MEGABYTE / share, age=age, life=family[0])
            self._note(part, "handles", sum(map(handles, family)) / share, age=age, life=family[0])
            self._note(part, "threads", sum(map(threads, family)) / share, age=age, life=family[0])
        self._note("temporal", "file", _bytes_of(self.house.folder, "temporal.db*") / MEGABYTE)
        self._note("postgres", "journal", _bytes_of(self.house.folder, "postgres/**/pg_wal/*") / MEGABYTE)
        with contextlib.suppress(*NOT_THERE):
            (seen,) = await self.house.truth.ask(INSIDE)
            self._note("postgres", "file", seen["database_bytes"] / MEGABYTE)
            self._note("postgres", "connections", seen["connections"])
            self._note("inbox", "waiting", seen["waiting"])
            self._note("journeys", "open", seen["open"])
            self._note("journeys", "closed", seen["closed"])
            self._note("slots", "free", seen["free"])

    def latest(self, part: str, measure: str) -> float:
        """Return the last figure, 0 if there is none."""
        points = self.series.get((part, measure))
        return points[-1].value if points else 0.0

    def _note(self, part: str, measure: str, value: float, *, age: float | None = None, life: int = 0) -> None:
        seconds = self.seconds
        point = Point(at=seconds, age=seconds if age is None else age, life=life, value=value)
        self.series.setdefault((part, measure), []).append(point)

    def _families(self) -> Iterator[tuple[str, Sequence[int]]]:
        for name in MARKS:
            family = self.house.family_of(name)
            if family:
                yield name, family
        everybody = children(self.house.pid)
        yield STAND_IN, [pid for pid in everybody if STAND_IN_MARK in command_line(pid)]


def _bytes_of(folder: Path, pattern: str) -> int:
    total = 0
    for file in folder.glob(pattern):
        with contextlib.suppress(OSError):
            total += file.stat().st_size
    return total
