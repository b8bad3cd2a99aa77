"""The bookings that a changed policy reaches: those ahead that hold a slot, with what their alarms are planned from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Booking, BookingEvent, Candidate, City, Recruiter, RescheduleRequest, SentMessage, Slot
from domain.booking import BookingStatus, active_statuses
from domain.ids import BookingId, CandidateId, CityId, RecruiterId, SlotId


@dataclass(frozen=True, kw_only=True)
class ReachedBooking:
    """A booking ahead; instants are UTC, zones are IANA names.

    `agreed_at` is when its present revision was agreed to, None while it is pending. `reminded`: the reminder of this
    revision was begun. `moving`: a wish to move is open, whose own deadline holds instead of the request's.
    """

    booking_id: BookingId
    public_id: UUID
    status: BookingStatus
    revision: int
    slot_id: SlotId
    recruiter_id: RecruiterId
    recruiter_zone: str
    candidate_id: CandidateId
    candidate_public_id: UUID
    city_id: CityId
    city_zone: str
    starts_at: datetime
    ends_at: datetime
    requested_at: datetime
    agreed_at: datetime | None
    reminded: bool
    moving: bool


async def reached_bookings(
    session: AsyncSession, city_ids: Collection[int], *, now: datetime, reminder: str
) -> list[ReachedBooking]:
    """Return the bookings of these cities that start after `now`, the soonest first; one statement, however many.

    `reminder` is the kind under which the ledger has reminders.
    """
    query = (
        select(*_booking_columns(), *_people_columns(), _agreed_at(), _reminded(reminder), _moving())
        .select_from(Booking)
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Candidate, Candidate.id == Booking.candidate_id)
        .join(City, City.id == Booking.city_id)
        .join(Recruiter, Recruiter.id == Booking.recruiter_id)
        .where(Booking.city_id.in_(city_ids), Booking.status.in_(active_statuses()), Slot.starts_at > now)
        .order_by(Slot.starts_at, Booking.id)
    )
    return [ReachedBooking(**row._asdict()) for row in await session.execute(query)]


def _booking_columns() -> tuple[ColumnElement[Any], ...]:
    return (
        Booking.id.label("booking_id"),
        Booking.public_id.label("public_id"),
        Booking.status.label("status"),
        Booking.revision.label("revision"),
        Booking.slot_id.label("slot_id"),
        Slot.starts_at.label("starts_at"),
        Slot.ends_at.label("ends_at"),
        Booking.requested_at.label("requested_at"),
    )


def _people_columns() -> tuple[ColumnElement[Any], ...]:
    return (
        Booking.recruiter_id.label("recruiter_id"),
        Recruiter.zone.label("recruiter_zone"),
        Booking.candidate_id.label("candidate_id"),
        Candidate.public_id.label("candidate_public_id"),
        Booking.city_id.label("city_id"),
        City.zone.label("city_zone"),
    )


def _agreed_at() -> ColumnElement[Any]:
    """Return when the present revision was agreed to: by the recruiter's approval, or by the move itself."""
    agreed = select(func.min(BookingEvent.at)).where(
        BookingEvent.booking_id == Booking.id,
        BookingEvent.revision == Booking.revision,
        BookingEvent.status == BookingStatus.BOOKED,
    )
    return agreed.scalar_subquery().label("agreed_at")


def _reminded(reminder: str) -> ColumnElement[Any]:
    begun = exists().where(
        SentMessage.candidate_id == Booking.candidate_id,
        SentMessage.kind == reminder,
        SentMessage.booking_id == Booking.id,
        SentMessage.revision == Booking.revision,
    )
    return begun.label("reminded")


def _moving() -> ColumnElement[Any]:
    is_open = exists().where(RescheduleRequest.booking_id == Booking.id, RescheduleRequest.settled_at.is_(None))
    return is_open.label("moving")
