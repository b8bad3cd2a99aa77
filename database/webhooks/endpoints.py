"""Endpoints of webhooks as the office sees them; never their secrets."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.tables import City, WebhookEndpoint
from domain.webhooks import EndpointStop

OVERLAP = timedelta(hours=24)  # for this long the secret before signs as well


@dataclass(frozen=True, kw_only=True)
class OfficeWebhook:
    """An endpoint; `event_types` None: all, `city` None: everywhere. Instants are UTC."""

    id: int
    public_id: UUID
    url: str
    description: str | None
    event_types: list[str] | None
    city: UUID | None
    active: bool
    stopped_because: EndpointStop | None
    failing_since: datetime | None
    previous_secret_until: datetime | None
    created_at: datetime


async def office_webhooks(
    session: AsyncSession, cut: Cut, *, active: bool | None = None, newest_first: bool = False
) -> Rows[OfficeWebhook]:
    """Return a page of the endpoints, in the order in which they were added."""
    query = _webhooks()
    if active is not None:
        query = query.where(WebhookEndpoint.active == active)
    query = query.order_by(WebhookEndpoint.id.desc() if newest_first else WebhookEndpoint.id)
    return await rows_of(session, query, cut, _made)


async def office_webhook(session: AsyncSession, public_id: UUID, *, locks: bool = False) -> OfficeWebhook | None:
    """Return one endpoint, or None; `locks` it against other changes, and keeps no fact waiting."""
    query = _webhooks().where(WebhookEndpoint.public_id == public_id)
    if locks:
        query = query.with_for_update(of=WebhookEndpoint, key_share=True)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else _made(row)


async def add_webhook(session: AsyncSession, values: dict[str, Any], *, secret: bytes, token_id: int) -> UUID:
    """Add an endpoint with its sealed secret and return its public id."""
    added = insert(WebhookEndpoint).values(**values, secret=secret, created_by=token_id)
    return (await session.scalars(added.returning(WebhookEndpoint.public_id))).one()


async def change_webhook(session: AsyncSession, webhook_id: int, values: dict[str, Any]) -> None:
    """Change an endpoint; what was held against it is forgotten when it begins anew or moves."""
    forgiven: dict[str, Any] = {}
    if values.get("active") or "url" in values:
        forgiven |= {"failing_since": None}
    if values.get("active"):
        forgiven |= {"stopped_because": None}
    await session.execute(update(WebhookEndpoint).where(WebhookEndpoint.id == webhook_id).values(**values, **forgiven))


async def delete_webhook(session: AsyncSession, webhook_id: int) -> None:
    """Delete an endpoint and the log of its deliveries; whatever is on its way to it ends."""
    await session.execute(delete(WebhookEndpoint).where(WebhookEndpoint.id == webhook_id))


async def rotate_secret(session: AsyncSession, webhook_id: int, *, secret: bytes) -> None:
    """Sign with this sealed secret from now on, and for a day with the one before as well."""
    rotated = update(WebhookEndpoint).where(WebhookEndpoint.id == webhook_id)
    await session.execute(
        rotated.values(
            previous_secret=WebhookEndpoint.secret,
            previous_until=func.clock_timestamp() + OVERLAP,
            secret=secret,
        )
    )


def _webhooks() -> Select[*tuple[Any, ...]]:
    return select(
        WebhookEndpoint.id,
        WebhookEndpoint.public_id,
        WebhookEndpoint.url,
        WebhookEndpoint.description,
        WebhookEndpoint.event_types,
        City.public_id.label("city"),
        WebhookEndpoint.active,
        WebhookEndpoint.stopped_because,
        WebhookEndpoint.failing_since,
        WebhookEndpoint.previous_until.label("previous_secret_until"),
        WebhookEndpoint.created_at,
    ).outerjoin(City, City.id == WebhookEndpoint.city_id)


def _made(row: Any) -> OfficeWebhook:
    return OfficeWebhook(**row._asdict())
