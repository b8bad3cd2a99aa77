"""An interview is agreed, or off: said in words, with the file that a calendar understands."""

from bot.card import Card
from bot.invitation_file import invitation
from bot.keyboards.attendance import kb_attendance_confirm, kb_change_of_plans
from bot.views.contexts import interview
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from workflows.letters.to_candidate import Congratulate, WithdrawInvitation


async def congratulate(writer: Writer, booking: BookingCard, letter: Congratulate) -> Card:
    """Say that the interview is agreed; too late for a reminder, the three buttons stand here."""
    text = await writer.say("congratulate", **interview(booking), with_buttons=letter.with_buttons)
    keyboard = kb_attendance_confirm if letter.with_buttons else kb_change_of_plans
    return Card(
        text=text,
        keyboard=keyboard(letter.booking_id, letter.revision),
        document=await invitation(booking, writer),
    )


async def withdraw_invitation(writer: Writer, booking: BookingCard, _letter: WithdrawInvitation) -> Card:
    """Say that the interview is off and hand over what takes it out of the calendar."""
    text = await writer.say("withdraw_invitation", **interview(booking))
    return Card(text=text, document=await invitation(booking, writer, withdrawn=True))
