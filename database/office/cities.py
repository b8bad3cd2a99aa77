"""Cities as the office keeps them: all of them, switched off or not, each with its lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from database.keyset import Cut, Rows, rows_of
from database.office.order import OfficeOrder, in_order
from database.office.references import references_to
from database.office.tokens import ApiCaller, in_cities
from database.tables import City, Recruiter, RecruiterCity
from domain.ids import CityId, RecruiterId

# What goes with a city that is deleted and that nobody would miss.
OWN_TABLES = ("told_policies",)

Lead = aliased(Recruiter, name="lead")


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
    created_at: datetime
    lead_recruiter_id: RecruiterId | None
    lead_public_id: UUID | None
    lead_name: str | None
    lead_active: bool | None
    lead_chat_id: int | None


async def office_cities(
    session: AsyncSession,
    caller: ApiCaller,
    cut: Cut,
    *,
    active: bool | None = None,
    served: bool | None = None,
    order: OfficeOrder = OfficeOrder.NAME,
) -> Rows[OfficeCity]:
    """Return a page of the caller's cities; `served` ones have an active recruiter."""
    query = _cities().where(in_cities(City.id, caller.cities))
    if active is not None:
        query = query.where(City.active.is_(active))
    if served is not None:
        query = query.where(_is_served() if served else ~_is_served())
    query = in_order(query, order, name=City.name, created_at=City.created_at, row_id=City.id)
    return await rows_of(session, query, cut, lambda row: OfficeCity(**row._asdict()))


async def office_city(session: AsyncSession, public_id: UUID, *, locks: bool = False) -> OfficeCity | None:
    """Return the city of that public id, or None; with `locks` nobody else changes it before this transaction ends."""
    query = _cities().where(City.public_id == public_id)
    row = (await session.execute(query.with_for_update(of=City) if locks else query)).one_or_none()
    return None if row is None else OfficeCity(**row._asdict())


async def add_city(session: AsyncSession, values: Mapping[str, Any]) -> UUID:
    """Add a city and return its public id; a name that exists breaks `uq_cities_name`."""
    return (await session.execute(insert(City).values(**values).returning(City.public_id))).scalar_one()


async def change_city(session: AsyncSession, city_id: int, values: Mapping[str, Any]) -> None:
    """Change these columns of a city."""
    await session.execute(update(City).where(City.id == city_id).values(**values))


async def delete_city(session: AsyncSession, city_id: int) -> dict[str, int]:
    """Delete a city that was locked before; where something refers to it, leave it and say how much of which table."""
    refers = await references_to(session, City, city_id, besides=OWN_TABLES)
    if not refers:
        await session.execute(delete(City).where(City.id == city_id))
    return refers


async def set_lead(session: AsyncSession, city_id: int, recruiter_id: int | None) -> None:
    """Say who is told of requests whose recruiter cannot be reached; None: nobody."""
    await session.execute(update(City).where(City.id == city_id).values(lead_recruiter_id=recruiter_id))


def _is_served() -> ColumnElement[bool]:
    serving = exists().where(RecruiterCity.city_id == City.id, RecruiterCity.recruiter_id == Recruiter.id)
    return serving.where(Recruiter.active).correlate(City)


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
        City.created_at,
        City.lead_recruiter_id,
        Lead.public_id.label("lead_public_id"),
        Lead.name.label("lead_name"),
        Lead.active.label("lead_active"),
        case((Lead.blocked_at.is_(None), Lead.tg_chat_id)).label("lead_chat_id"),
    )
    return select(*columns).select_from(City).outerjoin(Lead, Lead.id == City.lead_recruiter_id)
