"""What the database of the tried Otklik says, and the few rows that a trial has to set: plain SQL, as in psql."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg  # type: ignore[import-untyped] # it is typed inside but does not say so

from proof.stand_in import RefusedError

PATIENCE = 5.0  # seconds
# The last is what asyncpg says of a connection that was cut between two steps of one statement.
NOT_THERE = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError, asyncpg.InternalClientError)
ALWAYS_AWAKE = json.dumps({"quiet_from": "00:00", "quiet_until": "00:00"})  # a trial at night is a trial, too
DISTANT = 9  # days from now: nobody takes this time, and with it the recruiter is never without one
DISTANT_SLOT = """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT r.id, c.id, at, at + interval '20 min', at AT TIME ZONE c.zone, c.zone
    FROM (SELECT date_trunc('hour', now()) + make_interval(days => $2) AS at) AS then_, recruiters AS r
    JOIN recruiter_cities AS s ON s.recruiter_id = r.id JOIN cities AS c ON c.id = s.city_id
    WHERE r.name = $1 LIMIT 1
"""
# The alarm rings two hours before the start, and up to 59 s earlier, which the candidate's number decides. So short a
# time overlaps no other of the same recruiter.
SLOT_REMINDED_AT = """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT r.id, c.id, at, at + interval '1 ms', at AT TIME ZONE c.zone, c.zone
    FROM (
        SELECT to_timestamp($3::float8) + interval '2 h' + make_interval(secs => id % 60) AS at, city_id
        FROM candidates WHERE telegram_id = $2
    ) AS wish JOIN cities AS c ON c.id = wish.city_id, recruiters AS r
    WHERE r.name = $1
    RETURNING slots.id
"""
FATE = """
    SELECT m.status, m.attempts, extract(epoch FROM m.finished_at)::float8 AS finished_at,
        extract(epoch FROM s.starts_at)::float8 AS starts_at
    FROM candidates AS c JOIN bookings AS b ON b.candidate_id = c.id JOIN slots AS s ON s.id = b.slot_id
    LEFT JOIN sent_messages AS m ON m.candidate_id = c.id AND m.kind = 'remind_candidate' AND m.booking_id = b.id
    WHERE c.telegram_id = $1 ORDER BY b.id DESC, m.id DESC LIMIT 1
"""


@dataclass(frozen=True, kw_only=True)
class Fate:
    """How far a reminder got: `status` is the ledger's word, None without a line; instants are Unix seconds."""

    status: str | None
    attempts: int | None
    finished_at: float | None
    starts_at: float


class Truth:
    """Looks at a database by a connection of its own each time: the server may be killed in between."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+asyncpg://", "postgresql://", 1)

    async def answers(self) -> bool:
        """Tell whether the database answers now."""
        try:
            await self.ask("SELECT 1")
        except NOT_THERE:
            return False
        return True

    async def now(self) -> float:
        """Return the time of the house in Unix seconds."""
        return float((await self.ask("SELECT extract(epoch FROM clock_timestamp())::float8 AS now"))[0]["now"])

    async def clear_the_calendar(self, recruiter: str) -> None:
        """Leave no free time but one far ahead with this recruiter, and no quiet hours."""
        await self.ask("UPDATE company_settings SET policy = $1::jsonb", ALWAYS_AWAKE)
        await self.ask("DELETE FROM slots")
        await self.ask(DISTANT_SLOT, recruiter, DISTANT)

    async def add_slot_reminded_at(self, due: float, *, recruiter: str, telegram_id: int) -> None:
        """Give the recruiter a free time whose reminder is due at that moment if this candidate takes it.

        Raises `RefusedError` when the candidate's city is not known.
        """
        if not await self.ask(SLOT_REMINDED_AT, recruiter, telegram_id, due):
            raise RefusedError(f"no city is known of {telegram_id}, so no time can be made")

    async def fate_of_reminder(self, telegram_id: int) -> Fate:
        """Return what became of the candidate's reminder: of their last booking, if the first time did not suit."""
        return Fate(**(await self.ask(FATE, telegram_id))[0])

    async def ask(self, query: str, *arguments: Any) -> Sequence[Any]:
        """Return the rows that a statement brings; raise one of `NOT_THERE` while the database is down."""
        async with asyncio.timeout(PATIENCE), self._connection() as connection:
            return list(await connection.fetch(query, *arguments))

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        connection = await asyncpg.connect(self._url)
        try:
            yield connection
        finally:
            await connection.close()
