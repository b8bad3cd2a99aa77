"""Which rows of a whole list are wanted, as conditions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import InstrumentedAttribute

from database.local_clocks import WITHOUT_CITY, Span
from database.office.tokens import in_cities
from database.tables import Candidate, City, Recruiter
from domain.booking import BookingStatus, SlotStatus
from domain.stages import Stage


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows are wanted; what is empty or None is no condition, except for `allowed`, the cities one may see.

    `spans` are the days, of the candidate's start, the interview's, the slot's, or the end of the test, in `zone`
    or each city's own.
    """

    allowed: frozenset[int] | None = None
    cities: Sequence[UUID] = ()
    recruiters: Sequence[UUID] = ()
    stages: Sequence[Stage] = ()
    statuses: Sequence[BookingStatus] = ()
    slot_statuses: Sequence[SlotStatus] = ()
    spans: Sequence[Span] | None = None
    zone: str | None = None


def of_stages(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return the condition that the candidate stands at one of the stages."""
    return [Candidate.stage.in_(wanted.stages)] if wanted.stages else []


def of_recruiters(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return the condition that the row belongs to one of the recruiters."""
    return [Recruiter.public_id.in_(wanted.recruiters)] if wanted.recruiters else []


def of_place(wanted: Wanted, column: InstrumentedAttribute[Any]) -> list[ColumnElement[bool]]:
    """Return the condition that the row belongs to a city that is meant and may be seen."""
    named = [City.public_id.in_(wanted.cities)] if wanted.cities else []
    return [in_cities(column, wanted.allowed), *named]


def of_days(wanted: Wanted, column: InstrumentedAttribute[Any]) -> list[ColumnElement[bool]]:
    """Return the condition that an instant falls into the days, by the clocks of each row's city."""
    if wanted.spans is None:
        return []
    zone = func.coalesce(City.zone, WITHOUT_CITY)
    days = [
        and_(column >= each.since, column < each.until, *([] if wanted.zone else [zone == each.zone]))
        for each in wanted.spans
    ]
    return [or_(*days)]
