"""Chapter four, attendance: the three buttons under the reminder, and what the recruiter answers to a wish to move."""

from dataclasses import replace

from domain.booking import BookingStatus
from domain.stages import Ending
from workflows.approval import explain, release
from workflows.candidate_letters import AcknowledgeMoveRequest, GiveMeetingDetails, SayGoodbye, TellMoveRefused
from workflows.deeds import ConfirmAttendance, EndBooking, RecordMoveRequest, SettleMoveRequest
from workflows.effects import Effect
from workflows.findings import MoveRequestRecorded
from workflows.journey import Booking, Journey
from workflows.messages import (
    AboutBooking,
    AttendanceConfirmed,
    AttendanceDeclined,
    MoveRefused,
    MoveRequested,
    News,
    OutcomeGiven,
)
from workflows.recruiter_letters import PassMoveRequest
from workflows.standing import stand
from workflows.turn import Turn, concerns, order, update_card, where_you_stand

AGREED = frozenset({BookingStatus.BOOKED, BookingStatus.CONFIRMED})
ENDINGS = {
    BookingStatus.MET: Ending.MET,
    BookingStatus.MISSED: Ending.MISSED,
    BookingStatus.ENDED: Ending.UNKNOWN,
}


def current_booking(journey: Journey, news: AboutBooking) -> Booking | None:
    """Return the booking that the candidate's press can still act on: this revision, before the start."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or news.at >= booking.starts_at:
        return None
    return booking


def confirm(journey: Journey, news: AttendanceConfirmed) -> Turn:
    """Note that the candidate comes, and give the link or the address in the same step."""
    booking = current_booking(journey, news)
    if booking is None or booking.status is not BookingStatus.BOOKED:
        return journey, where_you_stand(journey, stale=True)
    noted = order(ConfirmAttendance, journey, booking, news)
    settled = settle_move(journey, booking, news, "withdrawn")
    journey = replace(journey, booking=replace(booking, status=BookingStatus.CONFIRMED), move_until=None)
    details = GiveMeetingDetails(booking_id=booking.id, revision=booking.revision, retires=journey.pressed)
    card = update_card(booking, news)
    return stand(journey, news.at), (noted, *settled, details, card)


def decline(journey: Journey, news: AttendanceDeclined) -> Turn:
    """Free the slot at once, always, up to the start; tell the recruiter; offer new slots."""
    booking = current_booking(journey, news)
    if booking is None:
        return journey, where_you_stand(journey, stale=True)
    return release(journey, booking, news, BookingStatus.DECLINED)


def request_move(journey: Journey, news: MoveRequested) -> Turn:
    """Record the wish to move; the slot is kept until the recruiter settles it or the deadline passes."""
    booking = current_booking(journey, news)
    if booking is None or booking.status not in AGREED or journey.move_until is not None:
        return journey, where_you_stand(journey, stale=True)
    return journey, (order(RecordMoveRequest, journey, booking, news),)


def note_move_request(journey: Journey, news: MoveRequestRecorded) -> Turn:
    """Tell both sides until when the wish is answered."""
    booking = journey.booking
    if booking is None or booking.id != news.booking_id:
        return journey, ()
    journey = stand(replace(journey, move_until=max(news.answer_until, news.at)), news.at)
    told = AcknowledgeMoveRequest(
        booking_id=booking.id,
        revision=booking.revision,
        answer_until=news.answer_until,
        retires=journey.pressed,
    )
    passed = PassMoveRequest(booking_id=booking.id, revision=booking.revision, answer_until=news.answer_until)
    return journey, (told, passed)


def keep_time(journey: Journey, news: MoveRefused) -> Turn:
    """Keep the time although the candidate asked to move; the candidate is told and decides anew."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or journey.move_until is None:
        return explain(journey, news)
    settled = settle_move(journey, booking, news, "kept")
    return drop_wish(journey, booking, settled, news)


def drop_wish(journey: Journey, booking: Booking, settled: tuple[Effect, ...], news: News) -> Turn:
    """Go on with the booking as it was and say so."""
    journey = stand(replace(journey, move_until=None), news.at)
    told = TellMoveRefused(booking_id=booking.id, revision=booking.revision)
    card = update_card(booking, news)
    return journey, (*settled, told, card)


def settle_move(journey: Journey, booking: Booking, news: News, settlement: str) -> tuple[Effect, ...]:
    """Return the order that notes how the open wish to move ended; nothing when there is none."""
    if journey.move_until is None:
        return ()
    return (order(SettleMoveRequest, journey, booking, news, settlement=settlement),)


def note_outcome(journey: Journey, news: OutcomeGiven) -> Turn:
    """Close the journey with how the interview went; before the start there is nothing to say yet."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or news.at < booking.starts_at:
        return explain(journey, news)
    if news.outcome not in ENDINGS:
        return explain(journey, news)
    return close_with(journey, booking, news, news.outcome)


def close_with(journey: Journey, booking: Booking, news: News, outcome: BookingStatus) -> Turn:
    """End the booking with its outcome, and the journey with a word to the candidate."""
    ended = order(EndBooking, journey, booking, news, status=outcome)
    card = update_card(booking, news)
    journey = stand(replace(journey, booking=None, move_until=None, ending=ENDINGS[outcome]), news.at)
    return journey, (ended, card, SayGoodbye(ending=ENDINGS[outcome]))
