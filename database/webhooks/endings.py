"""The ends of deliveries that reached nobody: given up, their endpoint switched off, and old events forgotten."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database import audit
from database.tables import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent
from domain.booking import Actor
from domain.facts import TRIAL
from domain.webhooks import DeliveryStatus, EndpointStop, Trouble

KEPT_FOR = timedelta(days=30)
NOBODY = 0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What has become of a delivery."""

    status: DeliveryStatus
    status_code: int | None
    error: Trouble | None


async def abandon(session: AsyncSession, delivery_id: int, round_: int) -> Standing | None:
    """Give a delivery up if it still waits, and switch off an endpoint that took nothing since its first attempt.

    Return what has become of the delivery; None where it is gone or was set going anew.
    """
    of_this = (WebhookDelivery.id == delivery_id) & (WebhookDelivery.round == round_)
    given_up = update(WebhookDelivery).where(of_this, WebhookDelivery.status == DeliveryStatus.WAITING)
    given_up = given_up.values(status=DeliveryStatus.ABANDONED, next_try_at=None)
    endpoint_id = await session.scalar(given_up.returning(WebhookDelivery.endpoint_id))
    if endpoint_id is not None and await _took_nothing_since(session, delivery_id, round_):
        await stop_endpoint(session, endpoint_id, EndpointStop.FAILING)
    standing = select(
        WebhookDelivery.status, WebhookDelivery.last_status_code.label("status_code"), WebhookDelivery.last_error
    ).where(of_this)
    row = (await session.execute(standing)).one_or_none()
    return None if row is None else Standing(status=row.status, status_code=row.status_code, error=row.last_error)


async def stop_endpoint(session: AsyncSession, endpoint_id: int, because: EndpointStop) -> None:
    """Switch an endpoint off by ourselves, with a line in the audit log; one that is off stays as it is."""
    stopped = update(WebhookEndpoint).where(WebhookEndpoint.id == endpoint_id, WebhookEndpoint.active)
    stopped = stopped.values(active=False, stopped_because=because)
    if await session.scalar(stopped.returning(WebhookEndpoint.id)) is not None:
        await audit.record(
            session,
            actor=Actor.SYSTEM,
            actor_id=NOBODY,
            what="webhook_switched_off",
            at=(await session.execute(select(func.clock_timestamp()))).scalar_one(),
            subject_table="webhook_endpoints",
            subject_id=endpoint_id,
            before={"active": True},
            after={"active": False, "stopped_because": because},
        )


async def forget_events(session: AsyncSession, *, limit: int) -> int:
    """Delete events, with their logs, that are too old to be replayed and that nobody waits for; return how many."""
    waits = select(WebhookDelivery.id).where(
        WebhookDelivery.event_id == WebhookEvent.id, WebhookDelivery.status == DeliveryStatus.WAITING
    )
    too_old = (
        select(WebhookEvent.id)
        .where(WebhookEvent.created_at < func.clock_timestamp() - KEPT_FOR, ~waits.exists())
        .order_by(WebhookEvent.created_at)
        .limit(limit)
    )
    forgotten = delete(WebhookEvent).where(WebhookEvent.id.in_(too_old.scalar_subquery()))
    return len((await session.scalars(forgotten.returning(WebhookEvent.id))).all())


async def _took_nothing_since(session: AsyncSession, delivery_id: int, round_: int) -> bool:
    """Tell whether the endpoint has been failing since this delivery's first attempt; a trial proves nothing."""
    first = (
        select(func.min(WebhookAttempt.at))
        .where(WebhookAttempt.delivery_id == delivery_id, WebhookAttempt.round == round_)
        .scalar_subquery()
    )
    failing = (
        select(WebhookEndpoint.id)
        .join(WebhookDelivery, WebhookDelivery.endpoint_id == WebhookEndpoint.id)
        .join(WebhookEvent, WebhookEvent.id == WebhookDelivery.event_id)
        .where(WebhookDelivery.id == delivery_id, WebhookEvent.type != TRIAL, WebhookEndpoint.failing_since <= first)
    )
    return await session.scalar(failing) is not None
