"""Moving a booking: what the candidate picks from, and what the recruiter can say to it."""

from collections.abc import Sequence

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import Decision, ResumePress
from bot.keyboards.attendance import decline
from bot.keyboards.buttons import REFRESH, call_a_human, in_rows, keyboard, press, turning
from bot.keyboards.decisions import decide
from bot.move_callbacks import ApproveMovePress, KeepTimePress, WantedSlotPress, WantedSlotsPress
from domain.booking import BookingStatus
from domain.ids import BookingId, SlotId

TIMES_IN_A_ROW = 3
MOST_OFFERED = 90  # Telegram takes 100 buttons; all others stand in the list behind "another time"
Times = Sequence[tuple[SlotId, str]]


def kb_move_asked(booking_id: BookingId, revision: int, *, can_pick: bool, can_keep: bool) -> InlineKeyboardMarkup:
    """Return what a candidate can do while the recruiter is asked to move: pick a time, keep the one there is."""
    return keyboard(
        [_list("🗓 Выбрать время", booking_id, revision)] if can_pick else [],
        [_keep(booking_id, revision)] if can_keep else [],
        [decline(booking_id, revision)],
        [call_a_human()],
    )


def kb_move_wanted(booking_id: BookingId, revision: int, *, can_keep: bool) -> InlineKeyboardMarkup:
    """Return what a candidate can do who has picked a time that the recruiter has not agreed to yet."""
    return keyboard(
        [_list("🗓 Выбрать другое", booking_id, revision)],
        [_keep(booking_id, revision)] if can_keep else [],
        [decline(booking_id, revision)],
        [call_a_human()],
    )


def kb_other_times(times: Times, booking_id: BookingId, revision: int) -> InlineKeyboardMarkup:
    """Return the times that the recruiter offers, one a row, and the way to all others."""
    offered = [[_slot(caption, booking_id, revision, slot_id)] for slot_id, caption in times[:MOST_OFFERED]]
    return keyboard(
        *offered,
        [_list("🗓 Другое время" if times else "🗓 Выбрать время", booking_id, revision)],
        [decline(booking_id, revision)],
        [call_a_human()],
    )


def kb_wanted_slots(
    times: Times, booking_id: BookingId, revision: int, *, page: int, pages: int, can_keep: bool
) -> InlineKeyboardMarkup:
    """Return the times of one day, and the ways to the days around it and out of the list."""
    slots = [_slot(caption, booking_id, revision, slot_id) for slot_id, caption in times]
    return keyboard(
        *in_rows(slots, TIMES_IN_A_ROW),
        turning(page, pages, lambda to: WantedSlotsPress(booking_id=booking_id, revision=revision, page=to)),
        [_list(REFRESH, booking_id, revision, page), press("← Назад", ResumePress())],
        [_keep(booking_id, revision)] if can_keep else [],
        [decline(booking_id, revision)],
        [call_a_human()],
    )


def kb_open_move(
    status: BookingStatus, booking_id: BookingId, revision: int, *, wanted: SlotId | None, asked_back: bool
) -> InlineKeyboardMarkup:
    """Return what a recruiter can say while a booking moves; `asked_back`: other times were named already."""
    agree = [_approve(booking_id, revision, wanted)] if wanted is not None else []
    caption = "🗓 Предложить другое" if asked_back or wanted is not None else "🗓 Предложить время"
    other = [decide(caption, Decision.OTHER_TIME, booking_id, revision, ButtonStyle.PRIMARY)]
    if status is BookingStatus.PENDING:
        return keyboard(
            agree,
            [decide("✅ Согласовать прежнее время", Decision.APPROVE, booking_id, revision)],
            other,
            [decide("⛔️ Отклонить", Decision.REJECT, booking_id, revision, ButtonStyle.DANGER)],
        )
    return keyboard(
        agree,
        other,
        [decide("📌 Оставить как есть", Decision.KEEP_TIME, booking_id, revision)],
        [decide("🚫 Отменить собеседование", Decision.CANCEL, booking_id, revision, ButtonStyle.DANGER)],
    )


def _list(caption: str, booking_id: BookingId, revision: int, page: int = 0) -> InlineKeyboardButton:
    return press(caption, WantedSlotsPress(booking_id=booking_id, revision=revision, page=page))


def _slot(caption: str, booking_id: BookingId, revision: int, slot_id: SlotId) -> InlineKeyboardButton:
    return press(caption, WantedSlotPress(booking_id=booking_id, revision=revision, slot_id=slot_id))


def _keep(booking_id: BookingId, revision: int) -> InlineKeyboardButton:
    return press("Оставить как есть", KeepTimePress(booking_id=booking_id, revision=revision))


def _approve(booking_id: BookingId, revision: int, slot_id: SlotId) -> InlineKeyboardButton:
    agreed = ApproveMovePress(booking_id=booking_id, revision=revision, slot_id=slot_id)
    return press("✅ Перенести", agreed, ButtonStyle.SUCCESS)
