"""What statistics say, line by line: the same names in JSON and CSV."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from database.bookings.no_shows import NoShowRow, ReminderRow
from database.office.figures import GroupBy
from database.office.statistics import FunnelRow

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LEAD_WORDS = ("under_1_day", "1_to_3_days", "3_to_7_days", "7_days_and_more")
HOURS_NOTE = "Median, in hours; null where nobody did"

Line = TypeVar("Line")


def rate(part: int, whole: int) -> float | None:
    """Return a share between 0 and 1, None of nothing."""
    return round(part / whole, 4) if whole else None


def share(of: str) -> Any:
    """Describe a field that is a share of another one."""
    return Field(description=f"Share of {of}, 0 to 1; null where there are none", examples=[0.82])


class GroupLine(BaseModel):
    """What the line is about: what `group_by` names is set, except for those who have none of it (yet)."""

    city_public_id: UUID | None
    city_name: str | None
    recruiter_public_id: UUID | None
    recruiter_name: str | None
    begins: date | None = Field(description="The day, the Monday of the week, the first of the month")


class FunnelLine(GroupLine):
    """How many of the candidates who began in the period took each step, whenever they did; each counts once a step."""

    began: int = Field(description="Pressed Start for the first time in the period", examples=[120])
    finished_test1: int = Field(description="Passed or were refused; who broke off is not recorded", examples=[96])
    passed_test1: int = Field(description="At whichever try")
    refused: int = Field(description="And have not passed since")
    refusal_reasons: dict[str, int] = Field(
        description="Those refused, by the reason of their last try", examples=[{"nights_only": 7}]
    )
    waited_for_slots: int = Field(description="Stood on a waitlist")
    requested: int = Field(description="Asked for an interview")
    approved: int = Field(description="At least one of their requests was approved")
    rejected: int = Field(description="At least one of their requests was rejected, and so on for the other endings")
    expired: int
    reminded: int = Field(description="A reminder certainly arrived; short notice carries it in the approval instead")
    confirmed: int = Field(description='Said "I will come"')
    moved: int
    declined: int = Field(description='Said "I cannot come"')
    cancelled_by_candidate: int
    cancelled_by_recruiter: int
    cancelled_by_admin: int
    cancelled_by_system: int = Field(description="Their slot was released because they could not be reached")
    met: int
    missed: int
    outcome_unknown: int = Field(description="The interview is over and nobody said how it went")
    finished_rate: float | None = share("those who began")
    passed_rate: float | None = share("those who finished Test1")
    requested_rate: float | None = share("those who passed")
    approved_rate: float | None = share("those who asked for an interview")
    confirmed_rate: float | None = share("those who were approved")
    met_rate: float | None = share("those who were approved")
    began_to_met_rate: float | None = share("those who began, as far as they were met")
    hours_to_request: float | None = Field(description=f"From passing Test1 to the first request. {HOURS_NOTE}")
    hours_to_approval: float | None = Field(description=f"From a request to its approval, the first. {HOURS_NOTE}")

    @classmethod
    def of(cls, row: FunnelRow) -> Self:
        """Return the line of a row of the database."""
        rates = {
            "finished_rate": rate(row.finished_test1, row.began),
            "passed_rate": rate(row.passed_test1, row.finished_test1),
            "requested_rate": rate(row.requested, row.passed_test1),
            "approved_rate": rate(row.approved, row.requested),
            "confirmed_rate": rate(row.confirmed, row.approved),
            "met_rate": rate(row.met, row.approved),
            "began_to_met_rate": rate(row.met, row.began),
        }
        return cls(**_plain(asdict(row)), **rates)


class NoShowLine(GroupLine):
    """How the interviews went that began in the period."""

    step: str | None = Field(
        description="`monday` to `sunday`, the hour `00` to `23`, or the lead: "
        + ", ".join(f"`{word}`" for word in LEAD_WORDS),
        examples=["monday"],
    )
    met: int
    missed: int
    outcome_unknown: int = Field(description="Nobody said how it went; in none of the rates")
    no_show_rate: float | None = share("those met or missed, which were missed")
    confirmed_met: int = Field(description='Met, after "I will come"')
    confirmed_missed: int = Field(description='Missed, after "I will come"')
    confirmed_no_show_rate: float | None = share('those with "I will come", which were missed')

    @classmethod
    def of(cls, row: NoShowRow, by: GroupBy) -> Self:
        """Return the line of a row of the database."""
        said = _plain(asdict(row)) | {"step": step_word(row.step, by)}
        return cls(
            **said,
            no_show_rate=rate(row.missed, row.met + row.missed),
            confirmed_no_show_rate=rate(row.confirmed_missed, row.confirmed_met + row.confirmed_missed),
        )


class ReminderLine(GroupLine):
    """What became of the reminders that were begun in the period."""

    sent: int = Field(description="Certainly arrived")
    unknown: int = Field(description="May have arrived: the connection broke in between")
    failed: int = Field(description="Telegram refused it")
    unreachable: int = Field(description="The candidate has blocked the bot or is gone")

    @classmethod
    def of(cls, row: ReminderRow) -> Self:
        """Return the line of a row of the database."""
        return cls(**asdict(row))


class NamedDays(BaseModel):
    """The days that the figures are about; `zone` is null where each city's own clocks say when a day begins."""

    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    zone: str | None


class Figures(BaseModel, Generic[Line]):
    """Figures of a period, a line for each group."""

    period: NamedDays
    group_by: GroupBy
    rows: list[Line]


def step_word(step: int | None, by: GroupBy) -> str | None:
    """Return how a weekday, an hour or a lead is called."""
    if step is None:
        return None
    match by:
        case GroupBy.WEEKDAY:
            return WEEKDAYS[step - 1]
        case GroupBy.LEAD:
            return LEAD_WORDS[step]
        case _:
            return f"{step:02}"


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row with hours that people can read."""
    return {name: round(value, 2) if isinstance(value, float) else value for name, value in row.items()}
