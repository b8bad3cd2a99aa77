"""A candidate did not get a message: the recruiter is asked to write by hand, with words that say the same."""

from dataclasses import replace
from enum import StrEnum

from bot import telegram_html, wording
from bot.card import Card
from bot.keyboards.decisions import kb_contact_by_hand
from bot.views.contexts import about, at_recruiter, given_name, in_city
from bot.views.writer import Writer
from database.bookings.cards import BookingCard
from domain.booking import BookingStatus
from workflows.letters.of_move import (
    AcknowledgeMoveRequest,
    OfferOtherTimes,
    TellMoved,
    TellMoveRefused,
    TellMoveWanted,
)
from workflows.letters.to_candidate import (
    Congratulate,
    GiveMeetingDetails,
    RemindCandidate,
    TellRequestSent,
    WithdrawInvitation,
)
from workflows.letters.to_recruiter import ReportUndelivered


class Occasion(StrEnum):
    """What the words to copy are about."""

    REQUEST = "request"
    AGREED = "agreed"
    REMINDER = "reminder"
    DETAILS = "details"
    MOVE_ASKED = "move_asked"
    OTHER_TIME = "other_time"
    MOVED = "moved"
    MOVE_REFUSED = "move_refused"
    REJECTED = "rejected"
    OFF = "off"
    OTHER = "other"


OCCASIONS = {
    TellRequestSent.kind: Occasion.REQUEST,
    Congratulate.kind: Occasion.AGREED,
    RemindCandidate.kind: Occasion.REMINDER,
    GiveMeetingDetails.kind: Occasion.DETAILS,
    AcknowledgeMoveRequest.kind: Occasion.MOVE_ASKED,
    TellMoveWanted.kind: Occasion.MOVE_ASKED,
    OfferOtherTimes.kind: Occasion.OTHER_TIME,
    TellMoved.kind: Occasion.MOVED,
    TellMoveRefused.kind: Occasion.MOVE_REFUSED,
    WithdrawInvitation.kind: Occasion.OFF,
}
# What became of the booking since counts more than what was to be said about it before.
ENDINGS = {
    BookingStatus.REJECTED: Occasion.REJECTED,
    BookingStatus.CANCELLED: Occasion.OFF,
    BookingStatus.EXPIRED: Occasion.OFF,
    BookingStatus.DECLINED: Occasion.OFF,
}


async def report_undelivered(writer: Writer, booking: BookingCard, letter: ReportUndelivered) -> Card:
    """Ask the recruiter to contact the candidate by hand, with words to copy in the candidate's language."""
    theirs = replace(writer, language=wording.known(booking.candidate_language))
    words = await theirs.say(
        "replies/words_to_copy",
        occasion=ENDINGS.get(booking.status) or OCCASIONS.get(letter.undelivered, Occasion.OTHER),
        name=given_name(booking.candidate_name),
        theirs=in_city(booking.starts_at, booking),
        meeting_link=booking.meeting_link,
        address=booking.city_address,
    )
    to_copy = telegram_html.plain(words)
    until = letter.keeps_until
    text = await writer.say(
        "report_undelivered",
        **about(booking),
        certain=letter.certain,
        to_copy=to_copy,
        keeps_until=at_recruiter(until, booking) if until else None,
        kept=letter.kept,
    )
    holds = (letter.booking_id, letter.revision) if until else None
    return Card(text=text, keyboard=kb_contact_by_hand(booking.candidate_username, to_copy, holds))
