"""A recruiter's interviews within some hours, as a list to work through."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Booking, Candidate, City, RescheduleRequest, Slot
from domain.booking import Actor, BookingStatus, active_statuses
from domain.ids import BookingId, RecruiterId

# What fell through is not on the list.
ON_THE_AGENDA = active_statuses() | {BookingStatus.MET, BookingStatus.MISSED, BookingStatus.ENDED}


@dataclass(frozen=True, kw_only=True)
class AgendaEntry:
    """One interview; `wants_to_move` while the candidate's wish for another time is not answered."""

    booking_id: BookingId
    status: BookingStatus
    starts_at: datetime
    candidate_name: str | None
    city_name: str
    wants_to_move: bool


async def agenda(
    session: AsyncSession, recruiter_id: RecruiterId, *, since: datetime, until: datetime
) -> list[AgendaEntry]:
    """Return the interviews that start from `since` on and before `until`, soonest first."""
    open_move = exists().where(
        RescheduleRequest.booking_id == Booking.id,
        RescheduleRequest.settled_at.is_(None),
        RescheduleRequest.asked_by == Actor.CANDIDATE,
    )
    rows = await session.execute(
        select(
            Booking.id.label("booking_id"),
            Booking.status,
            Slot.starts_at,
            Candidate.name.label("candidate_name"),
            City.name.label("city_name"),
            open_move.label("wants_to_move"),
        )
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Candidate, Candidate.id == Booking.candidate_id)
        .join(City, City.id == Booking.city_id)
        .where(
            Booking.recruiter_id == recruiter_id,
            Booking.status.in_(ON_THE_AGENDA),
            Slot.starts_at >= since,
            Slot.starts_at < until,
        )
        .order_by(Slot.starts_at, Booking.id)
    )
    return [AgendaEntry(**row._asdict()) for row in rows]
