"""A request on its way to the recruiter and back: the card, its changes, and what the candidate hears meanwhile."""

from datetime import datetime

from bot.card import Card
from bot.keyboards.attendance import kb_attendance_confirm, kb_cannot_come, kb_change_of_plans
from bot.keyboards.decisions import kb_approval, kb_card, kb_move_request
from bot.views.answers import readable_answers
from bot.views.contexts import Context, about, at_recruiter, in_city, interview
from bot.views.writer import Writer
from database.booking_cards import BookingCard
from database.moves import open_moves
from domain.booking import BookingStatus
from workflows.candidate_letters import AskForAnotherTime, Congratulate, TellRequestSent
from workflows.recruiter_letters import AskForApproval, ExplainToRecruiter, NudgeRecruiter, UpdateCard


async def tell_request_sent(writer: Writer, booking: BookingCard, letter: TellRequestSent) -> Card:
    """Say that nothing is confirmed yet, and by when it will be."""
    text = await writer.say(
        "tell_request_sent",
        **interview(booking),
        answer_until=in_city(letter.answer_until, booking),
        recruiter_reachable=letter.recruiter_reachable,
    )
    link = None if letter.recruiter_reachable else booking.city_contact_link
    return Card(text=text, keyboard=kb_cannot_come(letter.booking_id, letter.revision, link))


async def congratulate(writer: Writer, booking: BookingCard, letter: Congratulate) -> Card:
    """Say that the interview is agreed; too late for a reminder, the three buttons stand here."""
    text = await writer.say("congratulate", **interview(booking), with_buttons=letter.with_buttons)
    keyboard = kb_attendance_confirm if letter.with_buttons else kb_change_of_plans
    return Card(text=text, keyboard=keyboard(letter.booking_id, letter.revision))


async def ask_for_another_time(writer: Writer, booking: BookingCard, _letter: AskForAnotherTime) -> Card:
    """Pass on the recruiter's wish; the list of times follows."""
    return Card(text=await writer.say("ask_for_another_time", **interview(booking)))


async def ask_for_approval(writer: Writer, booking: BookingCard, letter: AskForApproval) -> Card:
    """Put the request before the recruiter, with the Test1 answers."""
    answers = await readable_answers(writer, booking)
    text = await writer.say(
        "ask_for_approval",
        **about(booking),
        answers=answers.shown,
        answers_cut=answers.file is not None,
        answer_until=at_recruiter(letter.answer_until, booking),
    )
    return Card(text=text, keyboard=kb_approval(letter.booking_id, letter.revision), document=answers.file)


async def update_card(writer: Writer, booking: BookingCard, _letter: UpdateCard) -> Card:
    """Show on the card what the booking is now."""
    return await card_as_it_stands(writer, booking, "update_card")


async def explain_to_recruiter(writer: Writer, booking: BookingCard, _letter: ExplainToRecruiter) -> Card:
    """Show what the booking is now to somebody whose press did nothing."""
    return await card_as_it_stands(writer, booking, "explain_to_recruiter")


async def nudge_recruiter(writer: Writer, booking: BookingCard, letter: NudgeRecruiter) -> Card:
    """Ask once more, with the same three answers."""
    text = await writer.say(
        "nudge_recruiter", **about(booking), answer_until=at_recruiter(letter.answer_until, booking)
    )
    return Card(text=text, keyboard=kb_approval(letter.booking_id, letter.revision))


async def card_as_it_stands(writer: Writer, booking: BookingCard, key: str) -> Card:
    """Return the card of a booking in its present state, under the words of that text."""
    answers = await readable_answers(writer, booking)
    move_until = await _move_until(writer, booking)
    text = await writer.say(
        key,
        **about(booking),
        **_state(booking),
        answers=answers.shown,
        answers_cut=answers.file is not None,
        move_until=at_recruiter(move_until, booking) if move_until else None,
    )
    if move_until is not None:
        return Card(text=text, keyboard=kb_move_request(booking.booking_id, booking.revision))
    return Card(text=text, keyboard=kb_card(booking.status, booking.booking_id, booking.revision))


def _state(booking: BookingCard) -> Context:
    """Return the state and since when it holds; a confirmation stands under the approval's instant."""
    changed = booking.ended_at or (booking.decided_at if booking.status is BookingStatus.BOOKED else None)
    return {
        "status": booking.status,
        "changed": at_recruiter(changed, booking) if changed else None,
        "answer_until": at_recruiter(booking.answer_until, booking) if booking.answer_until else None,
    }


async def _move_until(writer: Writer, booking: BookingCard) -> datetime | None:
    moves = await open_moves(writer.session)
    return next((move.answer_until for move in moves if move.booking_id == booking.booking_id), None)
