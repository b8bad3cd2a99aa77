"""What the company and the cities override, as stored, and whether the journeys there know of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import City, CompanySettings, ToldPolicy
from domain.ids import CityId


@dataclass(frozen=True, kw_only=True)
class CityOverrides:
    """What a city overrides and the company beneath it; `told_at` is None while journeys have still to be told."""

    city_id: CityId
    public_id: UUID
    name: str
    company: dict[str, Any]
    own: dict[str, Any]
    told_at: datetime | None


async def company_overrides(session: AsyncSession, *, locks: bool = False) -> dict[str, Any]:
    """Return what the company overrides; with `locks` nobody else changes it before this transaction ends."""
    query = select(CompanySettings.policy).where(CompanySettings.id == 1)
    return await session.scalar(query.with_for_update() if locks else query) or {}


async def city_overrides(
    session: AsyncSession, public_id: UUID | None = None, *, locks: bool = False
) -> list[CityOverrides]:
    """Return the city of that public id, or every city by name, switched off or not; `locks` holds these cities."""
    query = (
        select(
            City.id,
            City.public_id,
            City.name,
            City.zone,
            City.policy.label("own"),
            CompanySettings.policy.label("company"),
            ToldPolicy.policy.label("told"),
            ToldPolicy.told_at,
        )
        .select_from(City)
        .outerjoin(CompanySettings, CompanySettings.id == 1)
        .outerjoin(ToldPolicy, ToldPolicy.city_id == City.id)
        .order_by(City.name)
    )
    if public_id is not None:
        query = query.where(City.public_id == public_id)
    rows = await session.execute(query.with_for_update(of=City) if locks else query)
    return [
        CityOverrides(
            city_id=CityId(row.id),
            public_id=row.public_id,
            name=row.name,
            company=row.company or {},
            own=row.own,
            told_at=row.told_at if _is_told(row.told, (row.company or {}) | row.own, row.zone) else None,
        )
        for row in rows
    ]


def _is_told(told: dict[str, Any] | None, knobs: dict[str, Any], zone_name: str) -> bool:
    """Tell whether journeys know these knobs and this zone; the sweep compares the same two things."""
    return told == {"knobs": knobs, "zone": zone_name}
