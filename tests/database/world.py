"""A small world to test in: a city, a recruiter who serves it, slots and candidates; and a counter of statements."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from database.bookings.reservation import Reservation, reserve_slot
from database.tables import Candidate, City, Recruiter, RecruiterCity, Slot
from domain.policy import DEFAULT_POLICY

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
LENGTH = timedelta(minutes=20)

Sessions = async_sessionmaker[AsyncSession]


class World:
    """Makes rows with sensible values, each in a transaction of its own; returns their ids."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self._numbers = itertools.count(1)

    async def city(self, **values: Any) -> int:
        number = next(self._numbers)
        return await self._add(City, {"name": f"City {number}", "zone": "Europe/Moscow"} | values)

    async def recruiter(self, *city_ids: int, **values: Any) -> int:
        number = next(self._numbers)
        recruiter_id = await self._add(Recruiter, {"name": f"Recruiter {number}", "zone": "Europe/Moscow"} | values)
        for city_id in city_ids:
            await self.serve(recruiter_id, city_id)
        return recruiter_id

    async def serve(self, recruiter_id: int, city_id: int) -> None:
        async with self.sessions.begin() as session:
            await session.execute(insert(RecruiterCity).values(recruiter_id=recruiter_id, city_id=city_id))

    async def slot(self, recruiter_id: int, city_id: int, *, hours: float = 24, **values: Any) -> int:
        """Add a slot that many hours from NOW on."""
        (slot_id,) = await self._add_all(Slot, [_slot(recruiter_id, city_id, hours) | values])
        return slot_id

    async def slots(self, recruiter_id: int, city_id: int, *, count: int, hours: float = 24) -> list[int]:
        """Add that many slots, one an hour, the first that many hours from NOW on."""
        rows = [_slot(recruiter_id, city_id, hours + number) for number in range(count)]
        return await self._add_all(Slot, rows)

    async def candidate(self, **values: Any) -> int:
        (candidate_id,) = await self._add_all(Candidate, [self._candidate() | values])
        return candidate_id

    async def candidates(self, count: int) -> list[int]:
        return await self._add_all(Candidate, [self._candidate() for _ in range(count)])

    async def reserve(self, slot_id: int, candidate_id: int, city_id: int, **pick: Any) -> Reservation:
        """Pick a slot in a transaction of its own, under a key of its own unless one is given."""
        expected: dict[str, Any] = {"expected_recruiter_id": None, "now": NOW}
        expected |= {"booking_key": f"key-{next(self._numbers)}", "minimum_notice": DEFAULT_POLICY.minimum_notice}
        async with self.sessions.begin() as session:
            return await reserve_slot(
                session, slot_id=slot_id, candidate_id=candidate_id, expected_city_id=city_id, **(expected | pick)
            )

    async def booked(self) -> tuple[Reservation, int]:
        """Return a fresh pending booking, and its candidate."""
        city = await self.city()
        candidate = await self.candidate()
        slot = await self.slot(await self.recruiter(city), city)
        return await self.reserve(slot, candidate, city), candidate

    async def run(self, statement: str, **values: Any) -> None:
        """Execute raw SQL, as somebody in psql would."""
        async with self.sessions.begin() as session:
            await session.execute(text(statement), values)

    async def ask(self, statement: str, **values: Any) -> Any:
        """Return the first column of the first row, read by a session of its own."""
        async with self.sessions() as session:
            return await session.scalar(text(statement), values)

    def _candidate(self) -> dict[str, Any]:
        number = 1000 + next(self._numbers)
        return {"telegram_id": number, "chat_id": number}

    async def _add(self, table: Any, values: dict[str, Any]) -> int:
        (row_id,) = await self._add_all(table, [values])
        return row_id

    async def _add_all(self, table: Any, rows: list[dict[str, Any]]) -> list[int]:
        async with self.sessions.begin() as session:
            return [int(row_id) for row_id in await session.scalars(insert(table).values(rows).returning(table.id))]


def _slot(recruiter_id: int, city_id: int, hours: float) -> dict[str, Any]:
    starts_at = NOW + hours * HOUR
    entered = {"wall_time": starts_at.replace(tzinfo=None), "wall_zone": "UTC"}
    place = {"recruiter_id": recruiter_id, "city_id": city_id}
    return place | entered | {"starts_at": starts_at, "ends_at": starts_at + LENGTH}


@contextmanager
def statements_of(engine: AsyncEngine) -> Iterator[list[str]]:
    """Collect the statements that are sent while the block runs."""
    seen: list[str] = []

    def collect(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", collect)
    try:
        yield seen
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", collect)
