"""Days as callers name them: from one to another, by the clocks of each city or of one zone."""

from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from api.problems import Fault, Problem
from api.words import ZoneName
from database.local_clocks import Period

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
LONGEST = timedelta(days=1100)
USUAL = timedelta(days=29)

FROM_NOTE = "The first day"
TO_NOTE = "The last day, included"
ZONE_NOTE = (
    "The zone by whose clocks days begin; without it each city's own (UTC for candidates whose city is not known)"
)

FirstDay = Annotated[date | None, Query(alias="from", ge=EARLIEST, le=LATEST, description=FROM_NOTE)]
LastDay = Annotated[date | None, Query(alias="to", ge=EARLIEST, le=LATEST, description=TO_NOTE)]
Zone = Annotated[ZoneName | None, Query(description=ZONE_NOTE, examples=["Europe/Moscow"])]


class Days:
    """Which days are asked for; both ends may be left out."""

    def __init__(self, first: FirstDay = None, last: LastDay = None, zone: Zone = None) -> None:
        self.first = first
        self.last = last
        self.zone = zone

    def usual(self, now: datetime) -> Period:
        """Return the days that are named, else the thirty up to today (UTC); a problem 422 for no such days."""
        last = self.last or max(now.date(), self.first or EARLIEST)
        return _checked(Period(first=self.first or max(last - USUAL, EARLIEST), last=last))

    def named(self) -> Period | None:
        """Return the days that are named, None where neither end is; a problem 422 for no such days."""
        if self.first is None and self.last is None:
            return None
        return _ordered(Period(first=self.first or EARLIEST, last=self.last or LATEST))


def _ordered(period: Period) -> Period:
    if period.first > period.last:
        raise _refusal("period_backwards", "The period ends before it begins; swap `from` and `to`.")
    return period


def _checked(period: Period) -> Period:
    if _ordered(period).last - period.first > LONGEST:
        raise _refusal("period_too_long", f"Ask for {LONGEST.days} days at most, or for a part at a time.")
    return period


def _refusal(code: str, detail: str) -> Problem:
    faults = [Fault(where=["query", name], what=detail) for name in ("from", "to")]
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, code, detail, errors=faults)
