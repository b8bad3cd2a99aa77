"""The reminder's rule, written down a second time from the table of the promise; nothing of the product plans here.

Quiet hours are found by walking the wall clock minute by minute, so zones and jumps of the clocks need no thought.
"""

from datetime import datetime, timedelta

from domain.policy import Policy
from domain.timezones import zone

A_MINUTE = timedelta(minutes=1)
TOO_NEAR = timedelta(minutes=45)
USELESS = timedelta(minutes=10)
LONGEST_NIGHT = 24 * 60


def due(*, now: datetime, starts_at: datetime, zone_name: str, policy: Policy, spread: timedelta) -> datetime | None:
    """Return when a booking that is agreed (or planned anew) now is reminded of; None: the buttons come at once."""
    ahead = starts_at - now
    if ahead < TOO_NEAR:
        return None
    ordinary = starts_at - policy.reminder_lead - spread
    at = ordinary if ordinary > now else max(now + 5 * A_MINUTE, starts_at - 60 * A_MINUTE)
    if not quiet(at, zone_name, policy):
        return at
    morning, evening = _night_around(at, zone_name, policy)
    if starts_at - morning >= TOO_NEAR:
        return morning + spread
    return evening - spread if evening - spread > now else None


def quiet(moment: datetime, zone_name: str, policy: Policy) -> bool:
    """Tell whether people there sleep, by the wall clock."""
    wall = moment.astimezone(zone(zone_name)).time()
    begins, ends = policy.quiet_from, policy.quiet_until
    return begins <= wall < ends if begins <= ends else not ends <= wall < begins


def _night_around(moment: datetime, zone_name: str, policy: Policy) -> tuple[datetime, datetime]:
    """Return the first minute after the quiet hours around the moment, and the last one before them."""
    minute = moment.replace(second=0, microsecond=0)
    minutes = range(1, LONGEST_NIGHT + 1)
    after = next(t for n in minutes if not quiet(t := minute + n * A_MINUTE, zone_name, policy))
    before = next(t for n in minutes if not quiet(t := minute - n * A_MINUTE, zone_name, policy))
    return after, before
