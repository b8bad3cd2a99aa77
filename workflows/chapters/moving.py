"""Chapter four and a half, moving: another time is found while the booking keeps the one it has.

Whoever's turn it is has a deadline. What the recruiter offers is agreed as soon as the candidate picks it; what the
candidate picks otherwise is held for them until the recruiter says yes. What the database answers is in `moved.py`.
"""

from dataclasses import replace

from domain.booking import BookingStatus
from domain.stages import WaitingFor
from workflows.chapters.approval import explain
from workflows.journey import Booking, Journey
from workflows.letters.of_move import OfferWantedSlots, ReportNoChoice, TellMoveRefused
from workflows.messages import News
from workflows.move_deeds import ClaimWantedSlot, MoveBooking, RecordMoveRequest
from workflows.move_messages import (
    MoveApproved,
    MoveRefused,
    MoveRequested,
    MoveWithdrawn,
    OtherTimeAsked,
    WantedSlotPicked,
    WantedSlotsListed,
)
from workflows.standing import stand
from workflows.turn import Turn, concerns, current_booking, order, settle_move, update_card, where_you_stand


def request(journey: Journey, news: MoveRequested) -> Turn:
    """Record the wish to move; the slot is kept until the wish is settled or its deadline passes."""
    booking = current_booking(journey, news)
    if booking is None:
        return journey, where_you_stand(journey, stale=True)
    if booking.reminded:  # this is an answer to the reminder, whatever comes of it
        booking = replace(booking, silence_settled=True)
        journey = stand(replace(journey, booking=booking), news.at)
    if booking.move is not None:
        return journey, where_you_stand(journey, stale=True)
    return journey, (order(RecordMoveRequest, journey, booking, news),)


def ask_other_time(journey: Journey, news: OtherTimeAsked) -> Turn:
    """Put other times before the candidate at the recruiter's wish; the old one is kept until then."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or news.at >= booking.starts_at:
        return explain(journey, news)
    recorded = order(RecordMoveRequest, journey, booking, news, offered=news.slot_ids)
    return journey, (recorded, update_card(booking, news))


def list_wanted(journey: Journey, news: WantedSlotsListed) -> Turn:
    """Show a day of slots to which the booking could move."""
    booking = current_booking(journey, news)
    if booking is None or booking.move is None or booking.move.by_hand:
        return journey, where_you_stand(journey, stale=True)
    page = max(news.page, 0)
    letter = OfferWantedSlots(booking_id=booking.id, revision=booking.revision, page=page, edits=journey.pressed)
    return journey, (letter,)


def pick_wanted(journey: Journey, news: WantedSlotPicked) -> Turn:
    """Ask the database for the wanted slot; one that the recruiter offered is moved to at once."""
    booking = current_booking(journey, news)
    if booking is None or booking.move is None or booking.move.by_hand:
        return journey, where_you_stand(journey, stale=True)
    is_agreed = news.slot_id in booking.move.offered
    return journey, (order(ClaimWantedSlot, journey, booking, news, slot_id=news.slot_id, agreed=is_agreed),)


def approve_move(journey: Journey, news: MoveApproved) -> Turn:
    """Order the move to the slot that the candidate wants, if they still want that one."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or booking.move is None or booking.move.wanted != news.slot_id:
        return explain(journey, news)
    return journey, (order(MoveBooking, journey, booking, news, slot_id=news.slot_id), update_card(booking, news))


def keep_time(journey: Journey, news: MoveRefused) -> Turn:
    """Keep the time although a move was asked for; the candidate is told and decides anew."""
    booking = journey.booking
    if booking is None or not concerns(news, booking) or booking.move is None:
        return explain(journey, news)
    return _drop_wish(journey, booking, news, "kept")


def withdraw(journey: Journey, news: MoveWithdrawn) -> Turn:
    """Drop the wish at the candidate's own word."""
    booking = current_booking(journey, news)
    if booking is None or booking.move is None:
        return journey, where_you_stand(journey, stale=True)
    journey, settled = _settle(journey, booking, news, "withdrawn")
    told = ReportNoChoice(booking_id=booking.id, revision=booking.revision, stays=True)
    return journey, (*settled, update_card(booking, news), told, *where_you_stand(journey, stale=False))


def lapse(journey: Journey, booking: Booking, news: News) -> Turn:
    """Let the wish go when its deadline passes; whose turn it was decides who is told."""
    waits_for = booking.move.waits_for if booking.move else WaitingFor.RECRUITER
    journey, effects = _drop_wish(journey, booking, news, "expired")
    if waits_for is WaitingFor.RECRUITER or journey.booking is None:
        return journey, effects
    # One word about the silence is enough.
    journey = stand(replace(journey, booking=replace(journey.booking, silence_settled=True)), news.at)
    return journey, (*effects, ReportNoChoice(booking_id=booking.id, revision=booking.revision))


def _drop_wish(journey: Journey, booking: Booking, news: News, settlement: str) -> Turn:
    """Go on with the booking as it was and say so."""
    journey, settled = _settle(journey, booking, news, settlement)
    is_useful = news.at < booking.starts_at
    told = (TellMoveRefused(booking_id=booking.id, revision=booking.revision),) if is_useful else ()
    return journey, (*settled, *told, update_card(booking, news))


def _settle(journey: Journey, booking: Booking, news: News, settlement: str) -> Turn:
    """Go on without the wish; a request that waits for its answer again has as long as the move would have had."""
    if booking.status is not BookingStatus.PENDING or booking.move is None:
        settled = settle_move(journey, booking, news, settlement)
        return stand(replace(journey, booking=replace(booking, move=None)), news.at), settled
    until = max(booking.alarms.answer_until, booking.move.until)
    settled = settle_move(journey, booking, news, settlement, answer_until=until)
    nudge_at = booking.alarms.nudge_at
    is_past = nudge_at is not None and nudge_at <= news.at  # what is said now is the nudge
    alarms = replace(booking.alarms, answer_until=until)
    booking = replace(booking, move=None, alarms=alarms, nudged=booking.nudged or is_past)
    return stand(replace(journey, booking=booking), news.at), settled
