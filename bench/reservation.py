"""How much of a bare conditional UPDATE's rate `reserve_slot` reaches, on one embedded PostgreSQL, in one run.

python bench/reservation.py [--json figures.json] [--rounds 9] [--calls 1600]
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine
from subjects import Call, Subject, furnish, subjects_of
from turns import counted

from database.engine import DatabaseSettings, build_engine
from migrations.migrator import upgrade
from otklik.embedded.postgres import embedded_postgres

CALLERS = (1, 8, 32)
CROWDS = {"uncontended": 1, "contended": 32}  # people for each slot
ALREADY_BOOKED, ALREADY_FREE = 3_200, 9_600
GOAL = 0.5


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Calls a second, each the median of the rounds; a ratio is the median of each round's own ratio."""

    callers: int
    crowd: str
    bare: float
    indexed: float
    reserve: float
    ratio_to_bare: float
    ratio_to_indexed: float


async def main(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        async with embedded_postgres(Path(folder), ["-c", "max_connections=100"]) as url:
            await upgrade(url)
            await bench(url, options)


async def bench(url: str, options: argparse.Namespace) -> None:
    """Furnish the database, count what one call sends, measure, print and write."""
    async with autocommit(url, max(CALLERS)) as engine:
        await furnish(engine)
        subjects = subjects_of(engine)
        for subject in subjects:
            await timed(await subject.calls(ALREADY_BOOKED, 1), max(CALLERS), winners=ALREADY_BOOKED)
            await subject.calls(ALREADY_FREE, 1)
        await engine.dispose()  # plans made while the tables were empty are nobody's
        async with engine.connect() as connection:
            await connection.execute(text("VACUUM ANALYZE"))
            version = await connection.scalar(text("SHOW server_version"))
        costs = await costs_of_one_call(url)
        found = {
            "postgresql": version,
            "cpus": os.cpu_count(),
            "load": os.getloadavg()[0],
            "goal": GOAL,
            "costs": costs,
        }
        print(f"PostgreSQL {version}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f} at the start")
        for cost in costs:
            print(f"{cost['name']}: statements {cost['statements']}, round trips {cost['round_trips']}")
        print(f"\n{'callers':>7}  {'':12}{'bare/s':>9}{'indexed/s':>11}{'reserve/s':>11}  ratio to bare, to indexed")
        figures = [await measure(subjects, callers, crowd, options) for crowd in CROWDS for callers in CALLERS]
    good = sum(figure.ratio_to_bare >= GOAL for figure in figures)
    print(f"\n{good} of {len(figures)} reach {GOAL} of the bare rate; load {os.getloadavg()[0]:.1f} at the end")
    if options.json:
        found["figures"] = [asdict(figure) for figure in figures]
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


async def measure(subjects: Sequence[Subject], callers: int, crowd: str, options: argparse.Namespace) -> Figure:
    """Run them in turns, the first of a round being the last of the next; the round before them is for warming."""
    rates: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    for number in range(options.rounds + 1):
        for subject in subjects if number % 2 else subjects[::-1]:
            calls = await subject.calls(options.calls, CROWDS[crowd])
            seconds = await timed(calls, callers, winners=options.calls // CROWDS[crowd])
            if number > 0:
                rates[subject.name].append(options.calls / seconds)
    bare, indexed, reserve = rates.values()
    figure = Figure(
        callers=callers,
        crowd=crowd,
        bare=median(bare),
        indexed=median(indexed),
        reserve=median(reserve),
        ratio_to_bare=median(ours / theirs for ours, theirs in zip(reserve, bare, strict=True)),
        ratio_to_indexed=median(ours / theirs for ours, theirs in zip(reserve, indexed, strict=True)),
    )
    print(
        f"{callers:>7}  {crowd:12}{figure.bare:>9.0f}{figure.indexed:>11.0f}{figure.reserve:>11.0f}"
        f"{figure.ratio_to_bare:>15.2f}{figure.ratio_to_indexed:>12.2f}"
    )
    return figure


async def timed(calls: Sequence[Call], callers: int, *, winners: int) -> float:
    """Return the seconds that the calls take when so many callers share them, and see that each slot was got once."""
    waiting = iter(calls)

    async def call_on() -> int:
        return sum([await call() for call in waiting])

    start = time.perf_counter()
    got = await asyncio.gather(*(call_on() for _ in range(callers)))
    seconds = time.perf_counter() - start
    assert sum(got) == winners, f"{sum(got)} got a slot instead of {winners}"
    return seconds


async def costs_of_one_call(url: str) -> list[dict[str, Any]]:
    """Return what a call of each sends on a connection that has done it before."""
    costs = []
    with tempfile.TemporaryDirectory(prefix="otklik-turns-") as folder:
        async with counted(Path(str(make_url(url).query["host"])), Path(folder)) as turns:
            through = make_url(url).update_query_dict({"host": folder}).render_as_string(hide_password=False)
            async with autocommit(through, 1) as engine:
                sent: list[str] = []
                event.listen(engine.sync_engine, "before_cursor_execute", lambda *seen: sent.append(seen[2]))
                for subject in subjects_of(engine):
                    subject.go_on_from(10_000_000)
                    first, second = await subject.calls(2, 1)
                    await first()
                    before = (len(sent), turns.count)
                    await second()
                    statements, round_trips = len(sent) - before[0], turns.count - before[1]
                    costs.append({"name": subject.name, "statements": statements, "round_trips": round_trips})
    return costs


@asynccontextmanager
async def autocommit(url: str, connections: int) -> AsyncIterator[AsyncEngine]:
    """Yield the product's own engine, each statement a transaction of its own."""
    engine = build_engine(DatabaseSettings(url, pool_size=connections))
    yield engine.execution_options(isolation_level="AUTOCOMMIT")
    await engine.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--calls", type=int, default=1600, help="calls in a round, a multiple of 32")
    asyncio.run(main(parser.parse_args()))
