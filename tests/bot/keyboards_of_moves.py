"""Every keyboard of a booking that moves, full."""

from collections.abc import Iterator

from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import moving, proposing
from domain.booking import BookingStatus
from domain.ids import BookingId, SlotId


def keyboards_of_moves(booking_id: BookingId, revision: int, slot_id: SlotId) -> Iterator[InlineKeyboardMarkup]:
    """Yield them with these ids."""
    about = (booking_id, revision)
    times = [(slot_id, "✓ ср, 25 нояб., 14:00")] * 200
    yield moving.kb_move_asked(*about, can_pick=True, can_keep=True)
    yield moving.kb_move_wanted(*about, can_keep=True)
    yield moving.kb_other_times(times, *about)
    yield moving.kb_wanted_slots(times[:12], *about, page=999_999, pages=9_999_999, can_keep=True)
    for status in (BookingStatus.PENDING, BookingStatus.BOOKED):
        yield moving.kb_open_move(status, *about, wanted=slot_id, asked_back=False)
    yield proposing.kb_proposing(
        times, chosen={slot_id}, clock="МСК", booking_id=booking_id, revision=revision, page=revision
    )
