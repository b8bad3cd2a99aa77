"""Which offers their journeys know of: an offer is committed first and told afterwards, and a crash may lie between."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Slot, SlotOffer
from domain.booking import OfferSettlement
from domain.ids import CandidateId, RecruiterId, SlotId


@dataclass(frozen=True, kw_only=True)
class UntoldOffer:
    """A slot that is held for a candidate until then (UTC), as the journey is told of it."""

    offer_id: int
    candidate_id: CandidateId
    slot_id: SlotId
    recruiter_id: RecruiterId
    starts_at: datetime
    expires_at: datetime


async def untold_offers(session: AsyncSession, *, now: datetime) -> list[UntoldOffer]:
    """Return the offers that stand and of which nobody was told yet, oldest first."""
    rows = await session.execute(
        select(
            SlotOffer.id.label("offer_id"),
            SlotOffer.candidate_id,
            SlotOffer.slot_id,
            Slot.recruiter_id,
            Slot.starts_at,
            SlotOffer.expires_at,
        )
        .join(Slot, Slot.id == SlotOffer.slot_id)
        .where(SlotOffer.settled_at.is_(None), SlotOffer.told_at.is_(None), SlotOffer.expires_at > now)
        .order_by(SlotOffer.offered_at, SlotOffer.id)
    )
    return [UntoldOffer(**row._asdict()) for row in rows]


@dataclass(frozen=True, kw_only=True)
class WithdrawnOffer:
    """An offer of which the journey knows, and whose slot was taken away since."""

    offer_id: int
    candidate_id: CandidateId
    slot_id: SlotId


async def withdrawn_offers(session: AsyncSession) -> list[WithdrawnOffer]:
    """Return the offers that ended by the slot's withdrawal after their journey had learned of them."""
    rows = await session.execute(
        select(SlotOffer.id.label("offer_id"), SlotOffer.candidate_id, SlotOffer.slot_id)
        .where(
            SlotOffer.settlement == literal(OfferSettlement.WITHDRAWN, SlotOffer.settlement.type, literal_execute=True),
            SlotOffer.told_at < SlotOffer.settled_at,
        )
        .order_by(SlotOffer.id)
    )
    return [WithdrawnOffer(**row._asdict()) for row in rows]


async def note_told_of_withdrawal(session: AsyncSession, offer_id: int) -> None:
    """Note that the journey knows of the end, too."""
    await session.execute(update(SlotOffer).where(SlotOffer.id == offer_id).values(told_at=SlotOffer.settled_at))


async def note_told(session: AsyncSession, offer_id: int, *, now: datetime) -> None:
    """Note that the journey was told, as of the first time."""
    told = update(SlotOffer).where(SlotOffer.id == offer_id, SlotOffer.told_at.is_(None)).values(told_at=now)
    await session.execute(told)
