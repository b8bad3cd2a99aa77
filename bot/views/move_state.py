"""A move on its way: what could be moved to, and whether the candidate may pick it."""

from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from database.moves.open_wishes import OpenMove
from database.moves.wish import moves_of_candidate
from database.places.policies import policy_for
from database.slots.open_slots import FreeSlot, free_slots


async def slots_to_move_to(writer: Writer, booking: BookingCard) -> list[FreeSlot]:
    """Return the slots of the booking's recruiter in its city that could be had, soonest first."""
    notice = (await policy_for(writer.session, booking.city_id)).minimum_notice
    return await free_slots(
        writer.session,
        city_id=booking.city_id,
        recruiter_id=booking.recruiter_id,
        earliest=writer.now + notice,
        candidate_id=booking.candidate_id,
    )


async def is_by_hand(writer: Writer, booking: BookingCard, move: OpenMove) -> bool:
    """Tell whether the candidate has moved as often as they may, so that the recruiter finds the time."""
    if move.offered_at is not None:
        return False
    moved = await moves_of_candidate(writer.session, booking.booking_id)
    return moved >= (await policy_for(writer.session, booking.city_id)).moves_by_candidate
