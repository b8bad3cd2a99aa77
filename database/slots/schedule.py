"""A recruiter's own schedule: the cities they serve, their free slots, who holds a slot, and times that are added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.people.recruiters import slot_is_free
from database.slots.open_slots import NewSlot, add_slots
from database.tables import Booking, City, Recruiter, RecruiterCity, Slot, SlotClaim, SlotOffer
from domain.booking import Claim
from domain.ids import BookingId, CityId, RecruiterId, SlotId


@dataclass(frozen=True, kw_only=True)
class OwnFreeSlot:
    """A free slot as its recruiter sees it; `offered` while it is held for somebody who waits. Instants are UTC."""

    slot_id: SlotId
    starts_at: datetime
    ends_at: datetime
    city_name: str
    offered: bool


@dataclass(frozen=True, kw_only=True)
class Holder:
    """The booking that holds a slot: it stands there (CURRENT) or asks to move there (WANTED)."""

    booking_id: BookingId
    claim: Claim


async def served_cities(session: AsyncSession, recruiter_id: RecruiterId) -> dict[CityId, str]:
    """Return the active cities for which an active recruiter interviews, by name."""
    rows = await session.execute(
        select(City.id, City.name)
        .join(RecruiterCity, RecruiterCity.city_id == City.id)
        .join(Recruiter, Recruiter.id == RecruiterCity.recruiter_id)
        .where(Recruiter.id == recruiter_id, Recruiter.active, City.active)
        .order_by(City.name, City.id)
    )
    return {CityId(row.id): row.name for row in rows}


async def free_slots_of(session: AsyncSession, recruiter_id: RecruiterId, *, since: datetime) -> list[OwnFreeSlot]:
    """Return the recruiter's free slots that start after `since`, soonest first, whoever may pick them."""
    offered = exists().where(SlotOffer.slot_id == Slot.id, SlotOffer.settled_at.is_(None))
    rows = await session.execute(
        select(
            Slot.id.label("slot_id"),
            Slot.starts_at,
            Slot.ends_at,
            City.name.label("city_name"),
            offered.label("offered"),
        )
        .join(City, City.id == Slot.city_id)
        .where(Slot.recruiter_id == recruiter_id, Slot.starts_at > since, slot_is_free())
        .order_by(Slot.starts_at, Slot.id)
    )
    return [OwnFreeSlot(**row._asdict()) for row in rows]


async def start_of_own_slot(session: AsyncSession, recruiter_id: RecruiterId, slot_id: SlotId) -> datetime | None:
    """Return when a slot of this recruiter starts (UTC); None for somebody else's and for one that never was."""
    return await session.scalar(select(Slot.starts_at).where(Slot.id == slot_id, Slot.recruiter_id == recruiter_id))


async def holder_of(session: AsyncSession, slot_id: SlotId) -> Holder | None:
    """Return which booking holds the slot, or None where nobody does."""
    query = select(SlotClaim.booking_id, SlotClaim.kind).join(Booking, Booking.id == SlotClaim.booking_id)
    row = (await session.execute(query.where(SlotClaim.slot_id == slot_id))).one_or_none()
    return None if row is None else Holder(booking_id=BookingId(row.booking_id), claim=row.kind)


async def store_slots(
    session: AsyncSession, *, recruiter_id: RecruiterId, city_id: CityId, slots: Sequence[NewSlot]
) -> frozenset[datetime]:
    """Add the slots in one statement and return the starts (UTC) of those that are there now.

    One that came to overlap with another in the meantime is left out.
    """
    added = await add_slots(session, recruiter_id=recruiter_id, city_id=city_id, slots=slots)
    return frozenset(await session.scalars(select(Slot.starts_at).where(Slot.id.in_(added))))
