"""What happens by itself when the alarm rings: one branch for each purpose."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.booking import Alarms, BookingStatus
from domain.moves import MoveLapse
from domain.stages import Ending, Stage, WaitingFor
from workflows.chapters import losing, moving, waiting
from workflows.chapters.attendance import close_with
from workflows.deeds import EndBooking, LeaveWaitlist, PlanAlarms
from workflows.findings import AlarmsPlanned
from workflows.journey import AlarmPurpose, Booking, Journey
from workflows.letters.timeliness import USEFUL_UNTIL
from workflows.letters.to_candidate import NudgeCandidate, RemindCandidate
from workflows.letters.to_recruiter import AskOutcome, NudgeRecruiter, ReportSilence, ReportToRecruiter
from workflows.occasions import AlarmRang, PolicyChanged
from workflows.standing import FORGET_AFTER, IDLE, REVIEW_EVERY, stand
from workflows.turn import AGREED, Turn, offer_slots_again, order, update_card

OUTCOME_WITHIN = timedelta(hours=24)  # where no morning was planned, or it is over
TIME_TO_SAY = timedelta(hours=1)
OUTCOME_QUESTIONS = 2
LATELY = timedelta(minutes=30)
ANSWER_WITHIN = timedelta(minutes=20)  # after the reminder


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


def _ring_for_booking(journey: Journey, booking: Booking, purpose: AlarmPurpose, news: AlarmRang) -> Turn:  # noqa: PLR0911 - one line a purpose is the table
    match purpose:
        case AlarmPurpose.NUDGE_RECRUITER:
            return _nudge_recruiter(journey, booking, news.at)
        case AlarmPurpose.ANSWER_DEADLINE:
            return _expire(journey, booking, news)
        case AlarmPurpose.REMINDER:
            return _remind(journey, booking, news.at)
        case AlarmPurpose.SILENCE:
            return _report_silence(journey, booking, news.at)
        case AlarmPurpose.RELEASE:
            return losing.release(journey, booking, news)
        case AlarmPurpose.MOVE_DEADLINE:
            is_pending = booking.status is BookingStatus.PENDING
            return _expire(journey, booking, news) if is_pending else moving.lapse(journey, booking, news)
        case _:
            return _ask_outcome(journey, booking, news.at)


def _nudge_recruiter(journey: Journey, booking: Booking, at: datetime) -> Turn:
    """Ask once more, unless the time for an answer is over by now."""
    until = booking.alarms.answer_until
    letter = NudgeRecruiter(booking_id=booking.id, revision=booking.revision, answer_until=until)
    return _with_booking(journey, replace(booking, nudged=True), at), (letter,) if at < until else ()


def _report_silence(journey: Journey, booking: Booking, at: datetime) -> Turn:
    """Tell the recruiter of the silence as long as they can still do something about it."""
    report = ReportSilence(booking_id=booking.id, revision=booking.revision)
    is_useful = at <= booking.starts_at - USEFUL_UNTIL
    return _with_booking(journey, replace(booking, silence_settled=True), at), (report,) if is_useful else ()


def _with_booking(journey: Journey, booking: Booking, at: datetime) -> Journey:
    return stand(replace(journey, booking=booking), at)


def _remind(journey: Journey, booking: Booking, at: datetime) -> Turn:
    """Remind once; a reminder that comes too late to be useful is dropped, and nobody is asked for an answer to it."""
    if at > booking.starts_at - USEFUL_UNTIL:
        return _with_booking(journey, replace(booking, reminded=True, silence_settled=True), at), ()
    alarms = replace(booking.alarms, no_answer_at=_time_to_answer(booking, at))
    journey = _with_booking(journey, replace(booking, reminded=True, alarms=alarms), at)
    due_at = booking.alarms.remind_at
    return journey, (RemindCandidate(booking_id=booking.id, revision=booking.revision, due_at=due_at),)


def _time_to_answer(booking: Booking, at: datetime) -> datetime | None:
    """Return when a silence is told of: as planned, but not before a reminder that came late could be answered."""
    planned = booking.alarms.no_answer_at
    if planned is None:
        return None
    silence = max(planned, at + ANSWER_WITHIN)
    return silence if silence <= booking.starts_at - USEFUL_UNTIL else None


def _expire(journey: Journey, booking: Booking, news: AlarmRang) -> Turn:
    """Nobody answered, or picked another time: free the slot, offer fresh ones, tell the recruiter."""
    is_candidates_turn = booking.move is not None and booking.move.waits_for is WaitingFor.CANDIDATE
    because = MoveLapse.NOT_CHOSEN if is_candidates_turn else BookingStatus.EXPIRED
    ended = order(EndBooking, journey, booking, news, status=BookingStatus.EXPIRED)
    card = update_card(booking, news)
    report = ReportToRecruiter(booking_id=booking.id, revision=booking.revision, status=BookingStatus.EXPIRED)
    journey, offer = offer_slots_again(journey, because=because, at=news.at)
    return journey, (ended, card, report, *offer)


def _ask_outcome(journey: Journey, booking: Booking, at: datetime) -> Turn:
    """Ask the recruiter how it went, once more the next morning, and then leave it to the admins' list."""
    asked = booking.outcome_asked + 1
    if asked > OUTCOME_QUESTIONS:
        return _with_booking(journey, replace(booking, outcome_until=None), at), ()
    again = booking.alarms.ask_again_at
    until = again if again is not None and again > at + TIME_TO_SAY else at + OUTCOME_WITHIN
    booking = replace(booking, outcome_asked=asked, outcome_until=until, move=None)
    journey = _with_booking(journey, booking, at)
    return journey, (AskOutcome(booking_id=booking.id, revision=booking.revision),)


def _nudge_candidate(journey: Journey, at: datetime) -> Turn:
    """Ask gently whether to go on; somebody who is at it right now is left in peace."""
    due = sum(1 for nudge_at in journey.nudges_at if nudge_at <= at)
    if due > journey.nudges + 1:  # while everything was down several came due: one of them is enough
        journey = replace(journey, nudges=due - 1)
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


def plan_anew(journey: Journey, news: PolicyChanged) -> Turn:
    """Ask for the instants anew: the policy of the city changed."""
    booking = journey.booking
    if booking is None or journey.stage is Stage.OUTCOME_ASKED:
        return journey, ()
    anew = PlanAlarms(candidate_id=journey.candidate_id, now=news.at, booking_id=booking.id, revision=booking.revision)
    return journey, (anew,)


def set_alarms(journey: Journey, news: AlarmsPlanned) -> Turn:
    """Take the planned instants over, if they belong to the booking as it stands."""
    booking = journey.booking
    if booking is None or (booking.id, booking.revision) != (news.booking_id, news.revision):
        return journey, ()
    alarms = _keep_the_promise(booking, news.alarms)
    return stand(replace(journey, booking=replace(booking, alarms=alarms)), news.at), ()


def _keep_the_promise(booking: Booking, planned: Alarms) -> Alarms:
    """Return the new plan as far as it concerns what is still to come: never no reminder, and never two.

    Where the congratulation carried the buttons nothing more comes; a reminder that was promised comes, if need be at
    the former time; one that was sent leaves the time for its answer as it was.
    """
    before = booking.alarms
    if booking.status not in AGREED:
        return planned
    if booking.reminded or before.remind_at is None or planned.remind_at is None:
        return replace(planned, remind_at=before.remind_at, no_answer_at=before.no_answer_at)
    return planned
