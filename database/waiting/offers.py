"""Offers to those who wait: a slot that is theirs alone for a while; oldest first, no more than there are slots."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.people.recruiters import slot_is_free
from database.places.policies import policy_for
from database.tables import Booking, Candidate, City, Recruiter, RecruiterCity, Slot, WaitlistEntry
from database.tables import SlotOffer as OfferRow
from domain.booking import OfferSettlement, active_statuses
from domain.ids import CandidateId, CityId, SlotId
from domain.offers import earliest_offered, offer_until
from domain.policy import Policy

ONE_AT_A_TIME = 7_204_651_119  # any number, as long as everybody who hands out offers asks for the same


@dataclass(frozen=True, kw_only=True)
class SlotOffer:
    """An open offer; until `expires_at` (UTC) nobody else is shown the slot or can have it."""

    candidate_id: CandidateId
    slot_id: SlotId
    city_id: CityId
    starts_at: datetime
    expires_at: datetime


async def offer_to_waiting(session: AsyncSession, *, now: datetime, limit: int = 100) -> list[SlotOffer]:
    """Offer what is free to those who wait and return the new offers; whatever has expired is passed on first.

    Several processes may do it at once: they take turns, so that the oldest is always first.
    """
    await session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
    expired = update(OfferRow).where(OfferRow.settled_at.is_(None), OfferRow.expires_at <= now)
    await session.execute(expired.values(settled_at=now, settlement=OfferSettlement.EXPIRED))
    somebody_waits = exists().where(WaitlistEntry.city_id == City.id, WaitlistEntry.left_at.is_(None))
    offers: list[SlotOffer] = []
    for city_id in (await session.scalars(select(City.id).where(City.active, somebody_waits).order_by(City.id))).all():
        policy = await policy_for(session, city_id)
        offers += await _offer_in_city(session, city_id, policy, now, limit - len(offers))
    return offers


async def settle_offer(
    session: AsyncSession, *, candidate_id: int, slot_id: int, settlement: OfferSettlement, now: datetime
) -> bool:
    """End an open offer; True as well where it ended like this before, False where it ended otherwise or never was."""
    of_these = (OfferRow.candidate_id == candidate_id, OfferRow.slot_id == slot_id)
    ended = (
        update(OfferRow)
        .where(*of_these, OfferRow.settled_at.is_(None))
        .values(settled_at=now, settlement=settlement)
        .returning(OfferRow.id)
    )
    if await session.scalar(ended) is not None:
        return True
    last = select(OfferRow.settlement).where(*of_these).order_by(OfferRow.id.desc()).limit(1)
    return await session.scalar(last) is settlement


async def _offer_in_city(
    session: AsyncSession, city_id: int, policy: Policy, now: datetime, limit: int
) -> list[SlotOffer]:
    """Go through the queue until a round gives nothing: each slot that goes may leave others without a match."""
    earliest = earliest_offered(now, policy)
    offers: list[SlotOffer] = []
    while len(offers) < limit:
        before = len(offers)
        for entry_id, candidate_id in await _queue(session, city_id, earliest, limit - before):
            slot = await _hold_slot(session, entry_id, earliest)
            if slot is None:
                break
            slot_id, starts_at = slot
            until = offer_until(now=now, starts_at=starts_at, policy=policy)
            offer = SlotOffer(
                candidate_id=CandidateId(candidate_id),
                slot_id=SlotId(slot_id),
                city_id=CityId(city_id),
                starts_at=starts_at,
                expires_at=until,
            )
            place = {"slot_id": slot_id, "candidate_id": candidate_id, "city_id": city_id}
            await session.execute(insert(OfferRow).values(**place, offered_at=now, expires_at=until))
            offers.append(offer)
        if len(offers) == before:
            break
    return offers


async def _queue(session: AsyncSession, city_id: int, earliest: datetime, limit: int) -> list[tuple[int, int]]:
    """Lock and return those for whom there is a slot, oldest first, as (waitlist entry, candidate)."""
    there_is_one = exists().where(_fits(earliest)).correlate_except(Slot)
    query = (
        select(WaitlistEntry.id, WaitlistEntry.candidate_id)
        .join(Candidate, Candidate.id == WaitlistEntry.candidate_id)
        .where(WaitlistEntry.city_id == city_id, there_is_one)
        .order_by(WaitlistEntry.since, WaitlistEntry.id)
        .limit(limit)
        .with_for_update(key_share=True)
    )
    return [(row.id, row.candidate_id) for row in await session.execute(query)]


async def _hold_slot(session: AsyncSession, entry_id: int, earliest: datetime) -> tuple[int, datetime] | None:
    """Lock and return the soonest slot for a waiting candidate; all that was true when queueing is asked again."""
    query = (
        select(Slot.id, Slot.starts_at)
        .join(WaitlistEntry, WaitlistEntry.city_id == Slot.city_id)
        .join(Candidate, Candidate.id == WaitlistEntry.candidate_id)
        .where(WaitlistEntry.id == entry_id, _fits(earliest))
        .order_by(Slot.starts_at, Slot.id)
        .limit(1)
        .with_for_update(of=Slot, key_share=True, skip_locked=True)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row.id, row.starts_at)


def _fits(earliest: datetime) -> ColumnElement[bool]:
    """Return the condition that a slot can be offered to who waits; one that they let pass is not offered again."""
    works = exists().where(
        Recruiter.id == Slot.recruiter_id,
        Recruiter.active,
        RecruiterCity.recruiter_id == Recruiter.id,
        RecruiterCity.city_id == Slot.city_id,
    )
    booked = exists().where(Booking.candidate_id == WaitlistEntry.candidate_id, Booking.status.in_(active_statuses()))
    of_candidate, of_slot = OfferRow.candidate_id == WaitlistEntry.candidate_id, OfferRow.slot_id == Slot.id
    stands = exists().where(or_(of_candidate, of_slot), OfferRow.settled_at.is_(None))
    passed = exists().where(of_candidate, of_slot, OfferRow.offered_at >= WaitlistEntry.since)
    return and_(
        WaitlistEntry.left_at.is_(None),
        Candidate.blocked_at.is_(None),
        Slot.city_id == WaitlistEntry.city_id,
        slot_is_free(),
        Slot.starts_at >= earliest,
        or_(WaitlistEntry.recruiter_id.is_(None), WaitlistEntry.recruiter_id == Slot.recruiter_id),
        works.correlate_except(Recruiter, RecruiterCity),
        ~booked.correlate_except(Booking),
        ~stands.correlate_except(OfferRow),
        ~passed.correlate_except(OfferRow),
    )
