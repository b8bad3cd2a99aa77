"""What the lists cost without a cache: `python -m bench.lists`, beside a bare SELECT 1 of the same run."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.composer import compose
from database.cities import active_cities
from database.engine import DatabaseSettings, build_engine, build_sessions
from database.recruiters import recruiters_with_free_slots
from database.slots import free_slots
from domain.ids import CandidateId, CityId, RecruiterId
from domain.stages import Stage
from migrations.migrator import upgrade
from otklik.embedded.postgres import embedded_postgres
from tests.database.world import statements_of
from workflows.candidate_letters import OfferRecruiters, OfferSlots
from workflows.effects import AnyLetter
from workflows.steps import SendLetter

ROUNDS = 200
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


@dataclass(frozen=True)
class Cost:
    """What one question costs: milliseconds (median and 99th percentile) and statements."""

    median: float
    slow: float
    statements: int


async def main() -> None:
    """Fill a database, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        async with embedded_postgres(Path(folder)) as url:
            await upgrade(url)
            engine = build_engine(DatabaseSettings(url, pool_size=2))
            async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                for statement in OFFICE.split(";\n"):
                    await connection.execute(text(statement))
            await report(engine)
            await engine.dispose()


async def report(engine: AsyncEngine) -> None:
    bare = await cost_of(engine, lambda session: session.execute(text("SELECT 1")))
    print(f"{CITIES} cities, {RECRUITERS} recruiters, {RECRUITERS * SLOTS_EACH} free slots, {ROUNDS} rounds")
    print(f"{'':34} median ms   p99 ms   statements   times SELECT 1")
    for name, question in (("SELECT 1", None), *questions().items()):
        cost = bare if question is None else await cost_of(engine, question)
        times = cost.median / bare.median
        print(f"{name:34} {cost.median:9.2f} {cost.slow:8.2f} {cost.statements:12} {times:16.1f}")


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


async def cost_of(engine: AsyncEngine, question: Question) -> Cost:
    sessions, took = build_sessions(engine), []
    async with sessions() as session:
        with statements_of(engine) as statements:
            assert await question(session)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            await question(session)
            took.append((time.perf_counter() - began) * 1000)
    return Cost(statistics.median(took), statistics.quantiles(took, n=100)[98], len(statements))


if __name__ == "__main__":
    asyncio.run(main())
