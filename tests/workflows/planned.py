"""Instants as the default policy would plan them, without zones and quiet hours."""

from datetime import datetime, timedelta

from domain.booking import Alarms
from workflows.findings import NudgesPlanned


def alarms_for(now: datetime, starts_at: datetime) -> Alarms:
    """Plan what happens by itself about a booking."""
    answer_until = min(now + timedelta(hours=24), starts_at - timedelta(minutes=30))
    remind_at = starts_at - timedelta(hours=2)
    return Alarms(
        answer_until=answer_until,
        nudge_at=now + (answer_until - now) / 2,
        remind_at=remind_at if remind_at > now else None,
        no_answer_at=starts_at - timedelta(hours=1) if remind_at > now else None,
        ask_outcome_at=starts_at + timedelta(minutes=30),
    )


def nudges_for(now: datetime) -> NudgesPlanned:
    """Plan when somebody who does not choose is asked."""
    return NudgesPlanned(nudges_at=(now + timedelta(hours=2), now + timedelta(hours=20)))
