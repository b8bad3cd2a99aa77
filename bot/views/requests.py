"""A request on its way to the recruiter and back: the card, its changes, and what the candidate hears meanwhile."""

from bot.card import Card
from bot.keyboards.attendance import kb_request_pending
from bot.keyboards.decisions import kb_approval
from bot.views.answers import readable_answers
from bot.views.card_buttons import live_buttons
from bot.views.contexts import Context, about, at_recruiter, in_city, interview
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from database.slots.times import slot_times
from workflows.letters.to_candidate import TellRequestSent
from workflows.letters.to_recruiter import AskForApproval, ExplainToRecruiter, NudgeRecruiter, UpdateCard


async def tell_request_sent(writer: Writer, booking: BookingCard, letter: TellRequestSent) -> Card:
    """Say that nothing is confirmed yet, and by when it will be."""
    text = await writer.say(
        "tell_request_sent",
        **interview(booking),
        answer_until=in_city(letter.answer_until, booking),
        recruiter_reachable=letter.recruiter_reachable,
    )
    link = None if letter.recruiter_reachable else booking.city_contact_link
    return Card(text=text, keyboard=kb_request_pending(letter.booking_id, letter.revision, link))


async def ask_for_approval(writer: Writer, booking: BookingCard, letter: AskForApproval) -> Card:
    """Put the request before the recruiter, with the Test1 answers."""
    answers = await readable_answers(writer, booking)
    text = await writer.say(
        "ask_for_approval",
        **about(booking),
        answers=answers.shown,
        answers_cut=answers.cut,
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
    return Card(text=text, keyboard=live_buttons(booking))


async def card_as_it_stands(writer: Writer, booking: BookingCard, key: str) -> Card:
    """Return the card of a booking in its present state, under the words of that text."""
    answers = await readable_answers(writer, booking)
    text = await writer.say(
        key,
        **about(booking),
        **_state(booking),
        **await _move(writer, booking),
        answers=answers.shown,
        answers_cut=answers.cut,
    )
    return Card(text=text, keyboard=live_buttons(booking))


def _state(booking: BookingCard) -> Context:
    """Return the state, who brought it about, and since when it holds."""
    return {
        "status": booking.status,
        "moved": booking.revision > 1,
        "changed": at_recruiter(booking.changed_at, booking),
        "changed_by": booking.changed_by,
        "recruiter": booking.recruiter_name,
        "reason": booking.reason,
        "answer_until": at_recruiter(booking.answer_until, booking) if booking.answer_until else None,
    }


async def _move(writer: Writer, booking: BookingCard) -> Context:
    """Return whose turn it is in an open wish to move, until when, which times are offered, and which is wanted."""
    move = booking.open_move
    wanted = await slot_times(writer.session, [move.wanted_slot_id]) if move and move.wanted_slot_id else []
    offered = await slot_times(writer.session, move.offered) if move and move.waits_for_candidate else []
    return {
        "move_until": at_recruiter(move.answer_until, booking) if move else None,
        "candidate_picks": move is not None and move.waits_for_candidate,
        "wanted": at_recruiter(wanted[0].starts_at, booking) if wanted else None,
        "offered": [at_recruiter(slot.starts_at, booking) for slot in offered],
    }
