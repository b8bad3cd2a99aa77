"""Chapter three, approval: the recruiter says yes, no, or another time; silence has an end."""

from dataclasses import replace

from domain.booking import Actor, BookingStatus
from domain.stages import Ending
from workflows.deeds import ApproveBooking, EndBooking
from workflows.effects import Effect
from workflows.findings import ApprovalSettled, Verdict
from workflows.journey import Booking, Journey
from workflows.letters.to_candidate import Congratulate, SayGoodbye, WithdrawInvitation
from workflows.letters.to_recruiter import ExplainToRecruiter, ReportToRecruiter
from workflows.messages import AboutBooking, BookingApproved, BookingCancelled, BookingRejected, News
from workflows.standing import stand
from workflows.turn import AGREED, Turn, concerns, offer_slots_again, order, settle_move, update_card


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
    return journey, (order(ApproveBooking, journey, booking, news), update_card(booking, news))


def note_approval(journey: Journey, news: ApprovalSettled) -> Turn:
    """Congratulate; or, when the database knows better, tell the recruiter what it knows."""
    booking = journey.booking
    if booking is None or booking.id != news.booking_id:
        return journey, ()
    agreed = news.verdict in {Verdict.DONE, Verdict.ALREADY}
    if not agreed or news.alarms is None:
        return journey, (ExplainToRecruiter(booking_id=booking.id, revision=booking.revision),)
    settled = settle_move(journey, booking, news, "approved_as_it_was")
    booking = replace(booking, status=BookingStatus.BOOKED, alarms=news.alarms, move=None)
    congratulation = Congratulate(
        booking_id=booking.id, revision=booking.revision, with_buttons=news.alarms.remind_at is None
    )
    journey = stand(replace(journey, booking=booking), news.at)
    return journey, (*settled, congratulation, *((update_card(booking, news),) if settled else ()))


def reject(journey: Journey, news: BookingRejected) -> Turn:
    """Free the slot: either the time does not suit, or the company does not go on with the person."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or booking.status is not BookingStatus.PENDING:
        return explain(journey, news)
    if not news.person:
        return release(journey, booking, news, BookingStatus.REJECTED, reason=news.reason)
    ended = order(EndBooking, journey, booking, news, status=BookingStatus.REJECTED)
    card = update_card(booking, news)
    journey = stand(replace(journey, booking=None, ending=Ending.NOT_CONTINUED), news.at)
    return journey, (ended, card, SayGoodbye(ending=Ending.NOT_CONTINUED))


def cancel(journey: Journey, news: BookingCancelled) -> Turn:
    """Call an agreed interview off; the candidate is told and may choose again."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or news.at >= booking.ends_at:
        return explain(journey, news)
    status = BookingStatus.CANCELLED
    return release(journey, booking, news, status, reason=news.reason, withdraws_slot=news.withdraws_slot)


def release(
    journey: Journey,
    booking: Booking,
    news: AboutBooking,
    status: BookingStatus,
    *,
    reason: str | None = None,
    withdraws_slot: bool = False,
) -> Turn:
    """Free the slot for the given reason, or take it away, and offer the candidate fresh ones."""
    ended = order(EndBooking, journey, booking, news, status=status, reason=reason, withdraws_slot=withdraws_slot)
    told = (ended, update_card(booking, news), *_report(booking, news, status), *withdraw_invitation(booking, news))
    journey, offer = offer_slots_again(replace(journey, booking=None), because=status, at=news.at, reason=reason)
    return journey, (*told, *offer)


def withdraw_invitation(booking: Booking, news: News) -> tuple[Effect, ...]:
    """Return what takes an agreed interview out of the candidate's calendar, as long as it lies ahead."""
    if booking.status not in AGREED or news.at >= booking.starts_at:
        return ()
    return (WithdrawInvitation(booking_id=booking.id, revision=booking.revision),)


def _report(booking: Booking, news: AboutBooking, status: BookingStatus) -> tuple[Effect, ...]:
    """Return the message to the recruiter beside the card; nothing for what they did themselves."""
    if news.by is Actor.RECRUITER:
        return ()
    return (ReportToRecruiter(booking_id=booking.id, revision=booking.revision, status=status),)
