"""The candidate picks another time: one for which the recruiter has to say yes, or one that the recruiter offered."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from database.bookings.held import HeldBooking, Order, hold_booking
from database.moves.open_wishes import open_move
from database.moves.wanted_slots import claim_wanted, is_agreed, swap_to_wanted
from database.moves.wish import renew_deadline
from domain.moves import ClaimOutcome, MoveDenial, SwapOutcome

HELD = frozenset({ClaimOutcome.CLAIMED, ClaimOutcome.ALREADY_CLAIMED})


async def want_other_time(
    session: AsyncSession,
    *,
    booking_id: int,
    slot_id: int,
    order: Order,
    answer_until: datetime,
    minimum_notice: timedelta,
) -> datetime | MoveDenial:
    """Hold the slot for the booking until the recruiter answers; return until when (UTC), or why it is not held.

    The open wish has that deadline then; without an open wish nothing is wanted. A slot that is held already leaves the
    deadline where it was.
    """
    held = await hold_booking(session, booking_id)
    if held is not None and held.is_strange_to(order):
        return MoveDenial.NOT_YOURS
    if _stands(held, order) and await open_move(session, booking_id) is None:
        return MoveDenial.NOTHING_WANTED
    claim = await _claim(session, booking_id, slot_id, order, minimum_notice)
    if isinstance(claim, MoveDenial):
        return claim
    if claim is ClaimOutcome.CLAIMED:
        await renew_deadline(session, booking_id=booking_id, answer_until=answer_until)
    move = await open_move(session, booking_id)
    return answer_until if move is None else move.answer_until


async def take_other_time(
    session: AsyncSession, *, booking_id: int, slot_id: int, order: Order, minimum_notice: timedelta
) -> MoveDenial | None:
    """Move the booking to a slot to which the recruiter has agreed; None where it stands there now.

    Judged as a wanted slot is, and moved to in the same transaction; a repeat is answered as the first time.
    """
    held = await hold_booking(session, booking_id)
    if held is not None and held.is_strange_to(order):
        return MoveDenial.NOT_YOURS
    if _stands(held, order):
        if not await is_agreed(session, booking_id=booking_id, slot_id=slot_id, by=order.actor):
            return MoveDenial.NOTHING_WANTED
        claim = await _claim(session, booking_id, slot_id, order, minimum_notice)
        if isinstance(claim, MoveDenial):
            return claim
    swap = await swap_to_wanted(
        session,
        booking_id=booking_id,
        revision=order.revision,
        slot_id=slot_id,
        now=order.now,
        actor=order.actor,
        actor_id=order.actor_id,
    )
    return None if swap is SwapOutcome.SWAPPED else MoveDenial(swap.value)


def _stands(held: HeldBooking | None, order: Order) -> bool:
    """Tell whether the booking is as the order believes; where it is not, the order is refused or was carried out."""
    return held is not None and held.revision == order.revision and not held.is_over


async def _claim(
    session: AsyncSession, booking_id: int, slot_id: int, order: Order, minimum_notice: timedelta
) -> ClaimOutcome | MoveDenial:
    claim = await claim_wanted(
        session,
        booking_id=booking_id,
        revision=order.revision,
        slot_id=slot_id,
        now=order.now,
        minimum_notice=minimum_notice,
    )
    return claim if claim in HELD else MoveDenial(claim.value)
