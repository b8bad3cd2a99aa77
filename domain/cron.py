"""Recurring times as five words: minute, hour, day of the month, month, day of the week (0 is Sunday). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain import timezones

FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 6))
MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)  # noqa: SIM905 - read as words
}
WEEKDAYS = {name: number for number, name in enumerate("sun mon tue wed thu fri sat".split())}  # noqa: SIM905 - the same
NAMES: tuple[Mapping[str, int], ...] = ({}, {}, {}, MONTHS, WEEKDAYS)
FARTHEST = 366 * 8  # days: between two leap days there are never more
EVERY_DAY = 31
WHOLE_WEEK = 7


class CronError(ValueError):
    """The words are no such time, or one that is not allowed here; the message is for people."""


@dataclass(frozen=True, kw_only=True)
class Cron:
    """One minute of some hours of some days."""

    minute: int
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def falls_on(self, day: date) -> bool:
        """Tell whether the day is one of those."""
        return day.month in self.months and day.day in self.days and day.isoweekday() % 7 in self.weekdays


def read_cron(words: str) -> Cron:
    """Return what five words say; raise CronError, also for what comes oftener than once an hour, or never."""
    fields = words.split()
    if len(fields) != len(FIELDS):
        raise CronError("it needs five words: minute, hour, day of the month, month, day of the week")
    read = [_field(word, *about, names) for word, about, names in zip(fields, FIELDS, NAMES, strict=True)]
    minutes, hours, days, months, weekdays = read
    if len(minutes) != 1:
        raise CronError("the minute must be one number: nothing goes out more often than once an hour")
    if len(days) < EVERY_DAY and len(weekdays) < WHOLE_WEEK:
        raise CronError("give either days of the month or days of the week, and a * for the other")
    cron = Cron(minute=next(iter(minutes)), hours=tuple(sorted(hours)), days=days, months=months, weekdays=weekdays)
    if not any(cron.falls_on(date(2024, 1, 1) + timedelta(days=number)) for number in range(366)):
        raise CronError("there is no such day in any year")
    return cron


def occurrences(cron: Cron, zone: str, *, after: datetime, count: int) -> list[datetime]:
    """Return the next instants (UTC) later than the one given; a wall time that the clocks skip is left out."""
    found: list[datetime] = []
    day = timezones.local(after, zone).date()
    for _ in range(FARTHEST):
        if cron.falls_on(day):
            instants = (_instant(day, time(hour, cron.minute), zone) for hour in cron.hours)
            found += [instant for instant in instants if instant is not None and instant > after]
        if len(found) >= count:
            break
        day += timedelta(days=1)
    return found[:count]


def _instant(day: date, at: time, zone: str) -> datetime | None:
    try:
        return timezones.instant(day, at, zone)
    except timezones.LocalTimeError as error:
        return None if error.problem is timezones.LocalTimeProblem.MISSING else error.readings[0]


def _field(word: str, name: str, least: int, most: int, names: Mapping[str, int]) -> frozenset[int]:
    found: set[int] = set()
    for part in word.lower().split(","):
        span, _, step = part.partition("/")
        low, high = (str(least), str(most)) if span == "*" else _ends(span)
        if step and span != "*" and "-" not in span:
            raise CronError(f"the {name} {part!r} has a step without a range")
        first, last = _number(low, name, names), _number(high, name, names)
        stride = _number(step, name, {}) if step else 1
        if not least <= first <= last <= most or stride < 1:
            raise CronError(f"the {name} must lie between {least} and {most}, the smaller number first")
        found.update(range(first, last + 1, stride))
    return frozenset(found)


def _ends(span: str) -> tuple[str, str]:
    low, dash, high = span.partition("-")
    return (low, high) if dash else (low, low)


def _number(word: str, name: str, names: Mapping[str, int]) -> int:
    if word in names:
        return names[word]
    if word.isascii() and word.isdecimal() and len(word) < len("1000"):
        return int(word)
    raise CronError(f"{word!r} is no {name}")
