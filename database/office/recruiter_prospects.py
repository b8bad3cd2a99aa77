"""What a recruiter has ahead in each city, served any more or not: the ground of what admins are warned of."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import City, RecruiterCity, Slot
from domain.booking import SlotStatus
from domain.ids import CityId, RecruiterId


@dataclass(frozen=True, kw_only=True)
class RecruiterProspects:
    """In one city: slots after now, free or held by a booking; whether the recruiter serves it, and leads it."""

    city_id: CityId
    city_name: str
    serves: bool
    leads: bool
    free_slots: int
    held_slots: int


async def recruiter_prospects(
    session: AsyncSession, recruiter_id: RecruiterId, *, now: datetime
) -> list[RecruiterProspects]:
    """Return the cities in which the recruiter has slots ahead or which they serve or lead, by name; one statement."""
    to_come = (
        select(
            Slot.city_id,
            func.count().filter(Slot.status == SlotStatus.FREE).label("free_slots"),
            func.count().filter(Slot.status.not_in((SlotStatus.FREE, SlotStatus.WITHDRAWN))).label("held_slots"),
        )
        .where(Slot.recruiter_id == recruiter_id, Slot.starts_at > now)
        .group_by(Slot.city_id)
        .subquery()
    )
    serves = (RecruiterCity.city_id == City.id) & (RecruiterCity.recruiter_id == recruiter_id)
    leads = func.coalesce(City.lead_recruiter_id == recruiter_id, False)
    query = (
        select(
            City.id.label("city_id"),
            City.name.label("city_name"),
            RecruiterCity.recruiter_id.is_not(None).label("serves"),
            leads.label("leads"),
            func.coalesce(to_come.c.free_slots, 0).label("free_slots"),
            func.coalesce(to_come.c.held_slots, 0).label("held_slots"),
        )
        .outerjoin(to_come, to_come.c.city_id == City.id)
        .outerjoin(RecruiterCity, serves)
        .where(to_come.c.city_id.is_not(None) | RecruiterCity.city_id.is_not(None) | leads)
        .order_by(City.name)
    )
    return [RecruiterProspects(**row._asdict()) for row in await session.execute(query)]
