"""Chapter three, approval: the recruiter says yes, no, or another time; silence has an end."""

from dataclasses import replace

from domain.booking import Actor, BookingStatus
from domain.stages import Ending
from workflows.candidate_letters import AskForAnotherTime, Congratulate, SayGoodbye
from workflows.deeds import ApproveBooking, EndBooking
from workflows.findings import ApprovalSettled, Verdict
from workflows.journey import Booking, Journey
from workflows.messages import AboutBooking, BookingApproved, BookingCancelled, BookingRejected, OtherTimeAsked
from workflows.recruiter_letters import ExplainToRecruiter, ReportToRecruiter
from workflows.standing import stand
from workflows.turn import Turn, concerns, offer_slots_again, order, update_card


def explain(journey: Journey, news: AboutBooking) -> Turn:
    """Answer a press that cannot act any more with the booking's state."""
    return journey, (ExplainToRecruiter(booking_id=news.booking_id, revision=news.revision, edits=news.message_id),)


def approve(journey: Journey, news: BookingApproved) -> Turn:
    """Order the approval of a pending booking; a start that has passed cannot be agreed to."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or booking.status is not BookingStatus.PENDING:
        return explain(journey, news)
    if news.at >= booking.starts_at:
        return release(journey, booking, news, BookingStatus.EXPIRED)
    return journey, (order(ApproveBooking, journey, booking, news),)


def note_approval(journey: Journey, news: ApprovalSettled) -> Turn:
    """Congratulate; or, when the database knows better, tell the recruiter what it knows."""
    booking = journey.booking
    if booking is None or booking.id != news.booking_id:
        return journey, ()
    agreed = news.verdict in {Verdict.DONE, Verdict.ALREADY}
    if not agreed or news.alarms is None:
        return journey, (ExplainToRecruiter(booking_id=booking.id, revision=booking.revision),)
    booking = replace(booking, status=BookingStatus.BOOKED, alarms=news.alarms)
    congratulation = Congratulate(
        booking_id=booking.id, revision=booking.revision, with_buttons=news.alarms.remind_at is None
    )
    card = update_card(booking, news)
    return stand(replace(journey, booking=booking), news.at), (congratulation, card)


def reject(journey: Journey, news: BookingRejected) -> Turn:
    """Free the slot: either the time does not suit, or the company does not go on with the person."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or booking.status is not BookingStatus.PENDING:
        return explain(journey, news)
    if not news.person:
        return release(journey, booking, news, BookingStatus.REJECTED)
    ended = order(EndBooking, journey, booking, news, status=BookingStatus.REJECTED)
    card = update_card(booking, news)
    journey = stand(replace(journey, booking=None, ending=Ending.NOT_CONTINUED), news.at)
    return journey, (ended, card, SayGoodbye(ending=Ending.NOT_CONTINUED))


def ask_other_time(journey: Journey, news: OtherTimeAsked) -> Turn:
    """Ask the candidate to choose again at the recruiter's wish."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or news.at >= booking.starts_at:
        return explain(journey, news)
    asked = AskForAnotherTime(booking_id=booking.id, revision=booking.revision)
    journey, freed = free(journey, booking, news, BookingStatus.CANCELLED)
    journey, offer = offer_slots_again(journey, because=None, at=news.at)
    return journey, (*freed, asked, *offer)


def cancel(journey: Journey, news: BookingCancelled) -> Turn:
    """Call an agreed interview off; the candidate is told and may choose again."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or news.at >= booking.ends_at:
        return explain(journey, news)
    return release(journey, booking, news, BookingStatus.CANCELLED)


def release(journey: Journey, booking: Booking, news: AboutBooking, status: BookingStatus) -> Turn:
    """Free the slot for the given reason and offer the candidate fresh ones."""
    journey, freed = free(journey, booking, news, status)
    journey, offer = offer_slots_again(journey, because=status, at=news.at)
    return journey, (*freed, *offer)


def free(journey: Journey, booking: Booking, news: AboutBooking, status: BookingStatus) -> Turn:
    """End the booking and show it on the card; a recruiter who did not do it is told in a message besides."""
    ended = order(EndBooking, journey, booking, news, status=status)
    card = update_card(booking, news)
    journey = replace(journey, booking=None, move_until=None)
    if news.by is Actor.RECRUITER:
        return journey, (ended, card)
    return journey, (ended, card, ReportToRecruiter(booking_id=booking.id, revision=booking.revision, status=status))
