"""What reading leads to: times and a city, or the reason why there are none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.ids import CityId

MOST_TIMES = 100


class Misreading(StrEnum):
    """Why words were not read as times; each has its own sentence in the texts."""

    NOTHING = "nothing"  # no day and no time in it
    UNKNOWN_WORDS = "unknown_words"
    NO_DAY = "no_day"
    NO_TIME = "no_time"
    NO_END = "no_end"  # "from 10" without "to"
    NO_SUCH_DATE = "no_such_date"
    NO_SUCH_TIME = "no_such_time"
    OTHER_WEEKDAY = "other_weekday"  # the date is not that weekday
    END_BEFORE_START = "end_before_start"
    TOO_TIGHT = "too_tight"  # not one interview fits between start and end
    STRANGE_LENGTH = "strange_length"
    SEVERAL_CITIES = "several_cities"
    TOO_MANY = "too_many"


class MisreadError(ValueError):
    """The words are no times: `words` is the part that was stumbled over.

    `meant_times` tells whether they were meant as times at all, as far as one can see.
    """

    def __init__(self, misreading: Misreading, words: str = "", *, meant_times: bool = True) -> None:
        super().__init__(f"{misreading}: {words}")
        self.misreading = misreading
        self.words = words
        self.meant_times = meant_times


@dataclass(frozen=True, kw_only=True, order=True)
class TypedTime:
    """One interview as it was typed: a wall time (naive) in the recruiter's zone, and how long it lasts."""

    starts: datetime
    length: timedelta


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was understood: times in order, no two alike; the city only where it was named."""

    times: tuple[TypedTime, ...]
    city_id: CityId | None
