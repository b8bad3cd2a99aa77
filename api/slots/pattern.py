"""A pattern of slots: some times of some weekdays between two dates, as a list of wall times."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from api.moments import EARLIEST_YEAR, LATEST_YEAR
from api.slots.times import MINUTE, USUAL_MINUTES, Minutes

LONGEST_PERIOD = timedelta(days=366)
MOST_TIMES = 288  # one every five minutes
MOST_DATES = 400
HOUR = 60  # minutes
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: list[Weekday] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _within_reach(day: date) -> date:
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError(f"the year must be {EARLIEST_YEAR} to {LATEST_YEAR}")
    return day


Day = Annotated[date, AfterValidator(_within_reach)]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Pattern(BaseModel):
    """Slots of one recruiter for one city, by the recruiter's clocks: at given times, or from one time to another."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "recruiter_public_id": "b8f0e9d2-6a5e-4d2b-9a43-0a6ad0c5b702",
                    "city_public_id": "c1c2f9a0-0f0e-4f4b-8a1e-2b0f8f0d9a01",
                    "from_date": "2026-12-01",
                    "to_date": "2026-12-31",
                    "weekdays": ["mon", "wed", "fri"],
                    "from_time": "10:00",
                    "to_time": "14:00",
                    "minutes": 20,
                    "skip_dates": ["2026-12-30"],
                    "dry_run": True,
                }
            ]
        },
    )

    recruiter_public_id: UUID
    city_public_id: UUID
    from_date: Day = Field(description="The first day")
    to_date: Day = Field(description="The last day, part of the period")
    weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=len(WEEKDAYS))] = WEEKDAYS
    times: Annotated[list[ClockTime], Field(max_length=MOST_TIMES)] = Field(default=[], description="When slots start")
    from_time: ClockTime | None = Field(default=None, description="Instead of `times`: when the first slot starts")
    to_time: ClockTime | None = Field(default=None, description="When the last slot has ended")
    step_minutes: Annotated[int, Field(ge=5, le=1440)] | None = Field(
        default=None, description="From one start to the next; as long as a slot if it is not said"
    )
    minutes: Minutes = USUAL_MINUTES
    skip_dates: Annotated[list[Day], Field(max_length=MOST_DATES)] = []
    dry_run: bool = Field(default=False, description="Answer the same and write nothing")
    on_error: Literal["refuse_all", "skip"] = Field(
        default="refuse_all", description="What a refused row means for the others: nothing is written, or they are"
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not timedelta() <= self.to_date - self.from_date <= LONGEST_PERIOD:
            raise ValueError(f"to_date must be from_date or up to {LONGEST_PERIOD.days} days later")
        spans = self.from_time is not None and self.to_time is not None
        if spans is bool(self.times) or (self.from_time is None) is not (self.to_time is None):
            raise ValueError("send either times, or from_time and to_time")
        if self.step_minutes is not None and not spans:
            raise ValueError("step_minutes goes with from_time and to_time")
        return self

    @property
    def length(self) -> timedelta:
        """How long each slot lasts."""
        return self.minutes * MINUTE

    def starts(self) -> list[datetime]:
        """Return the wall times (naive) at which slots start, in order, none twice."""
        times = sorted(set(self._times()))
        skipped = {*self.skip_dates}
        days = (self.from_date + timedelta(days=number) for number in range((self.to_date - self.from_date).days + 1))
        wanted = [day for day in days if day not in skipped and WEEKDAYS[day.weekday()] in self.weekdays]
        return [datetime.combine(day, at) for day in wanted for at in times]

    def _times(self) -> Iterator[time]:
        yield from map(time.fromisoformat, self.times)
        if self.from_time is None or self.to_time is None:
            return
        last = _minutes(self.to_time) - self.minutes
        for minute in range(_minutes(self.from_time), last + 1, self.step_minutes or self.minutes):
            yield time(*divmod(minute, HOUR))


def _minutes(clock: str) -> int:
    """Return how many minutes of the day have passed."""
    at = time.fromisoformat(clock)
    return at.hour * HOUR + at.minute
