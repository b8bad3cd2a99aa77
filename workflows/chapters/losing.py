"""Chapter six: people who block the bot or cannot be reached. Their slot is kept a while, and a person is told."""

from dataclasses import replace

from domain.booking import BookingStatus, OfferSettlement
from workflows.chapters.approval import explain
from workflows.deeds import EndBooking, PlanRelease, SettleOffer
from workflows.effects import Effect
from workflows.findings import MessageUndelivered, ReleasePlanned, SendingTrouble
from workflows.journey import Booking, Journey
from workflows.letters.to_candidate import TellRequestSent
from workflows.letters.to_recruiter import ReportToRecruiter, ReportUndelivered, TellLead
from workflows.messages import BookingKept, BotBlocked, BotUnblocked, News
from workflows.standing import stand
from workflows.turn import Turn, concerns, letter_about, order, update_card, where_you_stand

BLOCKED = "blocked"


def note_blocked(journey: Journey, news: BotBlocked) -> Turn:
    """Keep the slot although the bot was blocked, and let the recruiter contact the candidate by hand."""
    return _lose(journey, news, BLOCKED)


def note_trouble(journey: Journey, news: MessageUndelivered) -> Turn:
    """React to a message that did not (certainly) arrive: nobody waits for an answer that cannot come."""
    if journey.is_closed:
        return journey, ()
    if not news.to_candidate:
        return _recruiter_unreached(journey, news)
    if news.trouble is SendingTrouble.UNREACHABLE:
        return _lose(journey, news, news.kind)
    if journey.booking is None:
        return journey, ()
    certain = news.trouble is not SendingTrouble.UNKNOWN
    return journey, (letter_about(ReportUndelivered, journey.booking, undelivered=news.kind, certain=certain),)


def note_release(journey: Journey, news: ReleasePlanned) -> Turn:
    """Ask the recruiter to contact the candidate by hand, and say until when the slot is kept for them."""
    booking = journey.booking
    if booking is None or booking.id != news.booking_id:
        return journey, ()
    booking = replace(booking, keeps_until=news.keeps_until)
    report = letter_about(
        ReportUndelivered, booking, undelivered=news.undelivered, certain=True, keeps_until=news.keeps_until
    )
    return stand(replace(journey, booking=booking), news.at), (report,)


def keep(journey: Journey, news: BookingKept) -> Turn:
    """Keep the slot up to the interview: the recruiter has reached the candidate."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or booking.keeps_until is None:
        return explain(journey, news)
    journey = stand(replace(journey, booking=replace(booking, keeps_until=None)), news.at)
    said = letter_about(ReportUndelivered, booking, undelivered=BLOCKED, certain=True, kept=True, edits=news.message_id)
    return journey, (said, update_card(booking, news))


def release(journey: Journey, booking: Booking, news: News) -> Turn:
    """Free the slot of a candidate whom nobody could reach; when they are back, they choose again."""
    ended = order(EndBooking, journey, booking, news, status=BookingStatus.CANCELLED)
    report = letter_about(ReportToRecruiter, booking, status=BookingStatus.CANCELLED)
    journey = stand(replace(journey, booking=None, recruiter_chosen=True, page=0), news.at)
    return journey, (ended, update_card(booking, news), report)


def note_unblocked(journey: Journey, news: BotUnblocked) -> Turn:
    """Resume where the candidate stands."""
    if not journey.unreachable:
        return journey, ()
    journey = stand(replace(journey, unreachable=False), news.at)
    return journey, where_you_stand(journey, stale=False)


def _lose(journey: Journey, news: News, undelivered: str) -> Turn:
    """Note that nobody can be told anything; a slot on offer goes to the next, that of a booking is kept a while."""
    effects: tuple[Effect, ...] = ()
    booking = journey.booking
    if booking is not None and not journey.unreachable:
        planned = PlanRelease(
            candidate_id=journey.candidate_id, now=news.at, booking_id=booking.id, undelivered=undelivered
        )
        effects = (planned,)
    if journey.offer is not None:
        slot_id, settlement = journey.offer.slot_id, OfferSettlement.WITHDRAWN
        settled = SettleOffer(candidate_id=journey.candidate_id, now=news.at, slot_id=slot_id, settlement=settlement)
        effects = (*effects, settled)
    return stand(replace(journey, unreachable=True, offer=None), news.at), effects


def _recruiter_unreached(journey: Journey, news: MessageUndelivered) -> Turn:
    """Give the candidate the manual contact when the request itself did not arrive; the admins' queue has it."""
    booking = journey.booking
    if booking is None or news.kind != "ask_for_approval" or booking.status is not BookingStatus.PENDING:
        return journey, ()
    until = booking.alarms.answer_until
    told = letter_about(TellRequestSent, booking, answer_until=until, recruiter_reachable=False)
    return journey, (told, letter_about(TellLead, booking, answer_until=until))
