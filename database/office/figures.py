"""What is asked of the figures: whose, of which days, put together by what."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from database.local_clocks import Stretch


class GroupBy(StrEnum):
    """By what figures are put together."""

    NONE = "none"
    CITY = "city"
    RECRUITER = "recruiter"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    WEEKDAY = "weekday"
    HOUR = "hour"
    LEAD = "lead"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question for figures.

    `allowed` are the row ids of the cities that the asker may see, None for all and for what belongs to no city.
    `zone` is the one in which days are read, None for each city's own; `stretches` are the days asked for, in it.
    Without named cities or recruiters all are meant.
    """

    by: GroupBy
    stretches: Sequence[Stretch]
    zone: str | None = None
    allowed: frozenset[int] | None = None
    cities: Sequence[UUID] = ()
    recruiters: Sequence[UUID] = ()

    def parameters(self) -> dict[str, Any]:
        """Return the parameters that the statements of all figures have."""
        return {
            "by": self.by.value,
            "zone": self.zone,
            "allowed": None if self.allowed is None else sorted(self.allowed),
            "cities": list(self.cities) or None,
            "recruiters": list(self.recruiters) or None,
            "zones": [stretch.zone for stretch in self.stretches],
            "since": [stretch.since for stretch in self.stretches],
            "until": [stretch.until for stretch in self.stretches],
            "offsets": [stretch.offset for stretch in self.stretches],
        }
