"""A week of March 2027 by the clocks of Moscow (UTC+3): instants as people would write them, and reminders there."""

from datetime import UTC, datetime, timedelta

from domain.alarms import plan_reminder
from domain.policy import DEFAULT_POLICY, Policy

MOSCOW = "Europe/Moscow"
OFFSET = timedelta(hours=3)


def at(written: str) -> datetime:
    """Return the UTC instant of "10 18:30" or "10 18:30:15": day of March and Moscow's wall time."""
    day, _, clock = written.partition(" ")
    return datetime.fromisoformat(f"2027-03-{day}T{clock}").replace(tzinfo=UTC) - OFFSET


def remind(
    now: datetime,
    starts_at: datetime,
    *,
    zone: str = MOSCOW,
    policy: Policy = DEFAULT_POLICY,
    spread: timedelta = timedelta(),
) -> datetime | None:
    """Return when a booking approved now is reminded of."""
    return plan_reminder(now=now, starts_at=starts_at, zone_name=zone, policy=policy, spread=spread)
