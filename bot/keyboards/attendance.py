"""What a candidate can say about a booking."""

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import Attendance, AttendancePress, DeclinePress
from bot.keyboards.buttons import call_a_human, contact_us, keyboard, press
from domain.ids import BookingId


def kb_attendance_confirm(booking_id: BookingId, revision: int) -> InlineKeyboardMarkup:
    """Return the three buttons of the reminder, and nothing else."""
    return keyboard(
        [_say("✅ Подтверждаю", Attendance.CONFIRM, booking_id, revision, ButtonStyle.SUCCESS)],
        [decline(booking_id, revision)],
        [_move(booking_id, revision)],
    )


def kb_change_of_plans(booking_id: BookingId, revision: int, meeting_link: str | None = None) -> InlineKeyboardMarkup:
    """Return what can be done with an agreed interview; with the link to it, once that is known."""
    join = [InlineKeyboardButton(text="📹 Подключиться", url=meeting_link)] if meeting_link else []
    return keyboard(join, [_move(booking_id, revision)], [decline(booking_id, revision)], [call_a_human()])


def kb_request_pending(booking_id: BookingId, revision: int, contact_link: str | None = None) -> InlineKeyboardMarkup:
    """Return what can be done while the recruiter is being asked."""
    return keyboard(
        contact_us(contact_link), [_move(booking_id, revision)], [decline(booking_id, revision)], [call_a_human()]
    )


def kb_decline_sure(booking_id: BookingId, revision: int, *, can_confirm: bool) -> InlineKeyboardMarkup:
    """Return the two answers to whether the candidate really cannot come."""
    about = {"booking_id": booking_id, "revision": revision, "can_confirm": can_confirm}
    return keyboard(
        [press("Да, не смогу", DeclinePress(sure=True, **about), ButtonStyle.DANGER)],
        [press("← Назад", DeclinePress(sure=False, **about))],
    )


def decline(booking_id: BookingId, revision: int) -> InlineKeyboardButton:
    """Return the way out of an interview; it stands wherever one is spoken of."""
    return _say("❌ Не смогу", Attendance.DECLINE, booking_id, revision, ButtonStyle.DANGER)


def _move(booking_id: BookingId, revision: int) -> InlineKeyboardButton:
    return _say("🔁 Просьба перенести", Attendance.MOVE, booking_id, revision, ButtonStyle.PRIMARY)


def _say(
    caption: str, attendance: Attendance, booking_id: BookingId, revision: int, style: ButtonStyle
) -> InlineKeyboardButton:
    return press(caption, AttendancePress(attendance=attendance, booking_id=booking_id, revision=revision), style)
