"""What lists and whole messages cost without a cache, beside a bare SELECT 1 on the same connection."""

import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bench.figure import Figure, percentile
from bot.composer import compose
from database.engine import DatabaseSettings, build_engine, build_sessions
from database.people.recruiters import recruiters_with_free_slots
from database.places.cities import active_cities
from database.slots.open_slots import free_slots
from domain.ids import CandidateId, CityId, RecruiterId
from domain.stages import Stage
from migrations.migrator import upgrade
from otklik.embedded.postgres import embedded_postgres
from workflows.effects import AnyLetter
from workflows.letters.to_candidate import OfferRecruiters, OfferSlots
from workflows.steps import SendLetter

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CITIES, RECRUITERS, SLOTS_EACH = 25, 50, 200  # 10,000 slots: two recruiters a city, four hundred slots a city
OFFICE = f"""
    INSERT INTO cities (name, zone) SELECT 'Город ' || n, 'Europe/Moscow' FROM generate_series(1, {CITIES}) AS n;
    INSERT INTO recruiters (name, zone)
    SELECT 'Рекрутёр ' || n, 'Europe/Moscow' FROM generate_series(1, {RECRUITERS}) AS n;
    INSERT INTO recruiter_cities SELECT n, 1 + n % {CITIES} FROM generate_series(1, {RECRUITERS}) AS n;
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT n, 1 + n % {CITIES}, at, at + interval '30 minutes', at AT TIME ZONE 'UTC', 'UTC'
    FROM generate_series(1, {RECRUITERS}) AS n, generate_series(1, {SLOTS_EACH}) AS k, LATERAL (
        SELECT timestamptz '2026-11-24 06:00Z' + k / 20 * interval '1 day' + k % 20 * interval '30 minutes' AS at
    ) AS start;
    INSERT INTO candidates (telegram_id, chat_id, city_id) VALUES (1, 1, 1);
    ANALYZE
"""

Question = Callable[[AsyncSession], Awaitable[object]]


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How often each question is asked."""

    rounds: int


QUICK = Sizes(rounds=5)
FULL = Sizes(rounds=300)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one question costs: milliseconds each time, and statements."""

    took: Sequence[float]
    statements: int


async def measure(sizes: Sizes) -> Sequence[Figure]:
    """Fill a database and ask."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        async with embedded_postgres(Path(folder)) as url:
            await upgrade(url)
            engine = build_engine(DatabaseSettings(url, pool_size=2))
            async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                for statement in OFFICE.split(";\n"):
                    await connection.execute(text(statement))
            bare = await cost_of(engine, select_one, sizes.rounds)
            costs = {name: await cost_of(engine, question, sizes.rounds) for name, question in questions().items()}
            await engine.dispose()
    return [figure for name, cost in costs.items() for figure in compared(name, cost, bare)]


def compared(name: str, cost: Cost, bare: Cost) -> Iterator[Figure]:
    """Return the median and the slowest of a hundred."""
    for percent in (50, 99):
        ours, theirs = percentile(cost.took, percent), percentile(bare.took, percent)
        case = f"{name}, {cost.statements} statements, p{percent}"
        yield Figure(benchmark="lists", case=case, unit="ms", ours=ours, bare=theirs, value=ours / theirs)


async def select_one(session: AsyncSession) -> object:
    return await session.execute(text("SELECT 1"))


def questions() -> dict[str, Question]:
    city, recruiter = CityId(1), RecruiterId(CITIES)
    return {
        "cities": active_cities,
        "recruiters of a city": lambda session: recruiters_with_free_slots(session, city, NOW),
        "slots of a city": lambda session: free_slots(session, city_id=city, recruiter_id=None, earliest=NOW),
        "slots of a recruiter": lambda session: free_slots(session, city_id=city, recruiter_id=recruiter, earliest=NOW),
        "message: recruiters of a city": composed(OfferRecruiters(city_id=city)),
        "message: slots of a city": composed(OfferSlots(city_id=city, recruiter_id=None)),
        "message: slots of a recruiter": composed(OfferSlots(city_id=city, recruiter_id=recruiter)),
    }


def composed(letter: AnyLetter) -> Question:
    order = SendLetter(candidate_id=CandidateId(1), letter=letter, occurrence=1, stage=Stage.CHOOSING_SLOT, now=NOW)
    return lambda session: compose(session, order)


async def cost_of(engine: AsyncEngine, question: Question, rounds: int) -> Cost:
    sessions, took, sent = build_sessions(engine), list[float](), list[str]()
    async with sessions() as session:
        event.listen(engine.sync_engine, "before_cursor_execute", note := (lambda *seen: sent.append(seen[2])))
        assert await question(session)
        event.remove(engine.sync_engine, "before_cursor_execute", note)
        for _ in range(rounds):
            began = time.perf_counter()
            await question(session)
            took.append((time.perf_counter() - began) * 1000)
    return Cost(took=took, statements=len(sent))
