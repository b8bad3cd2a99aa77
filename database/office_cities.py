"""Cities as the office keeps them: all of them, switched off or not, each with its lead."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import City, Recruiter
from domain.ids import CityId, RecruiterId


@dataclass(frozen=True, kw_only=True)
class OfficeCity:
    """A city with what it overrides of the company's policy, as stored; `lead_chat_id` is None for an unreachable lead.

    `lead_*` are all None where the city has no lead.
    """

    id: CityId
    public_id: UUID
    name: str
    zone: str
    active: bool
    language: str
    contact_link: str | None
    address: str | None
    meeting_link: str | None
    policy: dict[str, Any]
    lead_recruiter_id: RecruiterId | None
    lead_public_id: UUID | None
    lead_name: str | None
    lead_active: bool | None
    lead_chat_id: int | None


async def office_cities(session: AsyncSession, *, active: bool | None = None) -> list[OfficeCity]:
    """Return the cities by name: all of them, or only those that are switched on, or off."""
    query = _cities().order_by(City.name)
    rows = await session.execute(query if active is None else query.where(City.active.is_(active)))
    return [OfficeCity(**row._asdict()) for row in rows]


async def office_city(session: AsyncSession, public_id: UUID, *, locks: bool = False) -> OfficeCity | None:
    """Return the city of that public id, or None; with `locks` nobody else changes it before this transaction ends."""
    query = _cities().where(City.public_id == public_id)
    row = (await session.execute(query.with_for_update(of=City) if locks else query)).one_or_none()
    return None if row is None else OfficeCity(**row._asdict())


async def set_lead(session: AsyncSession, city_id: int, recruiter_id: int | None) -> None:
    """Say who is told of requests whose recruiter cannot be reached; None: nobody."""
    await session.execute(update(City).where(City.id == city_id).values(lead_recruiter_id=recruiter_id))


def _cities() -> Select[*tuple[Any, ...]]:
    columns = (
        City.id,
        City.public_id,
        City.name,
        City.zone,
        City.active,
        City.language,
        City.contact_link,
        City.address,
        City.meeting_link,
        City.policy,
        City.lead_recruiter_id,
        Recruiter.public_id.label("lead_public_id"),
        Recruiter.name.label("lead_name"),
        Recruiter.active.label("lead_active"),
        case((Recruiter.blocked_at.is_(None), Recruiter.tg_chat_id)).label("lead_chat_id"),
    )
    return select(*columns).select_from(City).outerjoin(Recruiter, Recruiter.id == City.lead_recruiter_id)
