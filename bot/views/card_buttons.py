"""Which buttons are alive under what a recruiter reads about a booking, as things stand."""

from aiogram.types import InlineKeyboardMarkup

from bot.keyboards.decisions import kb_card
from bot.keyboards.moving import kb_open_move
from database.bookings.cards import BookingCard
from domain.booking import active_statuses


def live_buttons(booking: BookingCard) -> InlineKeyboardMarkup | None:
    """Return what can be pressed about the booking now; None once it is over."""
    move = booking.open_move
    if move is None or booking.status not in active_statuses():
        return kb_card(booking.status, booking.booking_id, booking.revision)
    return kb_open_move(
        booking.status,
        booking.booking_id,
        booking.revision,
        wanted=move.wanted_slot_id,
        asked_back=move.offered_at is not None,
    )
