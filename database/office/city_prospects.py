"""What a city has ahead of it: free slots, interviews, people who serve it; the ground of what admins are warned of."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Booking, CompanySettings, Recruiter, RecruiterCity, Slot
from domain.booking import SlotStatus, active_statuses


@dataclass(frozen=True, kw_only=True)
class CityProspects:
    """Free slots and active bookings (asked for or agreed) that start later, active recruiters, the company's link."""

    free_slots: int
    bookings: int
    recruiters: int
    company_link: str | None


async def city_prospects(session: AsyncSession, city_id: int, *, now: datetime) -> CityProspects:
    """Return what a city has ahead of it after `now`; one statement."""
    to_come = (Slot.city_id == city_id, Slot.starts_at > now)
    free = select(func.count()).select_from(Slot).where(*to_come, Slot.status == SlotStatus.FREE)
    held = (
        select(func.count())
        .select_from(Booking)
        .join(Slot, Slot.id == Booking.slot_id)
        .where(Booking.city_id == city_id, Booking.status.in_(active_statuses()), Slot.starts_at > now)
    )
    serving = (
        select(func.count())
        .select_from(RecruiterCity)
        .join(Recruiter, Recruiter.id == RecruiterCity.recruiter_id)
        .where(RecruiterCity.city_id == city_id, Recruiter.active)
    )
    link = select(CompanySettings.contact_link)
    row = (
        await session.execute(
            select(
                free.scalar_subquery().label("free_slots"),
                held.scalar_subquery().label("bookings"),
                serving.scalar_subquery().label("recruiters"),
                link.scalar_subquery().label("company_link"),
            )
        )
    ).one()
    return CityProspects(**row._asdict())
