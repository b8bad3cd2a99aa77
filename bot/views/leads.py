"""The city's lead: told of requests that nobody in Telegram can answer."""

from bot.card import Card
from bot.phrases import Moment
from bot.views.answers import readable_answers
from bot.views.contexts import SOMEWHERE, about
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from database.people.recruiters import recruiter
from workflows.letters.to_recruiter import TellLead


async def tell_lead(writer: Writer, booking: BookingCard, letter: TellLead) -> Card:
    """Show the request by the lead's own clock: only the slot's recruiter or an administrator can answer it."""
    lead = None if booking.lead_recruiter_id is None else await recruiter(writer.session, booking.lead_recruiter_id)
    zone = lead.zone if lead else SOMEWHERE
    answers = await readable_answers(writer, booking)
    text = await writer.say(
        "tell_lead",
        **about(booking, zone),
        recruiter=booking.recruiter_name,
        answers=answers.shown,
        answers_cut=answers.cut,
        answer_until=Moment(at=letter.answer_until, zone=zone),
    )
    return Card(text=text, document=answers.file)
