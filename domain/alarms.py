"""When things happen by themselves: deadlines, nudges, reminders, quiet hours. Pure; knows zones, reads no clock.

All instants are aware datetimes; every result is UTC. Workflows never import this: they ask for it and get instants.
"""

from datetime import UTC, date, datetime, time, timedelta

from domain import timezones
from domain.booking import Alarms
from domain.policy import Policy

LATE_BOOKING = timedelta(minutes=45)  # closer than this, the congratulation itself carries the buttons
USEFUL_UNTIL = timedelta(minutes=10)  # a reminder later than this before the start helps nobody
BREATH = timedelta(minutes=5)  # between a late approval and its reminder
SECOND_THOUGHTS = timedelta(hours=2)  # after which somebody who does not choose is asked, and once more next morning
NEXT_MORNING = time(10, 0)
SPREAD_OVER = 60  # seconds: reminders of one start do not pile up on one second


def plan_alarms(
    *,
    now: datetime,
    starts_at: datetime,
    ends_at: datetime,
    candidate_zone: str,
    recruiter_zone: str,
    policy: Policy,
    spread: timedelta,
) -> Alarms:
    """Return every instant of a booking; `spread` (under a minute) keeps reminders from piling up on one second."""
    now, starts_at, ends_at = now.astimezone(UTC), starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    answer_until = min(now + policy.approval_deadline, starts_at - policy.approval_margin)
    remind_at = plan_reminder(now=now, starts_at=starts_at, zone_name=candidate_zone, policy=policy, spread=spread)
    ask_outcome_at = after_quiet_hours(ends_at + policy.outcome_delay, recruiter_zone, policy)
    return Alarms(
        answer_until=answer_until,
        nudge_at=_plan_nudge(now, answer_until, recruiter_zone, policy),
        remind_at=remind_at,
        no_answer_at=_plan_no_answer(remind_at, starts_at, recruiter_zone, policy),
        ask_outcome_at=ask_outcome_at,
        ask_again_at=_next_morning(ask_outcome_at, recruiter_zone, policy),
    )


def plan_reminder(
    *, now: datetime, starts_at: datetime, zone_name: str, policy: Policy, spread: timedelta
) -> datetime | None:
    """Return when to remind, or None when the congratulation has to carry the buttons itself."""
    now, starts_at = now.astimezone(UTC), starts_at.astimezone(UTC)  # arithmetic of instants, not of a wall clock
    lead = starts_at - now
    if lead < LATE_BOOKING:
        return None
    if lead > policy.reminder_lead + spread:
        due = starts_at - policy.reminder_lead - spread
    else:
        due = max(now + BREATH, starts_at - timedelta(hours=1))
    if is_quiet(due, zone_name, policy):
        due = _move_out_of_quiet_hours(due, starts_at, zone_name, policy, spread)
    return due.astimezone(UTC) if due > now else None


def plan_release(now: datetime, starts_at: datetime, policy: Policy) -> datetime | None:
    """Return until when the slot of somebody is kept who cannot be told anything; None: up to the interview itself."""
    now, starts_at = now.astimezone(UTC), starts_at.astimezone(UTC)
    until = min(now + policy.unreachable_keeps, starts_at - policy.approval_margin)
    return until if until > now else None


def plan_nudges(now: datetime, zone_name: str, policy: Policy) -> tuple[datetime, ...]:
    """Return when to ask somebody who does not choose, soonest first: two hours on, and the next day at ten.

    Quiet hours are kept. A first nudge that they push into the morning of the second is left out: one is enough.
    """
    now = now.astimezone(UTC)
    morning = _next_morning(now, zone_name, policy)
    first = after_quiet_hours(now + SECOND_THOUGHTS, zone_name, policy)
    tomorrow = timezones.local(now, zone_name).date() + timedelta(days=1)
    return (first, morning) if timezones.local(first, zone_name).date() < tomorrow else (morning,)


def _next_morning(moment: datetime, zone_name: str, policy: Policy) -> datetime:
    """Return ten o'clock of the next day there, or later if people still sleep."""
    tomorrow = timezones.local(moment, zone_name).date() + timedelta(days=1)
    return after_quiet_hours(_wall(tomorrow, NEXT_MORNING, zone_name), zone_name, policy)


def is_quiet(moment: datetime, zone_name: str, policy: Policy) -> bool:
    """Tell whether the wall clock of the zone stands inside the quiet hours, which may span midnight."""
    wall = timezones.local(moment, zone_name).time()
    if policy.quiet_from <= policy.quiet_until:
        return policy.quiet_from <= wall < policy.quiet_until
    return wall >= policy.quiet_from or wall < policy.quiet_until


def _move_out_of_quiet_hours(
    due: datetime, starts_at: datetime, zone_name: str, policy: Policy, spread: timedelta
) -> datetime:
    """Move to the morning if enough time remains before the start, else to the last minute of the evening before."""
    morning = after_quiet_hours(due, zone_name, policy)
    if starts_at - morning >= LATE_BOOKING:
        return morning + spread
    wall = timezones.local(due, zone_name)
    day = wall.date() if wall.time() >= policy.quiet_from else wall.date() - timedelta(days=1)
    return _wall(day, policy.quiet_from, zone_name) - timedelta(minutes=1) - spread


def after_quiet_hours(moment: datetime, zone_name: str, policy: Policy) -> datetime:
    """Return the moment itself, or the end of the quiet hours in which it lies."""
    if not is_quiet(moment, zone_name, policy):
        return moment.astimezone(UTC)
    wall = timezones.local(moment, zone_name)
    spans_midnight = policy.quiet_from > policy.quiet_until
    day = wall.date() + timedelta(days=1 if spans_midnight and wall.time() >= policy.quiet_from else 0)
    return _wall(day, policy.quiet_until, zone_name)


def _wall(day: date, at: time, zone_name: str) -> datetime:
    """Return the instant of a wall time; where the clocks jump, the later reading, which no clock calls too early."""
    try:
        return timezones.instant(day, at, zone_name)
    except timezones.LocalTimeError as error:
        return error.readings[-1]


def _plan_nudge(now: datetime, answer_until: datetime, zone_name: str, policy: Policy) -> datetime | None:
    """Nudge the recruiter at half time, after their quiet hours, or not at all if that would be too late."""
    nudge = after_quiet_hours(now + (answer_until - now) / 2, zone_name, policy)
    return nudge if now < nudge < answer_until else None


def _plan_no_answer(
    remind_at: datetime | None, starts_at: datetime, recruiter_zone: str, policy: Policy
) -> datetime | None:
    """Tell the recruiter of a silence in time to act on it, outside of their quiet hours, or not at all."""
    if remind_at is None:
        return None
    silence = max(starts_at - timedelta(hours=1), remind_at + timedelta(minutes=20))
    silence = after_quiet_hours(silence, recruiter_zone, policy)
    return silence if silence <= starts_at - USEFUL_UNTIL else None
