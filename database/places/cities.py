"""Cities: the active ones, and whom to write to there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Candidate, City, CompanySettings
from domain.ids import CandidateId, CityId
from domain.stages import choosing_stages

CHOOSING = sorted(choosing_stages())
ACTIVE = select(City.id, City.name, City.zone).where(City.active).order_by(City.name)
CONTACT: Select[*tuple[object, ...]] = (
    select(
        City.id,
        City.name,
        City.zone,
        City.active,
        City.language,
        City.address,
        func.coalesce(City.contact_link, CompanySettings.contact_link).label("contact_link"),
        City.meeting_link,
    )
    .outerjoin(CompanySettings, CompanySettings.id == 1)
    .where(City.id == bindparam("city_id"))
)


@dataclass(frozen=True, kw_only=True)
class ActiveCity:
    id: CityId
    name: str
    zone: str


@dataclass(frozen=True, kw_only=True)
class CityContact:
    """A city and its Telegram link, else the company's, else None."""

    id: CityId
    name: str
    zone: str
    active: bool
    language: str
    address: str | None
    contact_link: str | None
    meeting_link: str | None


async def active_cities(session: AsyncSession) -> list[ActiveCity]:
    """Return the cities in which candidates are interviewed now, by name."""
    return [ActiveCity(**row._asdict()) for row in await session.execute(ACTIVE)]


async def choosers_of_closed_cities(session: AsyncSession, *, since: datetime) -> list[CandidateId]:
    """Return those who choose or wait in a city that is switched off and was changed since; by the wall's clock."""
    query = (
        select(Candidate.id)
        .join(City, City.id == Candidate.city_id)
        .where(City.active.is_(False), City.updated_at >= since, Candidate.stage.in_(CHOOSING))
        .order_by(Candidate.id)
    )
    return [CandidateId(candidate_id) for candidate_id in await session.scalars(query)]


async def city_contact(session: AsyncSession, city_id: int) -> CityContact | None:
    """Return a city, active or not, with the link to write to, or None."""
    row = (await session.execute(CONTACT, {"city_id": city_id})).one_or_none()
    return None if row is None else CityContact(**row._asdict())


async def company_contact_link(session: AsyncSession) -> str | None:
    """Return the Telegram link that stands where no city has one, or None."""
    return await session.scalar(select(CompanySettings.contact_link))
