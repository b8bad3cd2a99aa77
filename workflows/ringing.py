"""What happens by itself when the alarm rings: one branch for each purpose."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.booking import BookingStatus
from domain.stages import Ending
from workflows import waiting
from workflows.attendance import close_with, drop_wish, settle_move
from workflows.candidate_letters import NudgeCandidate, RemindCandidate
from workflows.deeds import EndBooking, LeaveWaitlist
from workflows.journey import AlarmPurpose, Booking, Journey
from workflows.occasions import AlarmRang
from workflows.recruiter_letters import AskOutcome, NudgeRecruiter, ReportSilence, ReportToRecruiter
from workflows.standing import FORGET_AFTER, IDLE, REVIEW_EVERY, stand
from workflows.turn import Turn, offer_slots_again, order, update_card

USEFUL_UNTIL = timedelta(minutes=10)
OUTCOME_WITHIN = timedelta(hours=16)
OUTCOME_QUESTIONS = 2
LATELY = timedelta(minutes=30)


def ring(journey: Journey, news: AlarmRang) -> Turn:
    """Do what the alarm was set for; an alarm that is not due (it was moved meanwhile) does nothing."""
    alarm = journey.alarm
    if alarm is None or news.at < alarm.at:
        return journey, ()
    match alarm.purpose:
        case AlarmPurpose.NUDGE_CANDIDATE:
            return _nudge_candidate(journey, news.at)
        case AlarmPurpose.REVIEW:
            return _review(journey, news)
        case AlarmPurpose.OFFER_DEADLINE:
            return waiting.lapse(journey, news)
        case AlarmPurpose.RETRY_AFTER_REFUSAL:
            return stand(replace(journey, ending=Ending.REFUSED), news.at), ()
        case _:
            assert journey.booking is not None  # noqa: S101 - the other purposes are derived from a booking
            return _ring_for_booking(journey, journey.booking, alarm.purpose, news)


def _ring_for_booking(journey: Journey, booking: Booking, purpose: AlarmPurpose, news: AlarmRang) -> Turn:
    match purpose:
        case AlarmPurpose.NUDGE_RECRUITER:
            return _nudge_recruiter(journey, booking, news.at)
        case AlarmPurpose.ANSWER_DEADLINE:
            return _expire(journey, booking, news)
        case AlarmPurpose.REMINDER:
            return _remind(journey, booking, news.at)
        case AlarmPurpose.SILENCE:
            return _report_silence(journey, booking, news.at)
        case AlarmPurpose.MOVE_DEADLINE:
            return drop_wish(journey, booking, settle_move(journey, booking, news, "expired"), news)
        case _:
            return _ask_outcome(journey, booking, news.at)


def _nudge_recruiter(journey: Journey, booking: Booking, at: datetime) -> Turn:
    until = booking.alarms.answer_until
    letter = NudgeRecruiter(booking_id=booking.id, revision=booking.revision, answer_until=until)
    return _with_booking(journey, replace(booking, nudged=True), at), (letter,)


def _report_silence(journey: Journey, booking: Booking, at: datetime) -> Turn:
    report = ReportSilence(booking_id=booking.id, revision=booking.revision)
    return _with_booking(journey, replace(booking, silence_reported=True), at), (report,)


def _with_booking(journey: Journey, booking: Booking, at: datetime) -> Journey:
    return stand(replace(journey, booking=booking), at)


def _remind(journey: Journey, booking: Booking, at: datetime) -> Turn:
    """Remind once; a reminder that comes too late to be useful is dropped and never sent."""
    journey = _with_booking(journey, replace(booking, reminded=True), at)
    if at > booking.starts_at - USEFUL_UNTIL:
        return journey, ()
    return journey, (RemindCandidate(booking_id=booking.id, revision=booking.revision),)


def _expire(journey: Journey, booking: Booking, news: AlarmRang) -> Turn:
    """Nobody answered: free the slot, apologise with fresh slots, tell the recruiter."""
    ended = order(EndBooking, journey, booking, news, status=BookingStatus.EXPIRED)
    card = update_card(booking, news)
    report = ReportToRecruiter(booking_id=booking.id, revision=booking.revision, status=BookingStatus.EXPIRED)
    journey, offer = offer_slots_again(journey, because=BookingStatus.EXPIRED, at=news.at)
    return journey, (ended, card, report, *offer)


def _ask_outcome(journey: Journey, booking: Booking, at: datetime) -> Turn:
    """Ask the recruiter how it went, once more after a while, and then leave it to the admins' list."""
    asked = booking.outcome_asked + 1
    if asked > OUTCOME_QUESTIONS:
        return _with_booking(journey, replace(booking, outcome_until=None), at), ()
    booking = replace(booking, outcome_asked=asked, outcome_until=at + OUTCOME_WITHIN)
    journey = _with_booking(replace(journey, move_until=None), booking, at)
    return journey, (AskOutcome(booking_id=booking.id, revision=booking.revision),)


def _nudge_candidate(journey: Journey, at: datetime) -> Turn:
    """Ask gently whether to go on; somebody who is at it right now is left in peace."""
    if journey.nudges_at and at < journey.last_news_at + LATELY:
        return stand(replace(journey, nudges=journey.nudges + 1), at), ()
    if not journey.nudges_at and at < journey.last_news_at + IDLE:
        return stand(replace(journey, idle_until=journey.last_news_at + IDLE), at), ()
    nudges = journey.nudges + 1
    journey = stand(replace(journey, nudges=nudges, idle_until=at + IDLE), at)
    return journey, (NudgeCandidate(stage=journey.stage),)


def _review(journey: Journey, news: AlarmRang) -> Turn:
    """Nobody moved for long: close what is over, look again in a week at what is not."""
    if journey.booking is not None:
        return close_with(journey, journey.booking, news, BookingStatus.ENDED)
    if news.at - journey.last_news_at > FORGET_AFTER:
        unlisted = LeaveWaitlist(candidate_id=journey.candidate_id, now=news.at)
        leaving = (unlisted,) if journey.waits_for_slots else ()
        return stand(replace(journey, waits_for_slots=False, ending=Ending.LEFT), news.at), leaving
    return stand(replace(journey, idle_until=news.at + REVIEW_EVERY), news.at), ()
