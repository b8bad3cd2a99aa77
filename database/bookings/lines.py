"""Bookings as lists show them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Select, UnaryExpression, and_, literal, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.office.tokens import in_cities
from database.row_ids import row_of_candidate, row_of_city, row_of_recruiter
from database.tables import Booking, Candidate, City, Recruiter, Slot
from domain.booking import Actor, BookingStatus, active_statuses

# Named, not declared: pending bookings have one, so that it may order their list.
DEADLINE = literal_column("bookings.answer_until", DateTime(timezone=True))


@dataclass(frozen=True, kw_only=True)
class BookingLine:
    """A booking in a list; instants are UTC, zones are IANA names. `id` stays in the house."""

    id: int
    public_id: UUID
    status: BookingStatus
    revision: int
    requested_at: datetime
    answer_until: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None
    reason: str | None
    changed_by: Actor
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    candidate_public_id: UUID
    candidate_name: str | None
    candidate_username: str | None
    city_public_id: UUID
    city_name: str
    city_zone: str
    recruiter_public_id: UUID
    recruiter_name: str
    recruiter_zone: str
    recruiter_reachable: bool


class BookingOrder(StrEnum):
    """By what a list of bookings is ordered."""

    SOONEST = "starts_at"
    LATEST = "-starts_at"
    REQUESTED_FIRST = "requested_at"
    REQUESTED_LAST = "-requested_at"
    MOST_URGENT = "answer_until"

    def columns(self) -> tuple[UnaryExpression[Any], ...]:
        """Return what to order by."""
        match self:
            case BookingOrder.SOONEST:
                return Slot.starts_at.asc(), Booking.id.asc()
            case BookingOrder.LATEST:
                return Slot.starts_at.desc(), Booking.id.desc()
            case BookingOrder.REQUESTED_FIRST:
                return Booking.requested_at.asc(), Booking.id.asc()
            case BookingOrder.REQUESTED_LAST:
                return Booking.requested_at.desc(), Booking.id.desc()
            case BookingOrder.MOST_URGENT:
                return DEADLINE.asc(), Booking.id.asc()


@dataclass(frozen=True, kw_only=True)
class WantedBookings:
    """Which bookings a list is about; all that is given has to hold. `cities` are those that the caller sees."""

    cities: frozenset[int] | None
    city: UUID | None = None
    recruiter: UUID | None = None
    candidate: UUID | None = None
    status: BookingStatus | None = None
    starts_from: datetime | None = None
    starts_to: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what each of them has to fulfil."""
        conditions = [in_cities(Booking.city_id, self.cities)]
        if self.city is not None:
            conditions.append(Booking.city_id == row_of_city(self.city))
        if self.recruiter is not None:
            conditions.append(Booking.recruiter_id == row_of_recruiter(self.recruiter))
        if self.candidate is not None:
            conditions.append(Booking.candidate_id == row_of_candidate(self.candidate))
        if self.status is not None:
            # A word of the statement, no parameter, so that the index of pending ones can be used.
            conditions.append(Booking.status == literal(self.status, Booking.status.type, literal_execute=True))
        if self.starts_from is not None:
            conditions.append(Slot.starts_at >= self.starts_from)
        if self.starts_to is not None:
            conditions.append(Slot.starts_at < self.starts_to)
        return conditions


async def booking_lines(
    session: AsyncSession, wanted: WantedBookings, cut: Cut, *, order: BookingOrder
) -> Rows[BookingLine]:
    """Return the bookings that are meant; by their deadline only those that have one, as all pending ones have."""
    query = _lines().where(*wanted.conditions()).order_by(*order.columns())
    if order is BookingOrder.MOST_URGENT:
        query = query.where(Booking.answer_until.is_not(None))
    return await rows_of(session, query, cut, lambda row: BookingLine(**row._asdict()))


async def booking_line(session: AsyncSession, public_id: UUID, *, cities: frozenset[int] | None) -> BookingLine | None:
    """Return one booking, or None where the caller sees none of this id."""
    query = _lines().where(Booking.public_id == public_id, in_cities(Booking.city_id, cities))
    row = (await session.execute(query)).one_or_none()
    return None if row is None else BookingLine(**row._asdict())


async def active_line(session: AsyncSession, candidate_id: int) -> BookingLine | None:
    """Return the candidate's one booking that holds a slot, or None."""
    query = _lines().where(Booking.candidate_id == candidate_id, Booking.status.in_(active_statuses()))
    row = (await session.execute(query)).one_or_none()
    return None if row is None else BookingLine(**row._asdict())


def _lines() -> Select[*tuple[Any, ...]]:
    reachable = and_(Recruiter.tg_chat_id.is_not(None), Recruiter.blocked_at.is_(None))
    return (
        select(
            Booking.id,
            Booking.public_id,
            Booking.status,
            Booking.revision,
            Booking.requested_at,
            Booking.answer_until,
            Booking.decided_at,
            Booking.ended_at,
            Booking.reason,
            Booking.changed_by,
            Booking.changed_at,
            Slot.starts_at,
            Slot.ends_at,
            Candidate.public_id.label("candidate_public_id"),
            Candidate.name.label("candidate_name"),
            Candidate.username.label("candidate_username"),
            City.public_id.label("city_public_id"),
            City.name.label("city_name"),
            City.zone.label("city_zone"),
            Recruiter.public_id.label("recruiter_public_id"),
            Recruiter.name.label("recruiter_name"),
            Recruiter.zone.label("recruiter_zone"),
            reachable.label("recruiter_reachable"),
        )
        .select_from(Booking)
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Candidate, Candidate.id == Booking.candidate_id)
        .join(City, City.id == Booking.city_id)
        .join(Recruiter, Recruiter.id == Booking.recruiter_id)
    )
