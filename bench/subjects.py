"""What is compared: `reserve_slot`, and a conditional UPDATE of a bare table and of one with the indexes of `slots`."""

import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database.bookings.reservation import reserve_slot
from database.engine import build_sessions
from domain.reservation import ReservationOutcome

NOW = datetime(2030, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)

Call = Callable[[], Awaitable[bool]]  # tells whether it got the slot

FURNISH = (
    "INSERT INTO cities (name, zone) SELECT 'City ' || n, 'Europe/Moscow' FROM generate_series(1, 10) AS n",
    "INSERT INTO recruiters (name, zone) SELECT 'Recruiter ' || n, 'Europe/Moscow' FROM generate_series(1, 30) AS n",
    "INSERT INTO recruiter_cities SELECT n, 1 + n % 10 FROM generate_series(1, 30) AS n",
    "CREATE TABLE bare_slots (id bigint PRIMARY KEY, status text NOT NULL, candidate_tg_id bigint)",
    "CREATE TABLE indexed_slots (LIKE slots INCLUDING ALL)",  # constraints and indexes; no triggers, no foreign keys
)

# Slots lie further in the future with every round; a recruiter's slots are an hour apart.
ADD_SLOTS = """
    INSERT INTO {table} (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT 1 + n % 30, 1 + (1 + n % 30) % 10, start, start + interval '20 minutes', start AT TIME ZONE 'UTC', 'UTC'
    FROM generate_series(cast(:first AS bigint), :first + :count - 1) AS n,
        LATERAL (SELECT timestamptz '2030-01-02 00:00Z' + n / 30 * interval '1 hour') AS at (start)
    RETURNING id, city_id
"""
ADD_PEOPLE = """
    INSERT INTO candidates (telegram_id, chat_id)
    SELECT n, n FROM generate_series(cast(:first AS bigint), :first + :count - 1) AS n RETURNING id
"""
ADD_BARE = """
    INSERT INTO bare_slots SELECT n, 'free' FROM generate_series(cast(:first AS bigint), :first + :count - 1) AS n
    RETURNING id
"""
TAKE = """
    UPDATE {table} SET status = 'pending', candidate_tg_id = :who WHERE id = :slot AND status = 'free' RETURNING id
"""


class Subject(Protocol):
    """One of them; `calls` makes fresh rows and returns the calls of a round, `crowd` of them for each slot."""

    name: str

    def go_on_from(self, first: int) -> None: ...

    async def calls(self, count: int, crowd: int) -> list[Call]: ...


async def furnish(engine: AsyncEngine) -> None:
    """Make what both subjects need, in a database at the newest revision."""
    async with engine.connect() as connection:
        for statement in FURNISH:
            await connection.execute(text(statement))


class Update:
    """UPDATE … WHERE id = … AND status = 'free', and nothing else."""

    def __init__(self, engine: AsyncEngine, table: str, add: str) -> None:
        self.name = table
        self._sessions = build_sessions(engine)
        self._add = add.format(table=table)
        self._take = text(TAKE.format(table=table))
        self._first = 1

    def go_on_from(self, first: int) -> None:
        self._first = first

    async def calls(self, count: int, crowd: int) -> list[Call]:
        async with self._sessions() as session:
            slots = await _add(session, self._add, self._first, count // crowd)
        self._first += count // crowd
        return [self._call(slots[number // crowd][0], number) for number in range(count)]

    def _call(self, slot: int, who: int) -> Call:
        async def take() -> bool:
            async with self._sessions() as session:
                return await session.scalar(self._take, {"slot": slot, "who": who}) is not None

        return take


class Reserve:
    """The product's reservation, with everything that it checks, writes and announces."""

    name = "reserve_slot"

    def __init__(self, engine: AsyncEngine) -> None:
        self._sessions = build_sessions(engine)
        self._first = self._first_person = 1
        self._keys = itertools.count()

    def go_on_from(self, first: int) -> None:
        self._first = self._first_person = first
        self._keys = itertools.count(first)

    async def calls(self, count: int, crowd: int) -> list[Call]:
        async with self._sessions() as session:
            slots = await _add(session, ADD_SLOTS.format(table="slots"), self._first, count // crowd)
            people = await _add(session, ADD_PEOPLE, self._first_person, count)
        self._first += count // crowd
        self._first_person += count
        places = [slots[number // crowd] for number in range(count)]
        return [self._call(slot, city, who) for (slot, city), (who,) in zip(places, people, strict=True)]

    def _call(self, slot: int, city: int, who: int) -> Call:
        async def take() -> bool:
            async with self._sessions() as session:
                answer = await reserve_slot(
                    session,
                    slot_id=slot,
                    candidate_id=who,
                    expected_recruiter_id=None,
                    expected_city_id=city,
                    booking_key=f"bench-{next(self._keys)}",
                    now=NOW,
                    minimum_notice=HOUR,
                )
            assert answer.outcome in {ReservationOutcome.RESERVED, ReservationOutcome.SLOT_TAKEN}
            return answer.outcome is ReservationOutcome.RESERVED

        return take


async def _add(session: AsyncSession, statement: str, first: int, count: int) -> list[tuple[int, ...]]:
    return [tuple(row) for row in await session.execute(text(statement), {"first": first, "count": count})]


def subjects_of(engine: AsyncEngine) -> tuple[Subject, Subject, Subject]:
    """Return the bare UPDATE, the indexed one, and the reservation."""
    return Update(engine, "bare_slots", ADD_BARE), Update(engine, "indexed_slots", ADD_SLOTS), Reserve(engine)
