"""API tokens as the office sees them: who has one, for what, since when; never the token itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.office.named_cities import cities_through
from database.office.order import OfficeOrder, in_order
from database.tables import ApiToken, ApiTokenCity, Role


@dataclass(frozen=True, kw_only=True)
class OfficeToken:
    """A token and the cities that it names, each as `public_id` and `name`; instants are UTC."""

    id: int
    public_id: UUID
    name: str
    role: Role
    cities: list[dict[str, str]]
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    created_at: datetime

    def state(self, now: datetime) -> Literal["valid", "expired", "revoked"]:
        """Tell whether it opens the door."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= now else "valid"


async def office_tokens(
    session: AsyncSession,
    cut: Cut,
    *,
    now: datetime,
    valid: bool | None = None,
    role: Role | None = None,
    order: OfficeOrder = OfficeOrder.NAME,
) -> Rows[OfficeToken]:
    """Return a page of the tokens; `valid` ones are neither revoked nor expired."""
    query = _tokens()
    is_valid = ApiToken.revoked_at.is_(None) & or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now)
    if valid is not None:
        query = query.where(is_valid if valid else ~is_valid)
    if role is not None:
        query = query.where(ApiToken.role == role)
    query = in_order(query, order, name=ApiToken.name, created_at=ApiToken.created_at, row_id=ApiToken.id)
    return await rows_of(session, query, cut, _made)


async def office_token(session: AsyncSession, public_id: UUID) -> OfficeToken | None:
    """Return one token, or None."""
    row = (await session.execute(_tokens().where(ApiToken.public_id == public_id))).one_or_none()
    return None if row is None else _made(row)


async def lock_admin_tokens(session: AsyncSession, *, now: datetime) -> set[UUID]:
    """Return the admins' tokens that are valid; nobody else revokes one of them before this transaction ends."""
    query = (
        select(ApiToken.public_id)
        .where(
            ApiToken.role == Role.ADMIN,
            ApiToken.revoked_at.is_(None),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now),
        )
        .order_by(ApiToken.id)
        .with_for_update()
    )
    return set(await session.scalars(query))


def _made(row: Any) -> OfficeToken:
    return OfficeToken(**row._asdict() | {"role": Role(row.role)})


def _tokens() -> Select[*tuple[Any, ...]]:
    cities = cities_through(ApiTokenCity.city_id, ApiTokenCity.token_id == ApiToken.id, beside=ApiToken)
    return select(
        ApiToken.id,
        ApiToken.public_id,
        ApiToken.name,
        ApiToken.role,
        cities.label("cities"),
        ApiToken.expires_at,
        ApiToken.revoked_at,
        ApiToken.last_used_at,
        ApiToken.created_at,
    )
