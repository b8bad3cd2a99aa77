"""What a recruiter can decide about a booking: on its card, on a wish to move, after the interview."""

from typing import assert_never

from aiogram.enums import ButtonStyle
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot import telegram_html
from bot.callbacks import Decision, DecisionPress
from bot.keyboards.buttons import chat_with, keyboard, press
from domain.booking import BookingStatus
from domain.ids import BookingId

LONGEST_COPY = 256  # Telegram copies no more at a press


def kb_card(status: BookingStatus, booking_id: BookingId, revision: int) -> InlineKeyboardMarkup | None:
    """Return the buttons that are alive while the booking is in that state."""
    match status:
        case BookingStatus.PENDING:
            return kb_approval(booking_id, revision)
        case BookingStatus.BOOKED | BookingStatus.CONFIRMED:
            return keyboard([_other_time(booking_id, revision)], [_cancel(booking_id, revision)])
        case (
            BookingStatus.REJECTED
            | BookingStatus.EXPIRED
            | BookingStatus.DECLINED
            | BookingStatus.CANCELLED
            | BookingStatus.MET
            | BookingStatus.MISSED
            | BookingStatus.ENDED
        ):
            return None
        case _:
            assert_never(status)


def kb_approval(booking_id: BookingId, revision: int) -> InlineKeyboardMarkup:
    """Return the three answers to a request."""
    return keyboard(
        [decide("✅ Согласовать", Decision.APPROVE, booking_id, revision, ButtonStyle.SUCCESS)],
        [_other_time(booking_id, revision)],
        [decide("⛔️ Отклонить", Decision.REJECT, booking_id, revision, ButtonStyle.DANGER)],
    )


def kb_reject(booking_id: BookingId, revision: int) -> InlineKeyboardMarkup:
    """Return the question back: the time, or the person."""
    return keyboard(
        [decide("Время не подходит", Decision.REJECT_TIME, booking_id, revision)],
        [decide("✍️ Время не подходит, напишу почему", Decision.REJECT_WITH_WORDS, booking_id, revision)],
        [decide("Не продолжаем", Decision.REJECT_PERSON, booking_id, revision, ButtonStyle.DANGER)],
        [decide("← Назад", Decision.BACK, booking_id, revision)],
    )


def kb_outcome(booking_id: BookingId, revision: int) -> InlineKeyboardMarkup:
    """Return the three answers to how the interview went."""
    return keyboard(
        [decide("🤝 Состоялось", Decision.MET, booking_id, revision, ButtonStyle.SUCCESS)],
        [decide("🚷 Кандидат не пришёл", Decision.MISSED, booking_id, revision, ButtonStyle.DANGER)],
        [decide("Не знаю", Decision.DO_NOT_KNOW, booking_id, revision)],
    )


def kb_contact_by_hand(
    username: str | None, to_copy: str, holds: tuple[BookingId, int] | None = None
) -> InlineKeyboardMarkup:
    """Return the candidate's chat, if they have a name there, and the words to copy into it.

    `holds` is the booking and its revision where the slot will be free unless the recruiter keeps it.
    """
    copy = InlineKeyboardButton(
        text="📋 Скопировать текст", copy_text=CopyTextButton(text=telegram_html.cut(to_copy, LONGEST_COPY))
    )
    hold = [decide("📌 Оставить за кандидатом", Decision.HOLD, *holds)] if holds else []
    return keyboard(chat_with(username), [copy], hold)


def _other_time(booking_id: BookingId, revision: int) -> InlineKeyboardButton:
    return decide("🔁 Другое время", Decision.OTHER_TIME, booking_id, revision, ButtonStyle.PRIMARY)


def _cancel(booking_id: BookingId, revision: int) -> InlineKeyboardButton:
    return decide("🚫 Отменить собеседование", Decision.CANCEL, booking_id, revision, ButtonStyle.DANGER)


def decide(
    caption: str, decision: Decision, booking_id: BookingId, revision: int, style: ButtonStyle | None = None
) -> InlineKeyboardButton:
    """Return a button with the recruiter's word on a booking."""
    return press(caption, DecisionPress(decision=decision, booking_id=booking_id, revision=revision), style)
