"""Rows by the ids that leave the house: subqueries for the filters of lists, and ids for orders to journeys."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ScalarSelect, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Booking, Candidate, City, Recruiter, Slot
from domain.ids import BookingId, SlotId


def row_of_city(public_id: UUID) -> ScalarSelect[int]:
    """Return the row id of a city; of none, nothing is equal to it."""
    return select(City.id).where(City.public_id == public_id).correlate(None).scalar_subquery()


def row_of_recruiter(public_id: UUID) -> ScalarSelect[int]:
    """Return the row id of a recruiter; of none, nothing is equal to it."""
    return select(Recruiter.id).where(Recruiter.public_id == public_id).correlate(None).scalar_subquery()


def row_of_candidate(public_id: UUID) -> ScalarSelect[int]:
    """Return the row id of a candidate; of none, nothing is equal to it."""
    return select(Candidate.id).where(Candidate.public_id == public_id).correlate(None).scalar_subquery()


async def booking_of(session: AsyncSession, public_id: UUID) -> BookingId | None:
    """Return the row id of a booking, or None."""
    booking_id = await session.scalar(select(Booking.id).where(Booking.public_id == public_id))
    return None if booking_id is None else BookingId(booking_id)


async def slots_of(session: AsyncSession, public_ids: Collection[UUID], recruiter_id: int) -> dict[UUID, SlotId]:
    """Return the row ids of those slots that are the recruiter's."""
    query = select(Slot.public_id, Slot.id).where(Slot.public_id.in_(public_ids), Slot.recruiter_id == recruiter_id)
    return {row.public_id: SlotId(row.id) for row in await session.execute(query)}
