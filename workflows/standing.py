"""Where the facts leave a journey: its stage, whom it waits for, and the one alarm. Derived, so it cannot drift.

The invariant of the whole system lives here: a journey that is not closed waits for exactly one thing and has a
next-action time.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.booking import BookingStatus
from domain.stages import Stage, WaitingFor, choosing_stages
from workflows.journey import Alarm, AlarmPurpose, Booking, Journey

IDLE = timedelta(hours=24)
NUDGES_AT_MOST = 2
REVIEW_EVERY = timedelta(days=7)
FORGET_AFTER = timedelta(days=90)
CHOOSING = choosing_stages()


def stand(journey: Journey, at: datetime) -> Journey:
    """Return the journey with stage, waiting-for and alarm derived from its facts, as of the instant."""
    stage = stage_of(journey)
    if journey.idle_until is None or _phase(stage) is not _phase(journey.stage):
        journey = replace(journey, idle_until=at + IDLE, nudges=0, misses=0)
    waiting_for = _waiting_for(journey, stage)
    stays = stage is journey.stage and journey.alarm is not None
    return replace(
        journey,
        stage=stage,
        since=journey.since if stays else at,
        waiting_for=waiting_for,
        waiting_since=journey.waiting_since if stays and waiting_for is journey.waiting_for else at,
        alarm=_next_alarm(journey, stage),
    )


def _phase(stage: Stage) -> Stage:
    """Return the stage, all kinds of choosing being one: browsing back and forth is no new beginning."""
    return Stage.CHOOSING_RECRUITER if stage in CHOOSING else stage


def stage_of(journey: Journey) -> Stage:
    """Return the stage that the facts amount to; the first that applies."""
    stages = (
        (Stage.CLOSED, journey.ending is not None),
        (Stage.UNREACHABLE, journey.unreachable),
        (Stage.REFUSED, journey.refused_until is not None),
        (Stage.SCREENING, journey.screening is None or not journey.screening.is_finished),
    )
    for stage, applies in stages:
        if applies:
            return stage
    if journey.booking is not None:
        return _stage_of_booking(journey.booking)
    if journey.waits_for_slots:
        return Stage.WAITING_FOR_SLOTS
    return Stage.CHOOSING_SLOT if journey.recruiter_chosen else Stage.CHOOSING_RECRUITER


def _stage_of_booking(booking: Booking) -> Stage:
    if booking.outcome_asked:
        return Stage.OUTCOME_ASKED
    if booking.move is not None:
        return Stage.RESCHEDULE_REQUESTED
    if booking.status is BookingStatus.PENDING:
        return Stage.AWAITING_APPROVAL
    if booking.status is BookingStatus.CONFIRMED:
        return Stage.ATTENDANCE_CONFIRMED
    return Stage.REMINDED if booking.reminded else Stage.SCHEDULED


def _waiting_for(journey: Journey, stage: Stage) -> WaitingFor:
    is_resting = journey.nudges >= (len(journey.nudges_at) or NUDGES_AT_MOST)
    booking = journey.booking
    outcome_overdue = booking is not None and booking.outcome_until is None
    return {
        Stage.SCREENING: WaitingFor.ADMIN if is_resting else WaitingFor.CANDIDATE,
        Stage.CHOOSING_RECRUITER: WaitingFor.ADMIN if is_resting else WaitingFor.CANDIDATE,
        Stage.CHOOSING_SLOT: WaitingFor.ADMIN if is_resting else WaitingFor.CANDIDATE,
        Stage.WAITING_FOR_SLOTS: WaitingFor.CANDIDATE if journey.offer else WaitingFor.TIME,
        Stage.AWAITING_APPROVAL: WaitingFor.RECRUITER,
        Stage.SCHEDULED: WaitingFor.TIME,
        Stage.REMINDED: WaitingFor.CANDIDATE,
        Stage.ATTENDANCE_CONFIRMED: WaitingFor.TIME,
        Stage.RESCHEDULE_REQUESTED: booking.move.waits_for if booking and booking.move else WaitingFor.RECRUITER,
        Stage.OUTCOME_ASKED: WaitingFor.ADMIN if outcome_overdue else WaitingFor.RECRUITER,
        Stage.REFUSED: WaitingFor.TIME,
        Stage.UNREACHABLE: WaitingFor.RECRUITER if journey.booking else WaitingFor.ADMIN,
        Stage.CLOSED: WaitingFor.NOBODY,
    }[stage]


def _next_alarm(journey: Journey, stage: Stage) -> Alarm | None:
    if journey.is_closed:
        return None
    if journey.refused_until is not None:
        return Alarm(at=journey.refused_until, purpose=AlarmPurpose.RETRY_AFTER_REFUSAL)
    if journey.booking is not None:
        return min(_booking_alarms(journey.booking, unreachable=journey.unreachable), key=lambda alarm: alarm.at)
    if journey.offer is not None:
        return Alarm(at=journey.offer.until, purpose=AlarmPurpose.OFFER_DEADLINE)
    return _idle_alarm(journey, stage)


def _idle_alarm(journey: Journey, stage: Stage) -> Alarm:
    """Return the next nudge, or the review once nudging is over; who waits or is unreachable is not nudged."""
    due = journey.idle_until or journey.last_news_at + IDLE
    planned = journey.nudges_at if stage in CHOOSING else ()
    if stage in {Stage.WAITING_FOR_SLOTS, Stage.UNREACHABLE} or journey.nudges >= (len(planned) or NUDGES_AT_MOST):
        return Alarm(at=due, purpose=AlarmPurpose.REVIEW)
    return Alarm(at=planned[journey.nudges] if planned else due, purpose=AlarmPurpose.NUDGE_CANDIDATE)


def _booking_alarms(booking: Booking, *, unreachable: bool) -> list[Alarm]:
    """Return what is still to come of a booking; never empty."""
    alarms = booking.alarms
    if booking.outcome_asked:
        if booking.outcome_until is None:
            return [Alarm(at=booking.ends_at + REVIEW_EVERY, purpose=AlarmPurpose.REVIEW)]
        return [Alarm(at=booking.outcome_until, purpose=AlarmPurpose.OUTCOME_DEADLINE)]
    is_pending = booking.status is BookingStatus.PENDING
    is_asked = is_pending and booking.move is None  # a move that is not settled has its own deadline
    is_asked_to_come = booking.reminded and booking.status is BookingStatus.BOOKED and booking.move is None
    is_silent = is_asked_to_come and not booking.silence_settled
    instants = (
        (AlarmPurpose.ANSWER_DEADLINE, alarms.answer_until if is_asked else None),
        (AlarmPurpose.NUDGE_RECRUITER, alarms.nudge_at if is_asked and not booking.nudged else None),
        (AlarmPurpose.REMINDER, None if is_pending or booking.reminded else alarms.remind_at),
        (AlarmPurpose.SILENCE, alarms.no_answer_at if is_silent else None),
        (AlarmPurpose.MOVE_DEADLINE, booking.move.until if booking.move else None),
        (AlarmPurpose.RELEASE, booking.keeps_until if unreachable else None),
        (AlarmPurpose.END_OF_INTERVIEW, None if is_pending else alarms.ask_outcome_at),
    )
    return [Alarm(at=at, purpose=purpose) for purpose, at in instants if at is not None]
