"""The inbox: updates are stored before Telegram is told that they arrived, and handled one at a time per person.

Whoever claims an update keeps the transaction open while handling it: the lock says "somebody is at it" to all
processes, and a process that dies lets go of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from database.tables import TelegramUpdate, UpdateStatus

LONGEST_ERROR = 2000
IS_NEW = literal(UpdateStatus.NEW, TelegramUpdate.status.type, literal_execute=True)
IS_PARKED = literal(UpdateStatus.PARKED, TelegramUpdate.status.type, literal_execute=True)


@dataclass(frozen=True, kw_only=True)
class IncomingUpdate:
    """A raw update as it arrived; `person_key` is the Telegram user (or chat) whose updates keep their order."""

    update_id: int
    person_key: int
    payload: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ClaimedUpdate:
    """An update that is ours until the transaction ends; `attempts` counts the failures before this one."""

    bot_id: int
    update_id: int
    person_key: int
    payload: dict[str, Any]
    attempts: int
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class InboxLag:
    """How many updates wait, since when the oldest does, and how many are parked."""

    waiting: int
    oldest: datetime | None
    parked: int


async def store_updates(session: AsyncSession, bot_id: int, updates: Sequence[IncomingUpdate]) -> int:
    """Store what is not stored yet, in the given order, and return how many that was."""
    if not updates:
        return 0
    rows = [
        {
            "bot_id": bot_id,
            "update_id": incoming.update_id,
            "person_key": incoming.person_key,
            "payload": incoming.payload,
        }
        for incoming in updates
    ]
    stored = await session.scalars(
        insert(TelegramUpdate).values(rows).on_conflict_do_nothing().returning(TelegramUpdate.update_id)
    )
    return len(stored.all())


async def claim_next(session: AsyncSession, *, now: datetime) -> ClaimedUpdate | None:
    """Claim the oldest waiting update of any person whom nobody else is serving, or return None.

    Only a person's earliest waiting update can be claimed, and a failed one waits for its next try with all that
    follow it.
    """
    earlier = aliased(TelegramUpdate)
    is_preceded = (
        select(earlier.arrival)
        .where(
            earlier.person_key == TelegramUpdate.person_key,
            earlier.arrival < TelegramUpdate.arrival,
            earlier.status == IS_NEW,
        )
        .exists()
    )
    row = (
        await session.execute(
            select(
                TelegramUpdate.bot_id,
                TelegramUpdate.update_id,
                TelegramUpdate.person_key,
                TelegramUpdate.payload,
                TelegramUpdate.attempts,
                TelegramUpdate.received_at,
            )
            .where(
                TelegramUpdate.status == IS_NEW,
                or_(TelegramUpdate.next_try_at.is_(None), TelegramUpdate.next_try_at <= now),
                ~is_preceded,
            )
            .order_by(TelegramUpdate.arrival)
            .limit(1)
            .with_for_update(of=TelegramUpdate, skip_locked=True)
        )
    ).one_or_none()
    return None if row is None else ClaimedUpdate(**row._asdict())


async def mark_handled(session: AsyncSession, claimed: ClaimedUpdate) -> None:
    """Note that the update was handled."""
    await _note(session, claimed, status=UpdateStatus.HANDLED, handled_at=func.clock_timestamp(), next_try_at=None)


async def mark_failed(
    session: AsyncSession, claimed: ClaimedUpdate, *, error: str, next_try_at: datetime, tries: int
) -> bool:
    """Note a failure; after `tries` of them the update is parked and blocks nobody. Return whether it was parked."""
    attempts = claimed.attempts + 1
    parked = attempts >= tries
    await _note(
        session,
        claimed,
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


async def _note(session: AsyncSession, claimed: ClaimedUpdate, **values: object) -> None:
    await session.execute(
        update(TelegramUpdate)
        .where(TelegramUpdate.bot_id == claimed.bot_id, TelegramUpdate.update_id == claimed.update_id)
        .values(**values)
    )
