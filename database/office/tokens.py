"""API tokens: shown once, kept as a hash, revocable, and limited to some cities where they name them."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from database.tables import ApiToken, ApiTokenCity, Role

SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class IssuedToken:
    """A new token; `secret` is known to nobody afterwards."""

    id: int
    public_id: UUID
    secret: str


@dataclass(frozen=True, kw_only=True)
class ApiCaller:
    """Whom a valid token stands for; `cities` are the row ids that it reaches, None: all of them."""

    id: int
    name: str
    role: Role
    cities: frozenset[int] | None = None

    def sees(self, city_id: int | None) -> bool:
        """Tell whether what belongs to the city is there for this caller; what belongs to none only for all cities."""
        return self.cities is None or city_id in self.cities


def in_cities(
    column: InstrumentedAttribute[Any] | ColumnElement[Any], cities: Collection[int] | None
) -> ColumnElement[bool]:
    """Return the condition that keeps what these cities have; None: everything."""
    return true() if cities is None else column.in_(sorted(cities))


async def issue_token(
    session: AsyncSession,
    *,
    name: str,
    role: Role,
    expires_at: datetime | None,
    city_ids: Collection[int] = (),
) -> IssuedToken:
    """Make a token for somebody; with cities it reaches nothing else, and a manager reaches nothing without them."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    token = insert(ApiToken).values(name=name, role=role, token_hash=_hash(secret), expires_at=expires_at)
    row = (await session.execute(token.returning(ApiToken.id, ApiToken.public_id))).one()
    if city_ids:
        await session.execute(insert(ApiTokenCity), [{"token_id": row.id, "city_id": each} for each in set(city_ids)])
    return IssuedToken(id=row.id, public_id=row.public_id, secret=secret)


async def api_caller(session: AsyncSession, secret: str, *, now: datetime) -> ApiCaller | None:
    """Return whom the secret stands for, or None where it is unknown, expired or revoked; notes the use by the hour."""
    row = (
        await session.execute(
            select(
                ApiToken.id,
                ApiToken.name,
                ApiToken.role,
                ApiToken.last_used_at,
                func.array(
                    select(ApiTokenCity.city_id).where(ApiTokenCity.token_id == ApiToken.id).scalar_subquery()
                ).label("city_ids"),
            ).where(
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
    role = Role(row.role)
    everywhere = role is Role.ADMIN or (role is Role.VIEWER and not row.city_ids)
    return ApiCaller(id=row.id, name=row.name, role=role, cities=None if everywhere else frozenset(row.city_ids))


async def revoke_token(session: AsyncSession, public_id: UUID, *, now: datetime) -> bool:
    """Make a token worthless; False where there is none."""
    first_time = func.coalesce(ApiToken.revoked_at, now)
    revoked = update(ApiToken).where(ApiToken.public_id == public_id).values(revoked_at=first_time)
    return await session.scalar(revoked.returning(ApiToken.id)) is not None


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
