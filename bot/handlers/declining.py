"""The button "Не смогу": asked back once, in place, before the interview is given up."""

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import Attendance, AttendancePress, DeclinePress
from bot.card import Card
from bot.handlers.desk import Desk
from bot.handlers.own_booking import OwnBooking, let_candidate_in
from bot.handlers.passing_on import pressed
from bot.handlers.replies import replace_buttons, say
from bot.keyboards.attendance import kb_attendance_confirm, kb_change_of_plans, kb_decline_sure, kb_request_pending
from bot.views.contexts import manual_contact
from bot.views.moving import where_the_move_stands
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from domain.booking import BookingStatus
from workflows.messages import AttendanceDeclined, CandidateArrived


async def ask_whether_sure(own: OwnBooking) -> None:
    """Put the question where the button was; what is not this booking any more is answered by the journey."""
    if not own.booking.stands_at(own.revision):
        await own.tell(AttendanceDeclined)
        return
    message = own.callback.message
    writer = own.desk.writer(own.candidate.language, own.candidate.city_id)
    keyboard = kb_decline_sure(own.booking.booking_id, own.revision, can_confirm=offers_to_confirm(message))
    if isinstance(message, Message):
        await replace_buttons(own.callback, keyboard, writer.language)
    else:  # out of the bot's reach: asked in a message of its own
        text = await writer.say("replies/confirm_decline")
        await say(own.callback, Card(text=text, keyboard=keyboard), writer.language)


async def handle_decline(callback: CallbackQuery, callback_data: DeclinePress, desk: Desk) -> None:
    """Pass on that the candidate is sure; or put the buttons back that are alive now."""
    own = await let_candidate_in(callback, desk, callback_data.booking_id, callback_data.revision)
    if own is None:
        return
    if callback_data.sure:
        await own.tell(AttendanceDeclined)
        await replace_buttons(callback, None)
        return
    if own.booking.stands_at(own.revision):
        writer = desk.writer(own.candidate.language, own.booking.city_id)
        buttons = await buttons_of(writer, own.booking, can_confirm=callback_data.can_confirm)
        await replace_buttons(callback, buttons, writer.language)
    else:
        await desk.journeys.arrive(own.candidate.id, CandidateArrived(at=desk.now, **pressed(callback, desk)))
        await replace_buttons(callback, None)


def offers_to_confirm(message: object) -> bool:
    """Tell whether the pressed message has the button "Подтверждаю", to be put back with the others."""
    if not isinstance(message, Message) or message.reply_markup is None:
        return False
    confirms = f"{AttendancePress.__prefix__}:{Attendance.CONFIRM.value}:"
    buttons = (button for row in message.reply_markup.inline_keyboard for button in row)
    return any((button.callback_data or "").startswith(confirms) for button in buttons)


async def buttons_of(writer: Writer, booking: BookingCard, *, can_confirm: bool) -> InlineKeyboardMarkup:
    """Return the candidate's buttons for the state of a booking that is not over."""
    about = booking.booking_id, booking.revision
    if booking.open_move is not None:
        _said, buttons = await where_the_move_stands(writer, booking)
        return buttons
    if booking.status is BookingStatus.PENDING:
        return kb_request_pending(*about, manual_contact(booking))
    if booking.status is BookingStatus.CONFIRMED:
        return kb_change_of_plans(*about, booking.meeting_link)
    return kb_attendance_confirm(*about) if can_confirm else kb_change_of_plans(*about)
