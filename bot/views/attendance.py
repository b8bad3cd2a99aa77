"""Attendance: the reminder, its three answers, the wish to move, and how it went."""

from bot.card import Card
from bot.keyboards.attendance import kb_attendance_confirm, kb_cannot_come, kb_change_of_plans
from bot.keyboards.decisions import kb_card, kb_move_request, kb_outcome
from bot.views.contexts import about, at_recruiter, in_city, interview
from bot.views.writer import Writer
from database.booking_cards import BookingCard
from database.moves import open_moves
from domain.booking import BookingStatus
from workflows.candidate_letters import AcknowledgeMoveRequest, GiveMeetingDetails, RemindCandidate, TellMoveRefused
from workflows.recruiter_letters import AskOutcome, PassMoveRequest, ReportSilence


async def remind_candidate(writer: Writer, booking: BookingCard, letter: RemindCandidate) -> Card:
    """Remind, with exactly three answers."""
    text = await writer.say("remind_candidate", **interview(booking))
    return Card(text=text, keyboard=kb_attendance_confirm(letter.booking_id, letter.revision))


async def give_meeting_details(writer: Writer, booking: BookingCard, letter: GiveMeetingDetails) -> Card:
    """Thank, and give the link or the address."""
    text = await writer.say("give_meeting_details", **interview(booking))
    return Card(text=text, keyboard=kb_change_of_plans(letter.booking_id, letter.revision, booking.meeting_link))


async def acknowledge_move_request(writer: Writer, booking: BookingCard, letter: AcknowledgeMoveRequest) -> Card:
    """Say that the wish is with the recruiter and the time is kept."""
    text = await writer.say(
        "acknowledge_move_request", **interview(booking), answer_until=in_city(letter.answer_until, booking)
    )
    return Card(text=text, keyboard=kb_cannot_come(letter.booking_id, letter.revision))


async def tell_move_refused(writer: Writer, booking: BookingCard, letter: TellMoveRefused) -> Card:
    """Say that the time stays; who has confirmed it before is not asked to do so again."""
    text = await writer.say("tell_move_refused", **interview(booking))
    if booking.status is BookingStatus.CONFIRMED:
        return Card(text=text, keyboard=kb_change_of_plans(letter.booking_id, letter.revision, booking.meeting_link))
    return Card(text=text, keyboard=kb_attendance_confirm(letter.booking_id, letter.revision))


async def pass_move_request(writer: Writer, booking: BookingCard, letter: PassMoveRequest) -> Card:
    """Put the wish before the recruiter."""
    moves = await open_moves(writer.session)
    text = await writer.say(
        "pass_move_request",
        **about(booking),
        answer_until=at_recruiter(letter.answer_until, booking),
        wish=next((move.wish for move in moves if move.booking_id == letter.booking_id), None),
    )
    return Card(text=text, keyboard=kb_move_request(letter.booking_id, letter.revision))


async def report_silence(writer: Writer, booking: BookingCard, letter: ReportSilence) -> Card:
    """Tell the recruiter that the reminder was not answered."""
    text = await writer.say("report_silence", **about(booking))
    return Card(text=text, keyboard=kb_card(booking.status, letter.booking_id, letter.revision))


async def ask_outcome(writer: Writer, booking: BookingCard, letter: AskOutcome) -> Card:
    """Ask how the interview went."""
    text = await writer.say("ask_outcome", **about(booking))
    return Card(text=text, keyboard=kb_outcome(letter.booking_id, letter.revision))
