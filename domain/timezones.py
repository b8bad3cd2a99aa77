"""The only place that knows zones: an IANA name becomes a zone here, from the `tzdata` package and nothing else.

The machine's own zone files may differ from host to host; one version everywhere means that a slot is shown
and reminded of at the same instant by every process.
"""

import zoneinfo
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum

zoneinfo.reset_tzpath(to=())


class UnknownZoneError(ValueError):
    """The name is not an IANA zone, e.g. "Moscow" instead of "Europe/Moscow"."""


class LocalTimeProblem(StrEnum):
    """Why a wall time names no single instant."""

    MISSING = "missing"  # skipped when the clocks go forward
    AMBIGUOUS = "ambiguous"  # happens twice when the clocks go back


class LocalTimeError(ValueError):
    """A wall time that exists twice or not at all; `readings` are the instants (UTC) it could mean."""

    def __init__(self, problem: LocalTimeProblem, readings: tuple[datetime, ...]) -> None:
        super().__init__(f"local time is {problem}")
        self.problem = problem
        self.readings = readings


def zone(name: str) -> tzinfo:
    """Return the zone of an IANA name; raise UnknownZoneError for anything else."""
    try:
        return zoneinfo.ZoneInfo(name)  # noqa: TID251 - this is the one place
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZoneError(name) from error


def local(instant: datetime, zone_name: str) -> datetime:
    """Return the instant (aware) as the wall clock of the zone shows it."""
    return instant.astimezone(zone(zone_name))


def instant(day: date, at: time, zone_name: str) -> datetime:
    """Return the UTC instant of a wall time; raise LocalTimeError where it is missing or ambiguous."""
    wall = datetime.combine(day, at, tzinfo=zone(zone_name))
    readings = tuple(sorted({wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}))
    if len(readings) == 1:
        return readings[0]
    first = readings[0].astimezone(wall.tzinfo)
    problem = (
        LocalTimeProblem.AMBIGUOUS
        if first.replace(tzinfo=None, fold=0) == wall.replace(tzinfo=None)
        else LocalTimeProblem.MISSING
    )
    raise LocalTimeError(problem, readings)
