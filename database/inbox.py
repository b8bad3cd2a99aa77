"""The inbox: updates are stored before Telegram is told that they arrived, and handled one at a time per person.

Whoever claims an update keeps the transaction open while handling it: the lock says "somebody is at it" to all
processes, and a process that dies lets go of it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Update, bindparam, func, literal, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.plain_tables import plain
from database.tables import TelegramUpdate, UpdateStatus

LONGEST_ERROR = 2000
UPDATES = plain(TelegramUpdate)
IS_NEW = literal(UpdateStatus.NEW, UPDATES.c.status.type, literal_execute=True)
IS_PARKED = literal(UpdateStatus.PARKED, UPDATES.c.status.type, literal_execute=True)

# The same words for any number of updates: neither we nor PostgreSQL read them anew.
STORE = text("""
    INSERT INTO telegram_updates (bot_id, update_id, person_key, payload)
    SELECT :bot_id, update_id, person_key, payload
    FROM jsonb_to_recordset(CAST(:updates AS jsonb)) AS told (update_id bigint, person_key bigint, payload jsonb)
    ON CONFLICT DO NOTHING
    RETURNING update_id
""")


@dataclass(frozen=True, kw_only=True)
class IncomingUpdate:
    """A raw update as it arrived; `person_key` is the Telegram user (or chat) whose updates keep their order."""

    update_id: int
    person_key: int
    payload: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ClaimedUpdate:
    """An update that is ours until the transaction ends; `attempts` counts the failures before this one.

    `others_wait` tells whether somebody else's later update was there as well: somebody may be at it already.
    `another_waits` tells whether the same person's next one was.
    """

    bot_id: int
    update_id: int
    person_key: int
    payload: dict[str, Any]
    attempts: int
    received_at: datetime
    others_wait: bool
    another_waits: bool


@dataclass(frozen=True, kw_only=True)
class InboxLag:
    """How many updates wait, since when the oldest does, and how many are parked."""

    waiting: int
    oldest: datetime | None
    parked: int


def _claim() -> Select[Any]:
    """Return the statement that claims: made once, for making it takes longer than PostgreSQL takes to answer it."""
    mine, earlier, other = UPDATES.c, UPDATES.alias("earlier").c, UPDATES.alias("other").c
    is_preceded = select(earlier.arrival).where(
        earlier.person_key == mine.person_key, earlier.arrival < mine.arrival, earlier.status == IS_NEW
    )
    others_wait = select(other.arrival).where(
        other.person_key != mine.person_key, other.arrival > mine.arrival, other.status == IS_NEW
    )
    another_waits = select(other.arrival).where(
        other.person_key == mine.person_key, other.arrival > mine.arrival, other.status == IS_NEW
    )
    claimed = (mine.bot_id, mine.update_id, mine.person_key, mine.payload, mine.attempts, mine.received_at)
    is_due = or_(mine.next_try_at.is_(None), mine.next_try_at <= bindparam("now", type_=mine.next_try_at.type))
    return (
        select(
            *claimed,
            others_wait.exists().label("others_wait"),
            another_waits.exists().label("another_waits"),
        )
        .where(mine.status == IS_NEW, is_due, ~is_preceded.exists())
        .order_by(mine.arrival)
        .limit(1)
        .with_for_update(of=UPDATES, skip_locked=True)
    )


CLAIM = _claim()
NOTE = update(UPDATES).where(
    UPDATES.c.bot_id == bindparam("claimed_of"), UPDATES.c.update_id == bindparam("claimed"), UPDATES.c.status == IS_NEW
)
NOTE_HANDLED = NOTE.values(status=UpdateStatus.HANDLED, handled_at=func.clock_timestamp(), next_try_at=None)


async def store_updates(session: AsyncSession, bot_id: int, updates: Sequence[IncomingUpdate]) -> int:
    """Store what is not stored yet, in the given order, and return how many that was."""
    if not updates:
        return 0
    told = json.dumps([_as_told(incoming) for incoming in updates])
    stored = await session.scalars(STORE, {"bot_id": bot_id, "updates": told})
    return len(stored.all())


def _as_told(incoming: IncomingUpdate) -> dict[str, object]:
    return {"update_id": incoming.update_id, "person_key": incoming.person_key, "payload": incoming.payload}


async def claim_next(session: AsyncSession, *, now: datetime) -> ClaimedUpdate | None:
    """Claim the oldest waiting update of any person whom nobody else is serving, or return None.

    Only a person's earliest waiting update can be claimed, and a failed one waits for its next try with all that
    follow it.
    """
    row = (await session.execute(CLAIM, {"now": now})).one_or_none()
    return None if row is None else ClaimedUpdate(**row._asdict())


async def mark_handled(session: AsyncSession, claimed: ClaimedUpdate) -> None:
    """Note that the update was handled."""
    await _note(session, claimed, NOTE_HANDLED)


async def mark_failed(
    session: AsyncSession, claimed: ClaimedUpdate, *, error: str, next_try_at: datetime, tries: int
) -> bool:
    """Note a failure; after `tries` of them the update is parked and blocks nobody. Return whether it was parked."""
    attempts = claimed.attempts + 1
    parked = attempts >= tries
    await _note(
        session,
        claimed,
        NOTE,
        status=UpdateStatus.PARKED if parked else UpdateStatus.NEW,
        attempts=attempts,
        last_error=error[:LONGEST_ERROR],
        next_try_at=None if parked else next_try_at,
    )
    return parked


async def next_try_at(session: AsyncSession) -> datetime | None:
    """Return the earliest instant for which a failed update waits, or None."""
    return await session.scalar(select(func.min(TelegramUpdate.next_try_at)).where(TelegramUpdate.status == IS_NEW))


async def lag(session: AsyncSession) -> InboxLag:
    """Return how far behind the inbox is."""
    waiting = select(func.count(), func.min(TelegramUpdate.received_at)).where(TelegramUpdate.status == IS_NEW)
    count, oldest = (await session.execute(waiting)).one()
    parked = await session.scalar(
        select(func.count()).select_from(TelegramUpdate).where(TelegramUpdate.status == IS_PARKED)
    )
    return InboxLag(waiting=count, oldest=oldest, parked=parked or 0)


async def _note(session: AsyncSession, claimed: ClaimedUpdate, note: Update, **values: object) -> None:
    """Note how it went, unless that is known: whoever lost the connection lost the claim, and perhaps a commit's reply.

    By then the update may have been handled, by somebody else or by ourselves.
    """
    await session.execute(note, {"claimed_of": claimed.bot_id, "claimed": claimed.update_id} | values)
