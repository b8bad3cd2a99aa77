"""How much of a bare conditional UPDATE's rate `reserve_slot` reaches, on one embedded PostgreSQL.

Beside the bare table stands one with the constraints and indexes of `slots`. All through the product's own engine, one
statement being one transaction, alone and with many callers, one person a slot and a crowd for each.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.figure import Figure, Goal, paired_ratio
from bench.subjects import Call, Subject, furnish, subjects_of
from bench.turns import counted
from database.engine import DatabaseSettings, build_engine
from migrations.migrator import upgrade
from otklik.embedded.postgres import embedded_postgres

CROWDS = {"one person a slot": 1, "32 people a slot": 32}
ROOMY = ("-c", "max_connections=100")
GOAL = Goal(at_least=0.5)


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Rounds, calls in each (a multiple of 32), callers at once, and how full the tables are when it begins."""

    rounds: int
    calls: int
    callers: tuple[int, ...]
    booked: int
    free: int


QUICK = Sizes(rounds=1, calls=64, callers=(4,), booked=64, free=64)
FULL = Sizes(rounds=9, calls=1600, callers=(1, 8, 32), booked=3_200, free=9_600)


async def measure(sizes: Sizes) -> Sequence[Figure]:
    """Furnish a database and let the three take turns in it."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        async with embedded_postgres(Path(folder), ROOMY) as url:
            await upgrade(url)
            async with autocommit(url, max(sizes.callers)) as engine:
                subjects = await furnished(engine, sizes)
                costs = list(await costs_of_one_call(url))
                found = [
                    each
                    for crowd in CROWDS
                    for callers in sizes.callers
                    for each in compared(crowd, callers, await rates(subjects, callers, crowd, sizes))
                ]
    return [*found, *costs]


async def furnished(engine: AsyncEngine, sizes: Sizes) -> Sequence[Subject]:
    """Return the three subjects with tables that are not empty, of which PostgreSQL knows how they are filled."""
    await furnish(engine)
    subjects = subjects_of(engine)
    for subject in subjects:
        await timed(await subject.calls(sizes.booked, 1), max(sizes.callers), winners=sizes.booked)
        await subject.calls(sizes.free, 1)
    await engine.dispose()  # plans made while the tables were empty are nobody's
    async with engine.connect() as connection:
        await connection.execute(text("VACUUM ANALYZE"))
    return subjects


async def rates(subjects: Sequence[Subject], callers: int, crowd: str, sizes: Sizes) -> Mapping[str, list[float]]:
    """Return calls a second of each round, by subject.

    They run in turns, the first of a round being the last of the next; the round before them is for warming.
    """
    found: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    for number in range(sizes.rounds + 1):
        for subject in subjects if number % 2 else subjects[::-1]:
            calls = await subject.calls(sizes.calls, CROWDS[crowd])
            seconds = await timed(calls, callers, winners=sizes.calls // CROWDS[crowd])
            if number > 0:
                found[subject.name].append(sizes.calls / seconds)
    return found


def compared(crowd: str, callers: int, found: Mapping[str, list[float]]) -> Iterator[Figure]:
    """Return the ratio to the bare table, for which the goal is, and to the indexed one."""
    bare, indexed, reserve = found.values()
    for beside, theirs, goal in (("bare", bare, GOAL), ("indexed", indexed, None)):
        yield Figure(
            benchmark="reservation",
            case=f"{callers} at once, {crowd}, beside the {beside} table",
            unit="calls a second",
            ours=median(reserve),
            bare=median(theirs),
            value=paired_ratio(reserve, theirs),
            goal=goal,
        )


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


async def costs_of_one_call(url: str) -> Sequence[Figure]:
    """Return what a call of each sends on a connection that has done it before."""
    costs: list[Figure] = []
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
                    for unit, count in (("statements", statements), ("round trips", round_trips)):
                        costs.append(one_call(subject.name, unit, count))
    return costs


def one_call(name: str, unit: str, count: int) -> Figure:
    return Figure(benchmark="reservation", case=f"one call of {name}, {unit}", unit=unit, ours=count, value=count)


@asynccontextmanager
async def autocommit(url: str, connections: int) -> AsyncIterator[AsyncEngine]:
    """Yield the product's own engine, each statement a transaction of its own."""
    engine = build_engine(DatabaseSettings(url, pool_size=connections))
    yield engine.execution_options(isolation_level="AUTOCOMMIT")
    await engine.dispose()
