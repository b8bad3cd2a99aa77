"""Slots as the office sees them: whose, for which city, when, who holds them, and to whom they are offered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from database.keyset import Cut, Rows, rows_of
from database.office.tokens import in_cities
from database.tables import Booking, Candidate, City, Recruiter, Slot, SlotClaim, SlotOffer
from domain.booking import BookingStatus, Claim, SlotStatus
from domain.ids import CityId, RecruiterId, SlotId

Offered = aliased(Candidate)


@dataclass(frozen=True, kw_only=True)
class OfficeSlot:
    """A slot with its people and places; instants are UTC, zones are IANA names.

    `booking_*`, `candidate_public_id` and `claim` are those of its holder; `offered_*` of an open offer to somebody who
    waits. All of them are None where there is none.
    """

    id: SlotId
    public_id: UUID
    status: SlotStatus
    starts_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None
    created_at: datetime
    city_id: CityId
    city_public_id: UUID
    city_name: str
    city_zone: str
    city_active: bool
    recruiter_id: RecruiterId
    recruiter_public_id: UUID
    recruiter_name: str
    recruiter_zone: str
    recruiter_active: bool
    claim: Claim | None
    booking_public_id: UUID | None
    booking_status: BookingStatus | None
    candidate_public_id: UUID | None
    offered_until: datetime | None
    offered_to_public_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class SlotSieve:
    """Which slots are wanted: all of those that fit everything that is said; None and nothing say nothing.

    `cities` are those that the caller reaches; `since` is part of the period, `until` is not.
    """

    cities: Collection[int] | None = None
    city: UUID | None = None
    recruiter: UUID | None = None
    statuses: Collection[SlotStatus] = ()
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what a slot, its city and its recruiter have to be."""
        conditions = [in_cities(Slot.city_id, self.cities)]
        if self.city is not None:
            conditions.append(City.public_id == self.city)
        if self.recruiter is not None:
            conditions.append(Recruiter.public_id == self.recruiter)
        if self.statuses:
            conditions.append(Slot.status.in_(sorted(self.statuses)))
        if self.since is not None:
            conditions.append(Slot.starts_at >= self.since)
        if self.until is not None:
            conditions.append(Slot.starts_at < self.until)
        return conditions


async def office_slots(session: AsyncSession, sieve: SlotSieve, cut: Cut, *, latest_first: bool) -> Rows[OfficeSlot]:
    """Return a page of slots by their start."""
    order = (Slot.starts_at.desc(), Slot.id.desc()) if latest_first else (Slot.starts_at, Slot.id)
    return await rows_of(session, _slots().where(*sieve.conditions()).order_by(*order), cut, _describe)


async def office_slot(
    session: AsyncSession, public_id: UUID, cities: Collection[int] | None, *, locks: bool = False
) -> OfficeSlot | None:
    """Return the slot of that public id, None where these cities have none.

    With `locks` nobody takes, moves or withdraws it before this transaction ends.
    """
    if locks:
        # First the lock, then the look: what is joined to a row that was waited for would be older than the row.
        await session.execute(select(Slot.id).where(Slot.public_id == public_id).with_for_update())
    query = _slots().where(Slot.public_id == public_id, in_cities(Slot.city_id, cities))
    row = (await session.execute(query)).one_or_none()
    return None if row is None else _describe(row)


def _slots() -> Select[*tuple[Any, ...]]:
    offer = and_(SlotOffer.slot_id == Slot.id, SlotOffer.settled_at.is_(None))
    return (
        select(*_own_columns(), *_place_columns(), *_holder_columns())
        .select_from(Slot)
        .join(City, City.id == Slot.city_id)
        .join(Recruiter, Recruiter.id == Slot.recruiter_id)
        .outerjoin(SlotClaim, SlotClaim.slot_id == Slot.id)
        .outerjoin(Booking, Booking.id == SlotClaim.booking_id)
        .outerjoin(Candidate, Candidate.id == Booking.candidate_id)
        .outerjoin(SlotOffer, offer)
        .outerjoin(Offered, Offered.id == SlotOffer.candidate_id)
    )


def _own_columns() -> tuple[ColumnElement[Any], ...]:
    own = (Slot.id, Slot.public_id, Slot.status, Slot.starts_at, Slot.ends_at, Slot.withdrawn_at, Slot.created_at)
    return tuple(column.label(column.key) for column in own)


def _place_columns() -> tuple[ColumnElement[Any], ...]:
    city = (City.id, City.public_id, City.name, City.zone, City.active)
    recruiter = (Recruiter.id, Recruiter.public_id, Recruiter.name, Recruiter.zone, Recruiter.active)
    return (
        *(column.label(f"city_{column.key}") for column in city),
        *(column.label(f"recruiter_{column.key}") for column in recruiter),
    )


def _holder_columns() -> tuple[ColumnElement[Any], ...]:
    return (
        SlotClaim.kind.label("claim"),
        Booking.public_id.label("booking_public_id"),
        Booking.status.label("booking_status"),
        Candidate.public_id.label("candidate_public_id"),
        SlotOffer.expires_at.label("offered_until"),
        Offered.public_id.label("offered_to_public_id"),
    )


def _describe(row: Row[*tuple[Any, ...]]) -> OfficeSlot:
    return OfficeSlot(**row._asdict())
