"""The real person or booking that a wording is tried with before it is saved."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings.cards import BookingCard, booking_card
from database.office.tokens import in_cities
from database.people.candidates import CandidateProfile, candidate_profile
from database.tables import Booking, Candidate

Cities = frozenset[int] | None


async def booking_to_show(session: AsyncSession, public_id: UUID, *, cities: Cities) -> BookingCard | None:
    """Return the booking of that public id, or None where the caller sees none."""
    query = select(Booking.id).where(Booking.public_id == public_id, in_cities(Booking.city_id, cities))
    booking_id = await session.scalar(query)
    return None if booking_id is None else await booking_card(session, booking_id)


async def candidate_to_show(session: AsyncSession, public_id: UUID, *, cities: Cities) -> CandidateProfile | None:
    """Return the candidate of that public id, or None where the caller sees none."""
    query = select(Candidate.id).where(Candidate.public_id == public_id, in_cities(Candidate.city_id, cities))
    candidate_id = await session.scalar(query)
    return None if candidate_id is None else await candidate_profile(session, candidate_id)
