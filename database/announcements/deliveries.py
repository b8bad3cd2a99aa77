"""The recipients of a run, and the ledger of these sends: begun before each call to Telegram, completed after it.

Of an announcement none is better than two: what was begun by somebody who did not come back is never sent again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.announcements.audience import quiet_until
from database.tables import AutoMessage, AutoMessageDelivery, AutoMessageRun, Candidate, City, CompanySettings
from domain.announcements import SPREAD_OVER, RecipientStatus, RunStatus


@dataclass(frozen=True, kw_only=True)
class Due:
    """Who is next, by the ids of their deliveries; `next_at` is when the next one wakes where nobody is due now."""

    delivery_ids: tuple[int, ...]
    next_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ToSend:
    """Send it now; `candidate_id` is None for a chat of nobody's."""

    delivery_id: int
    chat_id: int
    text: str
    candidate_id: int | None


async def due_deliveries(session: AsyncSession, run_id: int, *, now: datetime, limit: int) -> Due:
    """Return the next recipients who are awake; a city where it is night waits for its morning as a whole."""
    waiting = (AutoMessageDelivery.run_id == run_id, AutoMessageDelivery.status == RecipientStatus.WAITING)
    query = (
        _deliveries()
        .where(*waiting, AutoMessageDelivery.not_before <= now)
        .order_by(AutoMessageDelivery.not_before, AutoMessageDelivery.id)
        .limit(limit)
    )
    while True:
        rows = (await session.execute(query)).all()
        asleep = {row.city_id: until for row in rows if (until := _quiet_until(row, now)) is not None}
        if not asleep:
            break
        for city_id, until in asleep.items():
            await _let_sleep(session, [*waiting, _lives_in(city_id)], until)
    if rows:
        return Due(delivery_ids=tuple(row.id for row in rows), next_at=None)
    next_at = await session.scalar(select(func.min(AutoMessageDelivery.not_before)).where(*waiting))
    return Due(delivery_ids=(), next_at=next_at)


async def begin_delivery(session: AsyncSession, delivery_id: int, *, now: datetime) -> ToSend | None:
    """Note that it is about to be sent; None where it was, must not be, or waits. Commit before the call."""
    query = _deliveries().where(AutoMessageDelivery.id == delivery_id).with_for_update(of=AutoMessageDelivery)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    if row.status is RecipientStatus.SENDING:
        await finish_delivery(session, delivery_id, status=RecipientStatus.UNKNOWN, error="Interrupted")
        return None
    if row.status is not RecipientStatus.WAITING or row.run_status is not RunStatus.RUNNING:
        return None
    if row.blocked_at is not None:
        await finish_delivery(session, delivery_id, status=RecipientStatus.SKIPPED, error="BlockedMeanwhile")
        return None
    this = AutoMessageDelivery.id == delivery_id
    until = _quiet_until(row, now)
    if until is not None:
        await _let_sleep(session, [this], until)
        return None
    begun = update(AutoMessageDelivery).where(this)
    await session.execute(
        begun.values(
            status=RecipientStatus.SENDING,
            attempts=AutoMessageDelivery.attempts + 1,
            started_at=func.clock_timestamp(),
            error=None,
        )
    )
    return ToSend(delivery_id=delivery_id, chat_id=row.chat_id, text=row.text, candidate_id=row.candidate_id)


async def finish_delivery(
    session: AsyncSession,
    delivery_id: int,
    *,
    status: RecipientStatus,
    message_id: int | None = None,
    error: str | None = None,
) -> None:
    """Note how a send ended; one that certainly did not arrive and may be tried again is *waiting* once more."""
    finished_at = None if status is RecipientStatus.WAITING else func.clock_timestamp()
    done = update(AutoMessageDelivery).where(AutoMessageDelivery.id == delivery_id)
    await session.execute(done.values(status=status, message_id=message_id, error=error, finished_at=finished_at))


async def give_up_delivery(session: AsyncSession, delivery_id: int) -> None:
    """Note that nobody tries any more: what was begun may have arrived, what was not has failed."""
    for before, after in (
        (RecipientStatus.SENDING, RecipientStatus.UNKNOWN),
        (RecipientStatus.WAITING, RecipientStatus.FAILED),
    ):
        given_up = update(AutoMessageDelivery).where(
            AutoMessageDelivery.id == delivery_id, AutoMessageDelivery.status == before
        )
        await session.execute(given_up.values(status=after, error="GaveUp", finished_at=func.clock_timestamp()))


def _deliveries() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AutoMessageDelivery.id,
            AutoMessageDelivery.status,
            AutoMessageDelivery.chat_id,
            AutoMessageDelivery.candidate_id,
            AutoMessageRun.status.label("run_status"),
            AutoMessageRun.text,
            AutoMessage.respects_quiet_hours,
            AutoMessage.zone.label("own_zone"),
            Candidate.blocked_at,
            Candidate.city_id,
            City.zone,
            City.policy,
            CompanySettings.policy.label("company"),
        )
        .join(AutoMessageRun, AutoMessageRun.id == AutoMessageDelivery.run_id)
        .join(AutoMessage, AutoMessage.id == AutoMessageRun.message_id)
        .outerjoin(Candidate, Candidate.id == AutoMessageDelivery.candidate_id)
        .outerjoin(City, City.id == Candidate.city_id)
        .outerjoin(CompanySettings, CompanySettings.id == 1)
    )


def _quiet_until(row: Row[*tuple[Any, ...]], now: datetime) -> datetime | None:
    return quiet_until(row, at=now, zone=row.own_zone) if row.respects_quiet_hours else None


def _lives_in(city_id: int | None) -> ColumnElement[bool]:
    """Return the condition that keeps deliveries to that city, or (None) to whoever is in none."""
    if city_id is not None:
        return AutoMessageDelivery.candidate_id.in_(select(Candidate.id).where(Candidate.city_id == city_id))
    with_city = select(Candidate.id).where(
        Candidate.id == AutoMessageDelivery.candidate_id, Candidate.city_id.is_not(None)
    )
    return ~with_city.exists()


async def _let_sleep(session: AsyncSession, who: list[ColumnElement[bool]], until: datetime) -> None:
    """Put them off until then, each by a few seconds more than the other."""
    spread = func.make_interval(0, 0, 0, 0, 0, 0, AutoMessageDelivery.id % SPREAD_OVER)
    asleep = update(AutoMessageDelivery).where(*who, AutoMessageDelivery.not_before < until)
    await session.execute(asleep.values(not_before=until + spread))
