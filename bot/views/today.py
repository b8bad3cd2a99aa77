"""A recruiter's day: their interviews from midnight to midnight by their own clock."""

from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.phrases import Moment
from bot.views.contexts import NO_NAME
from database.recruiters import Recruiter
from database.tables import Booking, Candidate, City, Slot
from domain import timezones
from domain.booking import BookingStatus

# What wants an answer stands first; what fell through is not shown.
ORDER = (
    BookingStatus.PENDING,
    BookingStatus.BOOKED,
    BookingStatus.CONFIRMED,
    BookingStatus.MET,
    BookingStatus.MISSED,
    BookingStatus.ENDED,
)


async def interviews_of_today(session: AsyncSession, recruiter: Recruiter, now: datetime) -> list[dict[str, Any]]:
    """Return `{status, interviews: [{starts, full_name, city}]}` for each state that occurs today."""
    midnight = datetime.combine(timezones.local(now, recruiter.zone).date(), time(), timezones.zone(recruiter.zone))
    rows = await session.execute(
        select(Booking.status, Slot.starts_at, Candidate.name, City.name.label("city"))
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Candidate, Candidate.id == Booking.candidate_id)
        .join(City, City.id == Booking.city_id)
        .where(
            Booking.recruiter_id == recruiter.id,
            Booking.status.in_(ORDER),
            Slot.starts_at >= midnight,
            Slot.starts_at < midnight + timedelta(days=1),
        )
        .order_by(Slot.starts_at)
    )
    by_state = sorted(rows.all(), key=lambda row: ORDER.index(row.status))
    return [
        {
            "status": status,
            "interviews": [
                {
                    "starts": Moment(at=row.starts_at, zone=recruiter.zone),
                    "full_name": row.name or NO_NAME,
                    "city": row.city,
                }
                for row in group
            ],
        }
        for status, group in groupby(by_state, key=lambda row: row.status)
    ]
