"""API tokens: shown once, kept as a hash, revocable."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import ApiToken

SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class IssuedToken:
    """A new token; `secret` is known to nobody afterwards."""

    id: int
    public_id: UUID
    secret: str


@dataclass(frozen=True, kw_only=True)
class ApiCaller:
    """Whom a valid token stands for."""

    id: int
    name: str
    role: str


async def issue_token(session: AsyncSession, *, name: str, role: str, expires_at: datetime | None) -> IssuedToken:
    """Make a token for somebody."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    token = insert(ApiToken).values(name=name, role=role, token_hash=_hash(secret), expires_at=expires_at)
    row = (await session.execute(token.returning(ApiToken.id, ApiToken.public_id))).one()
    return IssuedToken(id=row.id, public_id=row.public_id, secret=secret)


async def api_caller(session: AsyncSession, secret: str, *, now: datetime) -> ApiCaller | None:
    """Return whom the secret stands for, or None where it is unknown, expired or revoked; notes the use by the hour."""
    row = (
        await session.execute(
            select(ApiToken.id, ApiToken.name, ApiToken.role, ApiToken.last_used_at).where(
                ApiToken.token_hash == _hash(secret),
                ApiToken.revoked_at.is_(None),
                or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now),
            )
        )
    ).one_or_none()
    if row is None:
        return None
    hour = now.replace(minute=0, second=0, microsecond=0)
    if row.last_used_at is None or row.last_used_at < hour:
        await session.execute(update(ApiToken).where(ApiToken.id == row.id).values(last_used_at=now))
    return ApiCaller(id=row.id, name=row.name, role=row.role)


async def revoke_token(session: AsyncSession, public_id: UUID, *, now: datetime) -> bool:
    """Make a token worthless; False where there is none."""
    first_time = func.coalesce(ApiToken.revoked_at, now)
    revoked = update(ApiToken).where(ApiToken.public_id == public_id).values(revoked_at=first_time)
    return await session.scalar(revoked.returning(ApiToken.id)) is not None


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
