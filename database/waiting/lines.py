"""Who waits for a slot, at which place of their city's queue, and what is offered to them at the moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.office.tokens import in_cities
from database.row_ids import row_of_city
from database.tables import Candidate, City, Recruiter, Slot, SlotOffer, WaitlistEntry


@dataclass(frozen=True, kw_only=True)
class WaitingLine:
    """A candidate who waits; the recruiter is missing where any will do, the offer where none is open.

    `position` counts from 1 within the city. Instants are UTC, the zone is an IANA name. `id` stays in the house.
    """

    id: int
    candidate_public_id: UUID
    candidate_name: str | None
    candidate_username: str | None
    candidate_blocked_at: datetime | None
    city_public_id: UUID
    city_name: str
    city_zone: str
    recruiter_public_id: UUID | None
    recruiter_name: str | None
    since: datetime
    position: int
    offered_slot_public_id: UUID | None
    offered_starts_at: datetime | None
    offer_expires_at: datetime | None


async def waiting_lines(
    session: AsyncSession, cut: Cut, *, cities: frozenset[int] | None, city: UUID | None = None
) -> Rows[WaitingLine]:
    """Return those who wait (in a city, if one is named), the oldest first."""
    queue = _queue(cities, city)
    query = (
        select(
            queue.c.id,
            Candidate.public_id.label("candidate_public_id"),
            Candidate.name.label("candidate_name"),
            Candidate.username.label("candidate_username"),
            Candidate.blocked_at.label("candidate_blocked_at"),
            City.public_id.label("city_public_id"),
            City.name.label("city_name"),
            City.zone.label("city_zone"),
            Recruiter.public_id.label("recruiter_public_id"),
            Recruiter.name.label("recruiter_name"),
            queue.c.since,
            queue.c.position,
            Slot.public_id.label("offered_slot_public_id"),
            Slot.starts_at.label("offered_starts_at"),
            SlotOffer.expires_at.label("offer_expires_at"),
        )
        .select_from(queue)
        .join(Candidate, Candidate.id == queue.c.candidate_id)
        .join(City, City.id == queue.c.city_id)
        .outerjoin(Recruiter, Recruiter.id == queue.c.recruiter_id)
        .outerjoin(
            SlotOffer,
            and_(
                SlotOffer.candidate_id == queue.c.candidate_id,
                SlotOffer.city_id == queue.c.city_id,
                SlotOffer.settled_at.is_(None),
            ),
        )
        .outerjoin(Slot, Slot.id == SlotOffer.slot_id)
        .order_by(queue.c.since, queue.c.id)
    )
    return await rows_of(session, query, cut, lambda row: WaitingLine(**row._asdict()))


def _queue(cities: frozenset[int] | None, city: UUID | None) -> Subquery:
    """Return those who wait, each with their place among those of the same city."""
    place = func.row_number().over(partition_by=WaitlistEntry.city_id, order_by=(WaitlistEntry.since, WaitlistEntry.id))
    waiting = select(WaitlistEntry, place.label("position")).where(
        WaitlistEntry.left_at.is_(None), in_cities(WaitlistEntry.city_id, cities)
    )
    if city is not None:
        waiting = waiting.where(WaitlistEntry.city_id == row_of_city(city))
    return waiting.subquery("queue")
