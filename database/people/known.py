"""What is known of a candidate beside their profile and Test1: their interviews, and how many messages were kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Booking, CandidateText, City, Recruiter, Slot
from domain.booking import BookingStatus


@dataclass(frozen=True, kw_only=True)
class KnownBooking:
    """An interview and what became of it; `starts_at` is UTC, the zone that of its city."""

    status: BookingStatus
    starts_at: datetime
    city_name: str
    city_zone: str
    recruiter_name: str


async def known_bookings(session: AsyncSession, candidate_id: int) -> list[KnownBooking]:
    """Return all bookings of a candidate, the latest first."""
    query = (
        select(
            Booking.status,
            Slot.starts_at,
            City.name.label("city_name"),
            City.zone.label("city_zone"),
            Recruiter.name.label("recruiter_name"),
        )
        .join(Slot, Slot.id == Booking.slot_id)
        .join(City, City.id == Booking.city_id)
        .join(Recruiter, Recruiter.id == Booking.recruiter_id)
        .where(Booking.candidate_id == candidate_id)
        .order_by(Booking.id.desc())
    )
    return [KnownBooking(**row._asdict()) for row in await session.execute(query)]


async def count_kept_texts(session: AsyncSession, candidate_id: int) -> int:
    """Return how many messages of a candidate were kept for a recruiter to read."""
    kept = select(func.count()).select_from(CandidateText).where(CandidateText.candidate_id == candidate_id)
    return await session.scalar(kept) or 0
