"""Which clock a zone kept when: the stretches of a period in which it stood at one offset from UTC.

PostgreSQL has zone files of its own, perhaps of another version than ours. So it is told what the clocks showed, and
days, weeks and hours of statistics are those that the rest of the house shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import City
from domain import timezones
from domain.timezones import LocalTimeError, LocalTimeProblem

WITHOUT_CITY = "UTC"  # the zone of a candidate whose city is not known
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Period:
    """Days by the wall clock of whatever zone they are read in, the first and the last both included."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Span:
    """From `since` until before `until` (UTC) by the clocks of the zone."""

    zone: str
    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Stretch(Span):
    """A span in which the zone stood at one offset from UTC."""

    offset: timedelta


async def stretches_for(session: AsyncSession, period: Period, zone: str | None) -> list[Stretch]:
    """Return the stretches of the zone, or (None) of each zone in which there is a city; one statement at most."""
    return stretches(period, await _zones(session, zone))


async def spans_for(session: AsyncSession, period: Period, zone: str | None) -> list[Span]:
    """Return the period in the zone, or (None) in each zone in which there is a city; one statement at most."""
    return [span_of(period, each) for each in sorted(await _zones(session, zone))]


def stretches(period: Period, zones: Iterable[str]) -> list[Stretch]:
    """Return the stretches of a period in each zone, by zone and time; raise UnknownZoneError for no IANA name."""
    return [stretch for zone in sorted(zones) for stretch in _of_zone(period, zone)]


def span_of(period: Period, zone: str) -> Span:
    """Return when a period begins and ends somewhere."""
    return Span(zone=zone, since=midnight(period.first, zone), until=midnight(period.last + DAY, zone))


def midnight(day: date, zone: str) -> datetime:
    """Return the instant (UTC) with which a day begins; where the clocks skip midnight, that of the change."""
    try:
        return timezones.instant(day, time.min, zone)
    except LocalTimeError as error:
        return error.readings[-1 if error.problem is LocalTimeProblem.MISSING else 0]


async def _zones(session: AsyncSession, zone: str | None) -> set[str]:
    if zone is not None:
        return {zone}
    return {WITHOUT_CITY, *await session.scalars(select(City.zone).distinct())}


def _of_zone(period: Period, zone: str) -> list[Stretch]:
    whole = span_of(period, zone)
    since, end = whole.since, whole.until
    found: list[Stretch] = []
    seen = since
    while seen < end:
        then = min(seen + DAY, end)
        offset = _offset(seen, zone)
        change = end if _offset(then, zone) == offset else _change(seen, then, zone)
        if change < end:
            found.append(Stretch(zone=zone, since=since, until=change, offset=offset))
            since = change
        seen = then
    return [*found, Stretch(zone=zone, since=since, until=end, offset=_offset(since, zone))]


def _change(before: datetime, after: datetime, zone: str) -> datetime:
    """Return the second from which on the later offset holds."""
    former = _offset(before, zone)
    while after - before > SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        before, after = (middle, after) if _offset(middle, zone) == former else (before, middle)
    return after


def _offset(instant: datetime, zone: str) -> timedelta:
    return timezones.local(instant.astimezone(UTC), zone).utcoffset() or timedelta(0)
