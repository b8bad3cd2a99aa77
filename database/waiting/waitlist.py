"""Who waits for slots of a city, oldest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import SlotOffer, WaitlistEntry
from domain.booking import OfferSettlement
from domain.ids import CandidateId, RecruiterId


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A candidate who waits; for one recruiter's slots, or (None) for anybody's."""

    candidate_id: CandidateId
    recruiter_id: RecruiterId | None
    since: datetime


async def join_waitlist(
    session: AsyncSession, *, candidate_id: int, city_id: int, recruiter_id: int | None, now: datetime
) -> bool:
    """Put the candidate on the city's list; False where they stand on it already and keep their place."""
    entry = insert(WaitlistEntry).values(
        candidate_id=candidate_id, city_id=city_id, recruiter_id=recruiter_id, since=now
    )
    return await session.scalar(entry.on_conflict_do_nothing().returning(WaitlistEntry.id)) is not None


async def leave_waitlist(session: AsyncSession, candidate_id: int, *, now: datetime) -> None:
    """Take the candidate off every list; a slot that was offered to them goes to the next."""
    await session.execute(
        update(WaitlistEntry)
        .where(WaitlistEntry.candidate_id == candidate_id, WaitlistEntry.left_at.is_(None))
        .values(left_at=now)
    )
    await session.execute(
        update(SlotOffer)
        .where(SlotOffer.candidate_id == candidate_id, SlotOffer.settled_at.is_(None))
        .values(settled_at=now, settlement=OfferSettlement.WITHDRAWN)
    )


async def waiting_in(session: AsyncSession, city_id: int, *, limit: int = 100) -> list[Waiting]:
    """Return those who wait in a city, oldest first."""
    rows = await session.execute(
        select(WaitlistEntry.candidate_id, WaitlistEntry.recruiter_id, WaitlistEntry.since)
        .where(WaitlistEntry.city_id == city_id, WaitlistEntry.left_at.is_(None))
        .order_by(WaitlistEntry.since, WaitlistEntry.id)
        .limit(limit)
    )
    return [Waiting(**row._asdict()) for row in rows]
