"""Wishes to move a booking, open and settled, as lists show them: one statement, however many times were offered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from database.keyset import Cut, Rows, rows_of
from database.office.tokens import in_cities
from database.row_ids import row_of_city, row_of_recruiter
from database.tables import Booking, Candidate, City, Recruiter, RescheduleRequest, Slot, SlotClaim
from domain.booking import Actor, Claim


@dataclass(frozen=True, kw_only=True)
class WishLine:
    """A wish to move; instants are UTC, the zone is an IANA name.

    `starts_at` is when the interview is, `offered` when the times start that the company offered last, `offered_at`
    when it did so, `wanted` when the slot starts that is held because the candidate picked it. `id` stays in the house.
    """

    id: int
    public_id: UUID
    booking_public_id: UUID
    candidate_public_id: UUID
    candidate_name: str | None
    city_public_id: UUID
    city_name: str
    city_zone: str
    recruiter_public_id: UUID
    recruiter_name: str
    starts_at: datetime
    asked_by: Actor
    wish: str | None
    requested_at: datetime
    answer_until: datetime
    settled_at: datetime | None
    settlement: str | None
    offered: tuple[datetime, ...]
    offered_at: datetime | None
    wanted: datetime | None

    @property
    def waits_for_candidate(self) -> bool:
        """Tell whether the company has offered and the candidate has picked nothing yet."""
        return self.settled_at is None and self.offered_at is not None and self.wanted is None


class WishOrder(StrEnum):
    """By what a list of wishes is ordered."""

    MOST_URGENT = "answer_until"
    REQUESTED_LAST = "-requested_at"


@dataclass(frozen=True, kw_only=True)
class WantedWishes:
    """Which wishes a list is about; all that is given has to hold. `cities` are those that the caller sees."""

    cities: frozenset[int] | None
    is_open: bool | None = None
    city: UUID | None = None
    recruiter: UUID | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what each of them has to fulfil."""
        conditions = [in_cities(Booking.city_id, self.cities)]
        if self.is_open is not None:
            unsettled = RescheduleRequest.settled_at.is_(None)
            conditions.append(unsettled if self.is_open else ~unsettled)
        if self.city is not None:
            conditions.append(Booking.city_id == row_of_city(self.city))
        if self.recruiter is not None:
            conditions.append(Booking.recruiter_id == row_of_recruiter(self.recruiter))
        return conditions


async def wish_lines(session: AsyncSession, wanted: WantedWishes, cut: Cut, *, order: WishOrder) -> Rows[WishLine]:
    """Return the wishes that are meant."""
    if order is WishOrder.MOST_URGENT:
        by = (RescheduleRequest.answer_until.asc(), RescheduleRequest.id.asc())
    else:
        by = (RescheduleRequest.requested_at.desc(), RescheduleRequest.id.desc())
    query = _wishes().where(*wanted.conditions()).order_by(*by)
    return await rows_of(session, query, cut, _wish)


def _wish(row: Any) -> WishLine:
    columns = row._asdict()
    return WishLine(**(columns | {"offered": tuple(columns["offered"] or ())}))


def _wishes() -> Select[*tuple[Any, ...]]:
    return (
        select(
            RescheduleRequest.id,
            RescheduleRequest.public_id,
            Booking.public_id.label("booking_public_id"),
            Candidate.public_id.label("candidate_public_id"),
            Candidate.name.label("candidate_name"),
            City.public_id.label("city_public_id"),
            City.name.label("city_name"),
            City.zone.label("city_zone"),
            Recruiter.public_id.label("recruiter_public_id"),
            Recruiter.name.label("recruiter_name"),
            Slot.starts_at,
            RescheduleRequest.asked_by,
            RescheduleRequest.wish,
            RescheduleRequest.requested_at,
            RescheduleRequest.answer_until,
            RescheduleRequest.settled_at,
            RescheduleRequest.settlement,
            RescheduleRequest.offered_at,
            _starts_offered().label("offered"),
            _start_wanted().label("wanted"),
        )
        .select_from(RescheduleRequest)
        .join(Booking, Booking.id == RescheduleRequest.booking_id)
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Candidate, Candidate.id == RescheduleRequest.candidate_id)
        .join(City, City.id == Booking.city_id)
        .join(Recruiter, Recruiter.id == Booking.recruiter_id)
    )


def _starts_offered() -> ColumnElement[Any]:
    offered = aliased(Slot)
    starts = select(func.array_agg(aggregate_order_by(offered.starts_at, offered.starts_at)))
    return (
        starts.where(offered.id == func.any(RescheduleRequest.offered)).correlate(RescheduleRequest).scalar_subquery()
    )


def _start_wanted() -> ColumnElement[Any]:
    wanted = aliased(Slot)
    held = select(wanted.starts_at).join(SlotClaim, SlotClaim.slot_id == wanted.id)
    of_open = (SlotClaim.booking_id == RescheduleRequest.booking_id) & RescheduleRequest.settled_at.is_(None)
    return held.where(of_open, SlotClaim.kind == Claim.WANTED).correlate(RescheduleRequest).scalar_subquery()
