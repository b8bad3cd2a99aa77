"""What happens to a booking after it was reserved. Each change is a compare-and-swap on status and revision.

The row is locked, the decision is made purely, the change is written; a trigger writes the history and frees the slots.
A repeat of the same order (same actor, same `now`, which is the journey's clock) is answered as the first time.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings.held import HeldBooking, Order, hold_booking
from database.moves.proposals import drop_proposals
from database.tables import Booking, RescheduleRequest, Slot
from domain.booking import Actor, BookingStatus, closed_statuses


class ApprovalOutcome(StrEnum):
    """What became of an approval; only APPROVED writes."""

    APPROVED = "approved"
    ALREADY_APPROVED = "already_approved"
    ALREADY_REJECTED = "already_rejected"
    ENDED = "ended"  # expired, declined, cancelled or over
    MOVED = "moved"  # the press was about another revision
    START_PASSED = "start_passed"
    NOT_YOURS = "not_yours"
    UNKNOWN = "unknown"  # there is no such booking


class ChangeOutcome(StrEnum):
    """What became of any other change; only DONE writes."""

    DONE = "done"
    ALREADY = "already"  # it was so before
    NOT_APPROVED = "not_approved"  # attendance of a booking that is still pending
    ENDED = "ended"  # the booking is over, in another way
    MOVED = "moved"  # the press was about another revision
    TOO_EARLY = "too_early"  # an outcome before the start
    START_PASSED = "start_passed"
    NOT_YOURS = "not_yours"
    UNKNOWN = "unknown"  # there is no such booking


async def approve_booking(
    session: AsyncSession, *, booking_id: int, revision: int, now: datetime, actor: Actor, actor_id: int
) -> ApprovalOutcome:
    """Turn a pending booking into a booked one."""
    held = await hold_booking(session, booking_id)
    order = Order(revision=revision, now=now, actor=actor, actor_id=actor_id)
    outcome = _judge_approval(held, order)
    if outcome is ApprovalOutcome.APPROVED:
        await _change(session, booking_id, order, status=BookingStatus.BOOKED, decided_at=now)
    return outcome


async def confirm_attendance(
    session: AsyncSession, *, booking_id: int, revision: int, now: datetime, actor: Actor, actor_id: int
) -> ChangeOutcome:
    """Turn a booked booking into a confirmed one, before its start."""
    held = await hold_booking(session, booking_id)
    order = Order(revision=revision, now=now, actor=actor, actor_id=actor_id)
    outcome = _judge_confirmation(held, order)
    if outcome is ChangeOutcome.DONE:
        await _change(session, booking_id, order, status=BookingStatus.CONFIRMED)
    return outcome


async def end_booking(
    session: AsyncSession,
    *,
    booking_id: int,
    revision: int,
    status: BookingStatus,
    now: datetime,
    actor: Actor,
    actor_id: int,
    reason: str | None = None,
    withdraws_slot: bool = False,
) -> ChangeOutcome:
    """Close an active booking with one of the closed statuses; its slots are free and a wish to move is settled.

    With `withdraws_slot` its own slot is withdrawn while it is still held, so that nobody is offered it in between.
    """
    if status not in closed_statuses():
        raise ValueError(f"{status} ends nothing")
    held = await hold_booking(session, booking_id)
    order = Order(revision=revision, now=now, actor=actor, actor_id=actor_id)
    outcome = _judge_end(held, order, status)
    if outcome is ChangeOutcome.DONE:
        if held is not None and withdraws_slot:
            await session.execute(update(Slot).where(Slot.id == held.slot_id).values(withdrawn_at=now))
        decided = {"decided_at": now} if status is BookingStatus.REJECTED else {}
        await _change(session, booking_id, order, status=status, ended_at=now, reason=reason, **decided)
        await _settle_wish(session, booking_id, status, now)
        await drop_proposals(session, booking_id=booking_id)
    return outcome


async def record_outcome(
    session: AsyncSession,
    *,
    booking_id: int,
    revision: int,
    status: BookingStatus,
    now: datetime,
    actor: Actor,
    actor_id: int,
) -> ChangeOutcome:
    """Store how the interview went (met, missed, ended), from its start on; ENDED may still become met or missed."""
    held = await hold_booking(session, booking_id)
    order = Order(revision=revision, now=now, actor=actor, actor_id=actor_id)
    if held is not None and now < held.starts_at:
        return ChangeOutcome.TOO_EARLY
    if held is not None and held.status is BookingStatus.ENDED and status in {BookingStatus.MET, BookingStatus.MISSED}:
        if held.is_strange_to(order):
            return ChangeOutcome.NOT_YOURS
        await _change(session, booking_id, order, status=status)
        return ChangeOutcome.DONE
    return await end_booking(
        session, booking_id=booking_id, revision=revision, status=status, now=now, actor=actor, actor_id=actor_id
    )


async def set_answer_until(session: AsyncSession, *, booking_id: int, revision: int, answer_until: datetime) -> bool:
    """Set the deadline of a pending booking; False where the revision is not current or nothing is pending."""
    deadline = (
        update(Booking)
        .where(Booking.id == booking_id, Booking.revision == revision, Booking.status == BookingStatus.PENDING)
        .values(answer_until=answer_until)
        .returning(Booking.id)
    )
    return await session.scalar(deadline) is not None


async def missed_by(session: AsyncSession, candidate_id: int) -> int:
    """Return to how many interviews the candidate did not come, in all their journeys."""
    missed = select(func.count()).where(Booking.candidate_id == candidate_id, Booking.status == BookingStatus.MISSED)
    return (await session.scalar(missed)) or 0


def _judge_approval(held: HeldBooking | None, order: Order) -> ApprovalOutcome:
    if held is None:
        return ApprovalOutcome.UNKNOWN
    reasons = (
        (ApprovalOutcome.NOT_YOURS, held.is_strange_to(order)),
        (ApprovalOutcome.MOVED, held.revision != order.revision),
        (ApprovalOutcome.ALREADY_REJECTED, held.status is BookingStatus.REJECTED),
        (ApprovalOutcome.ENDED, held.is_over),
        (ApprovalOutcome.APPROVED, held.status is BookingStatus.BOOKED and held.was_changed_by(order)),
        (ApprovalOutcome.ALREADY_APPROVED, held.status is not BookingStatus.PENDING),
        (ApprovalOutcome.START_PASSED, held.starts_at <= order.now),
    )
    return next((outcome for outcome, applies in reasons if applies), ApprovalOutcome.APPROVED)


def _judge_confirmation(held: HeldBooking | None, order: Order) -> ChangeOutcome:
    if held is None:
        return ChangeOutcome.UNKNOWN
    confirmed = held.status is BookingStatus.CONFIRMED
    reasons = (
        (ChangeOutcome.NOT_YOURS, held.is_strange_to(order)),
        (ChangeOutcome.MOVED, held.revision != order.revision),
        (ChangeOutcome.ENDED, held.is_over),
        (ChangeOutcome.DONE, confirmed and held.was_changed_by(order)),
        (ChangeOutcome.ALREADY, confirmed),
        (ChangeOutcome.START_PASSED, held.starts_at <= order.now),
        (ChangeOutcome.NOT_APPROVED, held.status is BookingStatus.PENDING),
    )
    return next((outcome for outcome, applies in reasons if applies), ChangeOutcome.DONE)


def _judge_end(held: HeldBooking | None, order: Order, status: BookingStatus) -> ChangeOutcome:
    if held is None:
        return ChangeOutcome.UNKNOWN
    same = held.status is status
    reasons = (
        (ChangeOutcome.NOT_YOURS, held.is_strange_to(order)),
        (ChangeOutcome.DONE, same and held.was_changed_by(order)),
        (ChangeOutcome.ALREADY, same),
        (ChangeOutcome.ENDED, held.is_over),
        (ChangeOutcome.MOVED, held.revision != order.revision),
    )
    return next((outcome for outcome, applies in reasons if applies), ChangeOutcome.DONE)


async def _change(session: AsyncSession, booking_id: int, order: Order, **values: Any) -> None:
    """Write a change together with who made it; the history takes both from here."""
    who = {"changed_at": order.now, "changed_by": order.actor, "changed_by_id": order.actor_id}
    await session.execute(update(Booking).where(Booking.id == booking_id).values(**who, **values))


async def _settle_wish(session: AsyncSession, booking_id: int, status: BookingStatus, now: datetime) -> None:
    await session.execute(
        update(RescheduleRequest)
        .where(RescheduleRequest.booking_id == booking_id, RescheduleRequest.settled_at.is_(None))
        .values(settled_at=now, settlement=status.value)
    )
