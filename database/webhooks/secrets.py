"""The sealed secrets of webhook endpoints, all of them, for whoever changes the key that seals them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import WebhookEndpoint


@dataclass(frozen=True, kw_only=True)
class SealedSecrets:
    """What one endpoint signs with, and (or None) what it signed with before."""

    endpoint_id: int
    secret: bytes = field(repr=False)
    previous_secret: bytes | None = field(repr=False)


async def sealed_secrets(session: AsyncSession) -> Sequence[SealedSecrets]:
    """Return the secrets of every endpoint, held until the transaction ends."""
    columns = WebhookEndpoint.id, WebhookEndpoint.secret, WebhookEndpoint.previous_secret
    query = select(*columns).order_by(WebhookEndpoint.id).with_for_update(key_share=True)
    rows = await session.execute(query)
    return [SealedSecrets(endpoint_id=each[0], secret=each[1], previous_secret=each[2]) for each in rows]


async def replace_sealing(session: AsyncSession, sealed: SealedSecrets) -> None:
    """Store the same secrets as another key seals them."""
    change = update(WebhookEndpoint).where(WebhookEndpoint.id == sealed.endpoint_id)
    await session.execute(change.values(secret=sealed.secret, previous_secret=sealed.previous_secret))
