"""The slot that a booking asks to move to: claimed beside its own, swapped to in one transaction, or let go.

Everybody locks the booking first and then the slot, so a booking that moves never waits for itself and at no instant
holds neither slot.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings.held import HeldBooking, Order, hold_booking
from database.moves.open_wishes import open_move
from database.moves.proposals import drop_proposals
from database.tables import Booking, RescheduleRequest, Slot, SlotClaim
from domain.booking import Actor, BookingStatus, Claim
from domain.ids import CandidateId, CityId, RecruiterId
from domain.moves import ClaimOutcome, SwapOutcome, judge_claim
from domain.reservation import Pick, SlotFacts

FACTS = text("""
    SELECT withdrawn, recruiter_id, recruiter_active, recruiter_serves_city, city_id, city_active, starts_at,
        held_by, offered_to, other_active_booking
    FROM slot_facts(:slot_id, :candidate_id, :now)
""")

MOVED = "moved"  # the settlement of a wish that came true


@dataclass(frozen=True, kw_only=True)
class WantedSlot:
    """The slot to which a booking would move."""

    slot_id: int
    recruiter_id: int
    city_id: int
    starts_at: datetime
    withdrawn_at: datetime | None


async def claim_wanted(
    session: AsyncSession, *, booking_id: int, revision: int, slot_id: int, now: datetime, minimum_notice: timedelta
) -> ClaimOutcome:
    """Hold another slot of its recruiter for the booking beside its own; an earlier one is let go in the same step."""
    held = await hold_booking(session, booking_id)
    if held is None:
        return ClaimOutcome.UNKNOWN
    outcome = _judge_booking(held, revision, slot_id, now)
    if outcome is not ClaimOutcome.CLAIMED:
        return outcome
    pick = Pick(
        candidate_id=CandidateId(held.candidate_id),
        expected_recruiter_id=RecruiterId(held.recruiter_id),
        expected_city_id=CityId(held.city_id),
        now=now,
        minimum_notice=minimum_notice,
    )
    outcome = judge_claim(pick, await _hold_slot(session, slot_id, held.candidate_id, now))
    if outcome is ClaimOutcome.CLAIMED:
        claim = insert(SlotClaim).values(slot_id=slot_id, booking_id=booking_id, kind=Claim.WANTED)
        await session.execute(
            claim.on_conflict_do_update(
                index_elements=[SlotClaim.booking_id, SlotClaim.kind], set_={"slot_id": claim.excluded.slot_id}
            )
        )
    return outcome


async def swap_to_wanted(
    session: AsyncSession,
    *,
    booking_id: int,
    revision: int,
    slot_id: int,
    now: datetime,
    actor: Actor,
    actor_id: int,
) -> SwapOutcome:
    """Move the booking to its wanted slot, if that is this one: booked, one revision on, the wish settled as moved.

    Its old slot is free then. The recruiter may do it; the candidate, if the recruiter has offered this slot.
    """
    held = await hold_booking(session, booking_id)
    order = Order(revision=revision, now=now, actor=actor, actor_id=actor_id)
    if held is None:
        return SwapOutcome.UNKNOWN
    if (held.revision, held.slot_id) == (revision + 1, slot_id) and held.was_changed_by(order):
        return SwapOutcome.SWAPPED
    wanted = await _wanted(session, booking_id, slot_id)
    outcome = _judge_swap(held, wanted, order)
    if outcome is SwapOutcome.SWAPPED and not await is_agreed(
        session, booking_id=booking_id, slot_id=slot_id, by=actor
    ):
        return SwapOutcome.NOT_YOURS
    if outcome is SwapOutcome.SWAPPED and wanted is not None:
        await _swap(session, booking_id, wanted, order)
    return outcome


async def is_agreed(session: AsyncSession, *, booking_id: int, slot_id: int, by: Actor) -> bool:
    """Tell whether the company agrees to this slot: it acts itself, or has offered it."""
    if by is not Actor.CANDIDATE:
        return True
    move = await open_move(session, booking_id)
    return move is not None and slot_id in move.offered


async def drop_wanted(session: AsyncSession, *, booking_id: int, revision: int) -> bool:
    """Let go of the wanted slot; False where there is none, or the booking is at another revision."""
    held = await hold_booking(session, booking_id)
    if held is None or held.revision != revision:
        return False
    dropped = delete(SlotClaim).where(SlotClaim.booking_id == booking_id, SlotClaim.kind == Claim.WANTED)
    return await session.scalar(dropped.returning(SlotClaim.slot_id)) is not None


def _judge_booking(held: HeldBooking, revision: int, slot_id: int, now: datetime) -> ClaimOutcome:
    reasons = (
        (ClaimOutcome.MOVED, held.revision != revision),
        (ClaimOutcome.ENDED, held.is_over),
        (ClaimOutcome.START_PASSED, held.starts_at <= now),
        (ClaimOutcome.OWN_SLOT, held.slot_id == slot_id),
    )
    return next((outcome for outcome, applies in reasons if applies), ClaimOutcome.CLAIMED)


def _judge_swap(held: HeldBooking, wanted: WantedSlot | None, order: Order) -> SwapOutcome:
    if held.is_strange_to(order):
        return SwapOutcome.NOT_YOURS
    if held.revision != order.revision:
        return SwapOutcome.MOVED
    if held.is_over:
        return SwapOutcome.ENDED
    if wanted is None:
        return SwapOutcome.NOTHING_WANTED
    if wanted.withdrawn_at is not None:
        return SwapOutcome.SLOT_GONE
    return SwapOutcome.START_PASSED if min(held.starts_at, wanted.starts_at) <= order.now else SwapOutcome.SWAPPED


async def _hold_slot(session: AsyncSession, slot_id: int, candidate_id: int, now: datetime) -> SlotFacts | None:
    """Lock the slot and return what is true of it then; locked first, so that nothing seen is older than the lock."""
    await session.execute(select(Slot.id).where(Slot.id == slot_id).with_for_update(key_share=True))
    row = (await session.execute(FACTS, {"slot_id": slot_id, "candidate_id": candidate_id, "now": now})).one_or_none()
    return None if row is None else SlotFacts(**row._asdict())


async def _wanted(session: AsyncSession, booking_id: int, slot_id: int) -> WantedSlot | None:
    query = (
        select(Slot.id.label("slot_id"), Slot.recruiter_id, Slot.city_id, Slot.starts_at, Slot.withdrawn_at)
        .join(SlotClaim, SlotClaim.slot_id == Slot.id)
        .where(SlotClaim.booking_id == booking_id, SlotClaim.slot_id == slot_id, SlotClaim.kind == Claim.WANTED)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else WantedSlot(**row._asdict())


async def _swap(session: AsyncSession, booking_id: int, wanted: WantedSlot, order: Order) -> None:
    """Write the move; the booking first, so that the slots show what it has become."""
    await session.execute(
        update(Booking)
        .where(Booking.id == booking_id)
        .values(
            slot_id=wanted.slot_id,
            recruiter_id=wanted.recruiter_id,
            city_id=wanted.city_id,
            revision=order.revision + 1,
            status=BookingStatus.BOOKED,
            answer_until=None,
            decided_at=order.now,
            changed_at=order.now,
            changed_by=order.actor,
            changed_by_id=order.actor_id,
        )
    )
    of_this = SlotClaim.booking_id == booking_id
    await session.execute(delete(SlotClaim).where(of_this, SlotClaim.kind == Claim.CURRENT))
    await session.execute(update(SlotClaim).where(of_this, SlotClaim.kind == Claim.WANTED).values(kind=Claim.CURRENT))
    await session.execute(
        update(RescheduleRequest)
        .where(RescheduleRequest.booking_id == booking_id, RescheduleRequest.settled_at.is_(None))
        .values(settled_at=order.now, settlement=MOVED)
    )
    await drop_proposals(session, booking_id=booking_id)
