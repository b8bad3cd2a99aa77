"""Chapter four, attendance: the answers to the reminder, and how the interview went."""

from dataclasses import replace

from domain.booking import BookingStatus
from domain.stages import Ending
from workflows.chapters.approval import explain, release
from workflows.deeds import ConfirmAttendance, EndBooking
from workflows.findings import AttendanceSettled, BookingEnded
from workflows.journey import Booking, Journey
from workflows.letters.to_candidate import GiveMeetingDetails, SayGoodbye
from workflows.letters.to_recruiter import AskForPlace
from workflows.messages import AttendanceConfirmed, AttendanceDeclined, News, OutcomeGiven
from workflows.standing import stand
from workflows.turn import (
    AGREED,
    Turn,
    concerns,
    current_booking,
    letter_about,
    offer_slots_again,
    order,
    settle_move,
    update_card,
    where_you_stand,
)

ENDINGS = {
    BookingStatus.MET: Ending.MET,
    BookingStatus.MISSED: Ending.MISSED,
    BookingStatus.ENDED: Ending.UNKNOWN,
}


def confirm(journey: Journey, news: AttendanceConfirmed) -> Turn:
    """Note that the candidate comes, and give the link or the address in the same step."""
    booking = current_booking(journey, news)
    if booking is None or booking.status is not BookingStatus.BOOKED:
        return journey, where_you_stand(journey, stale=True)
    noted = order(ConfirmAttendance, journey, booking, news)
    settled = settle_move(journey, booking, news, "withdrawn")
    journey = replace(journey, booking=replace(booking, status=BookingStatus.CONFIRMED, move=None))
    details = GiveMeetingDetails(booking_id=booking.id, revision=booking.revision, retires=journey.pressed)
    card = update_card(booking, news)
    return stand(journey, news.at), (noted, *settled, details, card)


def decline(journey: Journey, news: AttendanceDeclined) -> Turn:
    """Free the slot at once, always, up to the start; tell the recruiter; offer new slots."""
    booking = current_booking(journey, news)
    if booking is None:
        return journey, where_you_stand(journey, stale=True)
    return release(journey, booking, news, BookingStatus.DECLINED)


def note_outcome(journey: Journey, news: OutcomeGiven) -> Turn:
    """Close the journey with how the interview went; before the start there is nothing to say yet."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or news.at < booking.starts_at:
        return explain(journey, news)
    if news.outcome not in ENDINGS or booking.status not in AGREED:
        return explain(journey, news)
    if news.outcome is BookingStatus.MISSED:  # the database knows whether they may book once more
        ended = order(EndBooking, journey, booking, news, status=BookingStatus.MISSED)
        missed = replace(booking, status=BookingStatus.MISSED)
        return stand(replace(journey, booking=missed), news.at), (ended, update_card(booking, news))
    return close_with(journey, booking, news, news.outcome)


def note_end(journey: Journey, news: BookingEnded) -> Turn:
    """Offer who did not come another time, if they may have one; every other end was decided by the journey itself."""
    booking = journey.booking
    if booking is None or booking.id != news.booking_id or booking.status is not BookingStatus.MISSED:
        return journey, ()
    if news.offers_again:
        return offer_slots_again(journey, because=BookingStatus.MISSED, at=news.at)
    journey = stand(replace(journey, booking=None, ending=Ending.MISSED), news.at)
    return journey, (SayGoodbye(ending=Ending.MISSED),)


def note_attendance(journey: Journey, news: AttendanceSettled) -> Turn:
    """Ask the recruiter for the link or the address that the candidate was told would come."""
    booking = journey.booking
    if booking is None or booking.id != news.booking_id or not news.lacks_place:
        return journey, ()
    return journey, (letter_about(AskForPlace, booking),)


def close_with(journey: Journey, booking: Booking, news: News, outcome: BookingStatus) -> Turn:
    """End the booking with its outcome, and the journey with a word to the candidate."""
    ended = order(EndBooking, journey, booking, news, status=outcome)
    card = update_card(booking, news)
    journey = stand(replace(journey, booking=None, ending=ENDINGS[outcome]), news.at)
    return journey, (ended, card, SayGoodbye(ending=ENDINGS[outcome]))
