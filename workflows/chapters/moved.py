"""Chapter four and a half, the database's answers: a wish recorded, a slot held, a booking moved, or why not."""

from dataclasses import replace

from domain.booking import Actor, BookingStatus
from domain.moves import MoveDenial
from workflows.findings import BookingMoved, MoveDenied, MoveRequestRecorded, WantedSlotHeld
from workflows.journey import Booking, Journey, Move
from workflows.letters.of_move import (
    AcknowledgeMoveRequest,
    OfferOtherTimes,
    OfferWantedSlots,
    PassMoveRequest,
    ReportMove,
    TellMoved,
    TellMoveRefused,
    TellMoveWanted,
)
from workflows.letters.to_recruiter import ExplainToRecruiter, UpdateCard
from workflows.messages import News
from workflows.standing import stand
from workflows.turn import Turn, letter_about, where_you_stand

PICK_ANOTHER = frozenset(
    {
        MoveDenial.OWN_SLOT,
        MoveDenial.SLOT_GONE,
        MoveDenial.SLOT_TAKEN,
        MoveDenial.SLOT_EXPIRED,
        MoveDenial.WRONG_RECRUITER,
        MoveDenial.WRONG_CITY,
        MoveDenial.RECRUITER_INACTIVE,
        MoveDenial.CITY_INACTIVE,
        MoveDenial.NOTHING_WANTED,
    }
)


def note_request(journey: Journey, news: MoveRequestRecorded) -> Turn:
    """Tell whose turn it is now, and until when."""
    booking = journey.booking
    if booking is None or booking.id != news.booking_id:
        return journey, ()
    if news.answer_until <= news.at:  # the database allows no such wish (any more): nothing changes
        if news.by is Actor.CANDIDATE:
            return journey, (letter_about(TellMoveRefused, booking),)
        return journey, (letter_about(ExplainToRecruiter, booking),)
    until = news.answer_until
    move = Move(by=news.by, until=until, offered=news.offered, by_hand=news.by_hand)
    journey = _with_move(journey, booking, move, news)
    if news.by is not Actor.CANDIDATE:
        return journey, (letter_about(OfferOtherTimes, booking, slot_ids=news.offered, answer_until=until),)
    told = letter_about(
        AcknowledgeMoveRequest, booking, answer_until=until, by_hand=news.by_hand, retires=journey.pressed
    )
    return journey, (told, letter_about(PassMoveRequest, booking, answer_until=until, by_hand=news.by_hand))


def note_wanted(journey: Journey, news: WantedSlotHeld) -> Turn:
    """Put the wanted slot before the recruiter."""
    booking = journey.booking
    if booking is None or booking.id != news.booking_id or booking.move is None:
        return journey, ()
    until = max(news.answer_until, news.at)
    journey = _with_move(journey, booking, replace(booking.move, wanted=news.slot_id, until=until), news)
    told = letter_about(TellMoveWanted, booking, slot_id=news.slot_id, answer_until=until, edits=journey.pressed)
    return journey, (told, letter_about(PassMoveRequest, booking, slot_id=news.slot_id, answer_until=until))


def note_moved(journey: Journey, news: BookingMoved) -> Turn:
    """Go on with the new time, as if it had been approved just now; its alarms have moved with it."""
    booking = journey.booking
    if booking is None or booking.id != news.booking_id or news.revision <= booking.revision:
        return journey, ()
    moved = Booking(
        id=booking.id,
        revision=news.revision,
        slot_id=news.slot_id,
        recruiter_id=news.recruiter_id,
        starts_at=news.starts_at,
        ends_at=news.ends_at,
        status=BookingStatus.BOOKED,
        alarms=news.alarms,
    )
    told = letter_about(TellMoved, moved, with_buttons=news.alarms.remind_at is None, retires=journey.pressed)
    journey = stand(replace(journey, booking=moved), news.at)
    if news.by is Actor.RECRUITER:
        return journey, (told,)
    return journey, (told, letter_about(UpdateCard, moved), letter_about(ReportMove, moved))


def deny(journey: Journey, news: MoveDenied) -> Turn:
    """Say why the booking did not move, with what can be picked instead."""
    booking = journey.booking
    if booking is None or booking.id != news.booking_id:
        return journey, ()
    by_candidate = news.by is Actor.CANDIDATE
    explained = () if by_candidate else (letter_about(ExplainToRecruiter, booking),)
    if booking.move is None or news.denial not in PICK_ANOTHER:
        return journey, (*explained, *(where_you_stand(journey, stale=True) if by_candidate else ()))
    if not by_candidate:  # a denied pick leaves the slot that was wanted before
        journey = _with_move(journey, booking, replace(booking.move, wanted=None), news)
    again = letter_about(
        OfferWantedSlots, booking, because=news.denial, edits=journey.pressed if by_candidate else None
    )
    return journey, (*explained, again)


def _with_move(journey: Journey, booking: Booking, move: Move, news: News) -> Journey:
    return stand(replace(journey, booking=replace(booking, move=move)), news.at)
