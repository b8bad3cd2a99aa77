"""Whether a letter that had to wait (for Telegram, or behind others) still says what is true."""

from datetime import datetime, timedelta

from domain.booking import BookingStatus
from workflows.candidate_letters import RemindCandidate
from workflows.effects import AnyLetter
from workflows.journey import Booking
from workflows.letters import BookingLetter
from workflows.recruiter_letters import NudgeRecruiter, ReportSilence

USEFUL_UNTIL = timedelta(minutes=10)  # before the start; a later reminder helps nobody
SAID_ABOUT = {
    RemindCandidate: frozenset({BookingStatus.BOOKED, BookingStatus.CONFIRMED}),
    NudgeRecruiter: frozenset({BookingStatus.PENDING}),
    ReportSilence: frozenset({BookingStatus.BOOKED}),
}


def is_timely(letter: AnyLetter, booking: Booking | None, now: datetime) -> bool:
    """Tell whether a letter is to be sent now: a reminder or nudge only about the booking as it stands, in time."""
    statuses = SAID_ABOUT.get(type(letter))
    if statuses is None or not isinstance(letter, BookingLetter):
        return True
    if booking is None or (booking.id, booking.revision) != (letter.booking_id, letter.revision):
        return False
    if booking.status not in statuses:
        return False
    return not isinstance(letter, RemindCandidate) or now <= booking.starts_at - USEFUL_UNTIL
