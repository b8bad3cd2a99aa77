"""Numbers of rows that journeys mention and that a restored, older database would give out a second time."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# Between the highest number that anybody mentions and the next one: what was lost and is mentioned by nobody any more
# may still stand on somebody's button.
GAP = 10_000
TABLES = ("cities", "recruiters", "questionnaires", "candidates", "slots", "bookings")
LAST = "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass), 0)"
LEDGER = "SELECT coalesce(max(booking_id), 0) FROM sent_messages"


@dataclass(frozen=True, kw_only=True)
class NumberBehind:
    """The last number that a table gave out, and a higher one that is mentioned as one of its rows."""

    table: str
    last: int
    mentioned: int


async def numbers_behind(session: AsyncSession, mentioned: Mapping[str, int]) -> list[NumberBehind]:
    """Return the tables that would give out a mentioned number again; `mentioned` are the highest ones, by table."""
    in_ledger = int((await session.execute(text(LEDGER))).scalar_one())
    highest = {**mentioned, "bookings": max(mentioned.get("bookings", 0), in_ledger)}
    lasts = {name: await _last(session, name) for name in TABLES}
    return [
        NumberBehind(table=name, last=last, mentioned=highest[name])
        for name, last in lasts.items()
        if highest.get(name, 0) > last
    ]


async def move_numbers_on(session: AsyncSession, mentioned: Mapping[str, int]) -> None:
    """Let all of these tables go on well beyond whatever was given out; a sequence is no part of the transaction."""
    for name in TABLES:
        beyond = max(await _last(session, name), mentioned.get(name, 0)) + GAP
        await session.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :beyond)"), {"name": name, "beyond": beyond}
        )


async def _last(session: AsyncSession, table: str) -> int:
    return int((await session.execute(text(LAST), {"name": table})).scalar_one())
