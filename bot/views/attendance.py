"""Attendance: the reminder and what follows from its answers, and how it went."""

from bot.card import Card
from bot.keyboards.attendance import kb_attendance_confirm, kb_change_of_plans
from bot.keyboards.decisions import kb_outcome
from bot.keyboards.relay import kb_reply
from bot.views.card_buttons import live_buttons
from bot.views.contexts import about, interview
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from workflows.letters.to_candidate import GiveMeetingDetails, RemindCandidate
from workflows.letters.to_recruiter import AskForPlace, AskOutcome, ReportSilence


async def remind_candidate(writer: Writer, booking: BookingCard, letter: RemindCandidate) -> Card:
    """Remind, with exactly three answers."""
    text = await writer.say("remind_candidate", **interview(booking))
    return Card(text=text, keyboard=kb_attendance_confirm(letter.booking_id, letter.revision))


async def give_meeting_details(writer: Writer, booking: BookingCard, letter: GiveMeetingDetails) -> Card:
    """Thank, and give the link or the address."""
    text = await writer.say("give_meeting_details", **interview(booking))
    return Card(text=text, keyboard=kb_change_of_plans(letter.booking_id, letter.revision, booking.meeting_link))


async def report_silence(writer: Writer, booking: BookingCard, _letter: ReportSilence) -> Card:
    """Tell the recruiter that the reminder was not answered."""
    text = await writer.say("report_silence", **about(booking))
    return Card(text=text, keyboard=live_buttons(booking))


async def ask_for_place(writer: Writer, booking: BookingCard, _letter: AskForPlace) -> Card:
    """Ask for the link or the address; the recruiter's answer is passed on to the candidate."""
    text = await writer.say("ask_for_place", **about(booking))
    return Card(text=text, keyboard=kb_reply(booking.candidate_id))


async def ask_outcome(writer: Writer, booking: BookingCard, letter: AskOutcome) -> Card:
    """Ask how the interview went."""
    text = await writer.say("ask_outcome", **about(booking))
    return Card(text=text, keyboard=kb_outcome(letter.booking_id, letter.revision))
