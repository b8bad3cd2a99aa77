"""Events on their way: which wait, what one delivery needs, and what is noted of each attempt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent
from domain.facts import TRIAL
from domain.webhooks import DeliveryStatus, Trouble

LOST_AFTER = timedelta(minutes=15)  # its workflow, if there still is one, is asked for again


@dataclass(frozen=True, kw_only=True)
class WaitingDelivery:
    """A delivery that no workflow has taken up, or one whose workflow should have been heard of."""

    id: int
    public_id: UUID
    round: int


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """All that one attempt needs; secrets are sealed, `previous_secret` is None once it does not sign any more.

    `now` is the wall clock (UTC) of the database.
    """

    delivery_id: int
    round: int
    endpoint_id: int
    url: str
    active: bool
    secret: bytes
    previous_secret: bytes | None
    event_id: UUID
    type: str
    at: datetime
    data: dict[str, Any]
    now: datetime

    @property
    def is_trial(self) -> bool:
        """Tell whether an admin tries the endpoint, switched on or not."""
        return self.type == TRIAL


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How one attempt went, and what the delivery is after it; `next_try_at` while it waits."""

    took: timedelta
    status_code: int | None
    error: Trouble | None
    status: DeliveryStatus
    next_try_at: datetime | None = None


async def deliveries_to_begin(session: AsyncSession, *, limit: int) -> list[WaitingDelivery]:
    """Return deliveries that need a workflow, the oldest first."""
    heard_of = func.greatest(WebhookDelivery.taken_up_at, WebhookDelivery.next_try_at)
    query = (
        select(WebhookDelivery.id, WebhookDelivery.public_id, WebhookDelivery.round)
        .where(
            WebhookDelivery.status == DeliveryStatus.WAITING,
            or_(WebhookDelivery.taken_up_at.is_(None), heard_of < func.clock_timestamp() - LOST_AFTER),
        )
        .order_by(WebhookDelivery.id)
        .limit(limit)
    )
    return [WaitingDelivery(**row._asdict()) for row in await session.execute(query)]


async def note_begun(session: AsyncSession, delivery_ids: list[int]) -> None:
    """Note that these have their workflows."""
    begun = update(WebhookDelivery).where(WebhookDelivery.id.in_(delivery_ids))
    await session.execute(begun.values(taken_up_at=func.clock_timestamp()))


async def outgoing(session: AsyncSession, delivery_id: int, round_: int) -> Outgoing | None:
    """Return what is to be sent; None where it does not wait any more, waits in another round, or is gone."""
    still_signs = WebhookEndpoint.previous_until > func.clock_timestamp()
    query = (
        select(
            WebhookDelivery.id.label("delivery_id"),
            WebhookDelivery.round,
            WebhookDelivery.endpoint_id,
            WebhookEndpoint.url,
            WebhookEndpoint.active,
            WebhookEndpoint.secret,
            case((still_signs, WebhookEndpoint.previous_secret)).label("previous_secret"),
            WebhookEvent.public_id.label("event_id"),
            WebhookEvent.type,
            WebhookEvent.at,
            WebhookEvent.data,
            func.clock_timestamp().label("now"),
        )
        .join(WebhookEndpoint, WebhookEndpoint.id == WebhookDelivery.endpoint_id)
        .join(WebhookEvent, WebhookEvent.id == WebhookDelivery.event_id)
        .where(
            WebhookDelivery.id == delivery_id,
            WebhookDelivery.round == round_,
            WebhookDelivery.status == DeliveryStatus.WAITING,
        )
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Outgoing(**row._asdict())


async def note_attempt(session: AsyncSession, sent: Outgoing, tried: Tried) -> None:
    """Add a line to the log and say what the delivery and its endpoint are now."""
    attempt = insert(WebhookAttempt).values(
        delivery_id=sent.delivery_id,
        round=sent.round,
        at=sent.now,
        took_ms=round(tried.took / timedelta(milliseconds=1)),
        status_code=tried.status_code,
        error=tried.error,
    )
    await session.execute(attempt)
    delivered = tried.status is DeliveryStatus.DELIVERED
    of_this = (WebhookDelivery.id == sent.delivery_id) & (WebhookDelivery.round == sent.round)
    await session.execute(
        update(WebhookDelivery)
        .where(of_this, WebhookDelivery.status == DeliveryStatus.WAITING)
        .values(
            status=tried.status,
            attempts=WebhookDelivery.attempts + 1,
            last_status_code=tried.status_code,
            last_error=tried.error,
            next_try_at=tried.next_try_at,
            delivered_at=func.clock_timestamp() if delivered else None,
        )
    )
    # Written only where it changes something: all deliveries of an endpoint would queue for its row.
    endpoint = update(WebhookEndpoint).where(WebhookEndpoint.id == sent.endpoint_id)
    if delivered:
        await session.execute(endpoint.where(WebhookEndpoint.failing_since.is_not(None)).values(failing_since=None))
    elif not sent.is_trial:
        await session.execute(endpoint.where(WebhookEndpoint.failing_since.is_(None)).values(failing_since=sent.now))
