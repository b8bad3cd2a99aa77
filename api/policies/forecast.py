"""What another policy would do to one booking: planned as the journey would plan it, by the same rules.

Where the journey's plan stands now is not in the database. It follows from when the booking was agreed to, from when
the journey was told of the present policy, and from that policy; of a policy before it nothing is known.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from database.bookings.reached import ReachedBooking
from domain import alarms
from domain.booking import Alarms, BookingStatus
from domain.policy import Policy
from workflows.chapters.ringing import set_alarms
from workflows.findings import AlarmsPlanned
from workflows.journey import Booking, Journey


class Refuge(StrEnum):
    """Where a reminder goes that would fall into quiet hours."""

    MORNING = "morning"
    EVENING_BEFORE = "evening_before"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One reminder now and then (UTC); None: the congratulation carried the buttons, no reminder is sent.

    `keeps_former_time`: the new policy has no time left for it, and what was promised comes at the time of before.
    `refuge` says that the new time is not the policy's lead but the edge of the quiet hours.
    """

    booking: ReachedBooking
    now: datetime | None
    then: datetime | None
    keeps_former_time: bool
    refuge: Refuge | None

    @property
    def shift(self) -> timedelta:
        """By how much it moves; negative: earlier."""
        return timedelta() if self.now is None or self.then is None else self.then - self.now


@dataclass(frozen=True, kw_only=True)
class Policies:
    """The present policy, the wanted one, and since when the journey knows the present one (None: not yet)."""

    present: Policy
    wanted: Policy
    told_at: datetime | None


def awaits_reminder(booking: ReachedBooking) -> bool:
    """Tell whether the interview is agreed and its reminder not begun."""
    return booking.status is not BookingStatus.PENDING and not booking.reminded


def forecast(booking: ReachedBooking, policies: Policies, *, now: datetime) -> Change | None:
    """Return what becomes of the reminder of an agreed interview; None where it is due already, or was dropped."""
    standing = _standing(booking, policies, now=now)
    due = standing.remind_at
    if booking.starts_at - now <= alarms.USEFUL_UNTIL or (due is not None and due <= now):
        return None
    planned = _plan(booking, policies.wanted, now)
    kept = _keep(booking, standing, planned, now)
    is_new = due is not None and planned.remind_at is not None
    return Change(
        booking=booking,
        now=due,
        then=kept.remind_at,
        keeps_former_time=due is not None and planned.remind_at is None,
        refuge=_refuge(booking, policies.wanted, planned.remind_at, now) if is_new else None,
    )


def deadlines(booking: ReachedBooking, policies: Policies) -> tuple[datetime, datetime]:
    """Return until when the recruiter may answer a request, by the present policy and by the wanted one."""
    present, wanted = (
        _plan(booking, policy, booking.requested_at).answer_until for policy in (policies.present, policies.wanted)
    )
    return present, wanted


def _standing(booking: ReachedBooking, policies: Policies, *, now: datetime) -> Alarms:
    """Return the plan as it stands: made when it was agreed, and again when the present policy was told."""
    agreed_at = booking.agreed_at or booking.requested_at
    promised = _plan(booking, policies.present, agreed_at)
    told_at = policies.told_at or now
    return (
        promised if told_at <= agreed_at else _keep(booking, promised, _plan(booking, policies.present, told_at), now)
    )


def _plan(booking: ReachedBooking, policy: Policy, at: datetime) -> Alarms:
    return alarms.plan_alarms(
        now=at,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        candidate_zone=booking.city_zone,
        recruiter_zone=booking.recruiter_zone,
        policy=policy,
        spread=timedelta(seconds=booking.candidate_id % alarms.SPREAD_OVER),
    )


def _keep(booking: ReachedBooking, before: Alarms, planned: Alarms, now: datetime) -> Alarms:
    """Return what the journey makes of a new plan: never no reminder, and never two."""
    held = Booking(
        id=booking.booking_id,
        revision=booking.revision,
        slot_id=booking.slot_id,
        recruiter_id=booking.recruiter_id,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        status=booking.status,
        alarms=before,
        reminded=booking.reminded,
    )
    news = AlarmsPlanned(at=now, booking_id=booking.booking_id, revision=booking.revision, alarms=planned)
    journey, _ = set_alarms(Journey(candidate_id=booking.candidate_id, booking=held), news)
    return planned if journey.booking is None else journey.booking.alarms


def _refuge(booking: ReachedBooking, policy: Policy, planned: datetime | None, now: datetime) -> Refuge | None:
    """Compare with the same policy without quiet hours: what they push later goes to the morning."""
    loud = replace(policy, quiet_from=time(0), quiet_until=time(0))
    wished = _plan(booking, loud, now).remind_at
    if planned is None or wished is None or planned == wished:
        return None
    return Refuge.MORNING if planned > wished else Refuge.EVENING_BEFORE
