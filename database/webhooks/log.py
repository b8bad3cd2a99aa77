"""What was sent to an endpoint and what became of it; and sending it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.freshness import WEBHOOKS
from database.keyset import Cut, Rows, rows_of
from database.tables import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent
from database.webhooks.sending import WaitingDelivery
from domain.facts import TRIAL
from domain.webhooks import DeliveryStatus, Trouble

ANEW = {
    "status": DeliveryStatus.WAITING,
    "round": WebhookDelivery.round + 1,
    "attempts": 0,
    "last_status_code": None,
    "last_error": None,
    "next_try_at": None,
    "taken_up_at": None,
    "delivered_at": None,
}


@dataclass(frozen=True, kw_only=True)
class LoggedDelivery:
    """One event and how far it got with one endpoint; `attempts` counts those of this round. Instants are UTC."""

    id: int
    public_id: UUID
    event_id: UUID
    type: str
    at: datetime
    data: dict[str, Any]
    status: DeliveryStatus
    round: int
    attempts: int
    last_status_code: int | None
    last_error: Trouble | None
    next_try_at: datetime | None
    delivered_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Span:
    """Facts of [since, until), UTC; of these types, or (None) of those that an endpoint asked for."""

    since: datetime
    until: datetime
    types: Collection[str] | None = None


@dataclass(frozen=True, kw_only=True)
class LoggedAttempt:
    """One try; `error` is None where it delivered."""

    round: int
    at: datetime
    took_ms: int
    status_code: int | None
    error: Trouble | None


async def logged_deliveries(
    session: AsyncSession, cut: Cut, *, webhook_id: int, status: DeliveryStatus | None = None
) -> Rows[LoggedDelivery]:
    """Return a page of an endpoint's deliveries, the newest first."""
    query = _deliveries(webhook_id)
    if status is not None:
        query = query.where(WebhookDelivery.status == status)
    return await rows_of(session, query.order_by(WebhookDelivery.id.desc()), cut, _made)


async def logged_delivery(session: AsyncSession, webhook_id: int, public_id: UUID) -> LoggedDelivery | None:
    """Return one delivery of an endpoint, or None."""
    row = (await session.execute(_deliveries(webhook_id).where(WebhookDelivery.public_id == public_id))).one_or_none()
    return None if row is None else _made(row)


async def attempts_of(session: AsyncSession, delivery_id: int, *, limit: int = 200) -> list[LoggedAttempt]:
    """Return the latest attempts of a delivery, in their order."""
    query = (
        select(
            WebhookAttempt.round,
            WebhookAttempt.at,
            WebhookAttempt.took_ms,
            WebhookAttempt.status_code,
            WebhookAttempt.error,
        )
        .where(WebhookAttempt.delivery_id == delivery_id)
        .order_by(WebhookAttempt.id.desc())
        .limit(limit)
    )
    return [LoggedAttempt(**row._asdict()) for row in (await session.execute(query)).all()][::-1]


async def replay_delivery(session: AsyncSession, delivery_id: int) -> bool:
    """Let one delivery begin anew; False where it waits anyway."""
    again = update(WebhookDelivery).where(
        WebhookDelivery.id == delivery_id, WebhookDelivery.status != DeliveryStatus.WAITING
    )
    begins = await session.scalar(again.values(**ANEW).returning(WebhookDelivery.id)) is not None
    await _wake(session)
    return begins


async def count_events(session: AsyncSession, webhook_id: int, span: Span) -> int:
    """Return how many facts a replay would send to the endpoint."""
    return await session.scalar(_events(func.count(), webhook_id, span)) or 0


async def replay_events(session: AsyncSession, webhook_id: int, span: Span) -> int:
    """Send facts of its city to the endpoint, again or for the first time; return how many.

    What waits anyway is left alone.
    """
    events = _events(WebhookEvent.id, webhook_id, span).add_columns(WebhookEndpoint.id)
    sent = insert(WebhookDelivery).from_select(["event_id", "endpoint_id"], events.order_by(WebhookEvent.id))
    sent = sent.on_conflict_do_update(
        constraint="uq_webhook_deliveries_endpoint_id_event_id",
        set_=ANEW,
        where=WebhookDelivery.status != DeliveryStatus.WAITING,
    )
    begun = (await session.scalars(sent.returning(WebhookDelivery.id))).all()
    await _wake(session)
    return len(begun)


async def add_trial(session: AsyncSession, webhook_id: int, *, at: datetime) -> WaitingDelivery:
    """Add an event that is no fact, for this endpoint alone, and return its delivery: whoever adds it begins it."""
    key = uuid4()
    event = insert(WebhookEvent).values(type=TRIAL, at=at, data={"trial": str(key)}, fact_key=f"{TRIAL}/{key}")
    event_id = (await session.scalars(event.returning(WebhookEvent.id))).one()
    delivery = insert(WebhookDelivery).values(
        endpoint_id=webhook_id, event_id=event_id, taken_up_at=func.clock_timestamp()
    )
    made = delivery.returning(WebhookDelivery.id, WebhookDelivery.public_id, WebhookDelivery.round)
    return WaitingDelivery(**(await session.execute(made)).one()._asdict())


def _events(column: Any, webhook_id: int, span: Span) -> Select[*tuple[Any, ...]]:
    asked_for: ColumnElement[bool] = or_(
        WebhookEndpoint.event_types.is_(None), WebhookEvent.type == func.any(WebhookEndpoint.event_types)
    )
    return (
        select(column)
        .join_from(WebhookEvent, WebhookEndpoint, WebhookEndpoint.id == webhook_id)
        .where(
            WebhookEvent.at >= span.since,
            WebhookEvent.at < span.until,
            WebhookEvent.type != TRIAL,
            asked_for if span.types is None else WebhookEvent.type.in_(span.types),
            or_(WebhookEndpoint.city_id.is_(None), WebhookEndpoint.city_id == WebhookEvent.city_id),
        )
    )


async def _wake(session: AsyncSession) -> None:
    await session.execute(select(func.pg_notify(WEBHOOKS, "")))


def _deliveries(webhook_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            WebhookDelivery.id,
            WebhookDelivery.public_id,
            WebhookEvent.public_id.label("event_id"),
            WebhookEvent.type,
            WebhookEvent.at,
            WebhookEvent.data,
            WebhookDelivery.status,
            WebhookDelivery.round,
            WebhookDelivery.attempts,
            WebhookDelivery.last_status_code,
            WebhookDelivery.last_error,
            WebhookDelivery.next_try_at,
            WebhookDelivery.delivered_at,
            WebhookDelivery.created_at,
        )
        .join(WebhookEvent, WebhookEvent.id == WebhookDelivery.event_id)
        .where(WebhookDelivery.endpoint_id == webhook_id)
    )


def _made(row: Any) -> LoggedDelivery:
    return LoggedDelivery(**row._asdict())
