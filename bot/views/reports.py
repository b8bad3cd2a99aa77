"""What the recruiter hears of a candidate beside the card."""

from bot import telegram_html
from bot.card import Card
from bot.keyboards.decisions import kb_contact_by_hand
from bot.views.contexts import about, given_name, in_city
from bot.views.writer import Writer
from database.booking_cards import BookingCard
from workflows.recruiter_letters import ReportToRecruiter, ReportUndelivered


async def report_to_recruiter(writer: Writer, booking: BookingCard, letter: ReportToRecruiter) -> Card:
    """Tell the recruiter that the booking ended without them."""
    return Card(text=await writer.say("report_to_recruiter", **about(booking), status=letter.status))


async def report_undelivered(writer: Writer, booking: BookingCard, letter: ReportUndelivered) -> Card:
    """Ask the recruiter to contact the candidate by hand, with words to copy."""
    words = await writer.say(
        "replies/words_to_copy",
        name=given_name(booking.candidate_name),
        theirs=in_city(booking.starts_at, booking),
    )
    to_copy = telegram_html.plain(words)
    text = await writer.say("report_undelivered", **about(booking), certain=letter.certain, to_copy=to_copy)
    return Card(text=text, keyboard=kb_contact_by_hand(booking.candidate_username, to_copy))
