"""What the recruiter hears of a candidate beside the card."""

from bot.card import Card
from bot.views.contexts import about
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from workflows.letters.to_recruiter import ReportToRecruiter


async def report_to_recruiter(writer: Writer, booking: BookingCard, letter: ReportToRecruiter) -> Card:
    """Tell the recruiter that the booking ended without them."""
    return Card(text=await writer.say("report_to_recruiter", **about(booking), status=letter.status))
