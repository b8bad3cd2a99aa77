"""Whether a letter that had to wait (for Telegram, or behind others) still says what is true, and which goes first."""

from datetime import datetime, timedelta

from domain.booking import BookingStatus
from workflows.effects import AnyLetter
from workflows.journey import Booking
from workflows.letters.letter import BookingLetter
from workflows.letters.to_candidate import RemindCandidate
from workflows.letters.to_recruiter import NudgeRecruiter, ReportSilence

USEFUL_UNTIL = timedelta(minutes=10)  # before the start; a later reminder helps nobody
SAID_ABOUT = {
    RemindCandidate: frozenset({BookingStatus.BOOKED, BookingStatus.CONFIRMED}),
    NudgeRecruiter: frozenset({BookingStatus.PENDING}),
    ReportSilence: frozenset({BookingStatus.BOOKED}),
}

# Temporal's priorities, of which 1 comes first. Many reminders fall due at once when a night or an outage is over.
TO_A_PRESS = 1
BEFORE_START = ((timedelta(minutes=75), 2), (timedelta(minutes=135), 3))
SOME_DAY = 4  # announcements come last, with 5


def priority_of(letter: AnyLetter, booking: Booking | None, now: datetime) -> int:
    """Return which letters go first: answers to presses, then the nearest interviews."""
    if not letter.BULK:
        return TO_A_PRESS
    if booking is None or not isinstance(letter, BookingLetter):
        return SOME_DAY
    return next((key for lead, key in BEFORE_START if booking.starts_at - now < lead), SOME_DAY)


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
