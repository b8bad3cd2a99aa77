"""What a doctor asks of the company: active cities that lack somebody to interview there, or to write to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import City, CompanySettings, Recruiter, RecruiterCity


@dataclass(frozen=True, kw_only=True)
class CitiesInNeed:
    """How many cities are active, and the names of those that lack something, by name."""

    active: int
    without_recruiter: Sequence[str]
    without_contact: Sequence[str]


async def cities_in_need(session: AsyncSession) -> CitiesInNeed:
    """Return which active cities have no active recruiter, and which no contact of their own or the company's."""
    served = exists().where(
        RecruiterCity.city_id == City.id, Recruiter.id == RecruiterCity.recruiter_id, Recruiter.active
    )
    company = select(CompanySettings.contact_link).where(CompanySettings.id == 1).scalar_subquery()
    contact = func.coalesce(City.contact_link, company)
    rows = await session.execute(
        select(City.name, served.label("is_served"), contact.is_not(None).label("has_contact"))
        .where(City.active)
        .order_by(City.name)
    )
    cities = rows.all()
    return CitiesInNeed(
        active=len(cities),
        without_recruiter=[city.name for city in cities if not city.is_served],
        without_contact=[city.name for city in cities if not city.has_contact],
    )
