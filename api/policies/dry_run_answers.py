"""What a dry run answers: figures about all, and the first of them one by one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.moments import Moment
from api.policies.forecast import Change, Refuge

FIRST = 50
EXAMPLE: dict[str, Any] = {
    "cities": ["Yekaterinburg"],
    "reminders": {
        "agreed": 42,
        "move": 40,
        "shift": {"min_seconds": -3600, "median_seconds": -3600, "max_seconds": -1800},
        "into_quiet_hours": {"morning": 3, "evening_before": 2},
        "keep_former_time": 1,
        "carried_by_congratulation": 1,
    },
    "answer_deadlines": {"pending": 7, "move": 2, "over_at_once": 1},
    "first": [
        {
            "booking_public_id": "3f333df6-90a4-4fda-8dd3-9485d27cee36",
            "candidate_public_id": "8a0f6d60-2c52-4a3e-8f0e-0d7e8a9f5b11",
            "starts_at": {
                "utc": "2026-11-24T09:00:00Z",
                "wall": "2026-11-24T14:00:00+05:00",
                "zone": "Asia/Yekaterinburg",
            },
            "reminder_now": {
                "utc": "2026-11-24T07:00:00Z",
                "wall": "2026-11-24T12:00:00+05:00",
                "zone": "Asia/Yekaterinburg",
            },
            "reminder_then": {
                "utc": "2026-11-24T06:00:00Z",
                "wall": "2026-11-24T11:00:00+05:00",
                "zone": "Asia/Yekaterinburg",
            },
            "keeps_former_time": False,
            "quiet_hours": None,
        }
    ],
}


class Shift(BaseModel):
    """By how much the reminders that move do so, in seconds; negative: earlier."""

    min_seconds: float
    median_seconds: float
    max_seconds: float

    @classmethod
    def of(cls, shifts: Sequence[timedelta]) -> Self | None:
        """Return the figures, or None where nothing moves."""
        seconds = [shift.total_seconds() for shift in shifts]
        if not seconds:
            return None
        return cls(min_seconds=min(seconds), median_seconds=median(seconds), max_seconds=max(seconds))


class IntoQuietHours(BaseModel):
    """Reminders that would fall into quiet hours under the new policy, by where they go instead."""

    morning: int
    evening_before: int


class RemindersThen(BaseModel):
    """What becomes of the reminders of agreed interviews that are neither sent nor due; the rest stays as it is."""

    agreed: int = Field(description="Such interviews in the cities that the change reaches")
    move: int
    shift: Shift | None
    into_quiet_hours: IntoQuietHours
    keep_former_time: int = Field(
        description="The new policy would send none any more; what was promised comes at the former time"
    )
    carried_by_congratulation: int = Field(
        description="The congratulation carried the buttons: no reminder before the change, and none after it"
    )


class DeadlinesThen(BaseModel):
    """What becomes of the requests that wait for a recruiter."""

    pending: int
    move: int
    over_at_once: int = Field(description="Requests whose new deadline has passed: they expire, their slots are free")


class ReminderThen(BaseModel):
    """One reminder that moves or stays against the policy; null stands for no reminder."""

    booking_public_id: UUID
    candidate_public_id: UUID
    starts_at: Moment
    reminder_now: Moment | None
    reminder_then: Moment | None
    keeps_former_time: bool
    quiet_hours: Refuge | None


class DryRun(BaseModel):
    """What would happen if the policy changed now; nothing did."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    cities: list[str] = Field(description="Names of the cities whose policy would be another one")
    reminders: RemindersThen
    answer_deadlines: DeadlinesThen
    first: list[ReminderThen] = Field(
        description=f"The first {FIRST} reminders that move or keep their former time, by the start of the interview"
    )


def summarise(
    cities: Sequence[str], changes: Sequence[Change], deadlines: Sequence[tuple[datetime, datetime]], *, now: datetime
) -> DryRun:
    """Return the answer; `deadlines` are pairs of the present and the new one."""
    moving = [change for change in changes if change.shift]
    return DryRun(
        cities=list(cities),
        reminders=RemindersThen(
            agreed=len(changes),
            move=len(moving),
            shift=Shift.of([change.shift for change in moving]),
            into_quiet_hours=IntoQuietHours(
                morning=sum(change.refuge is Refuge.MORNING for change in changes),
                evening_before=sum(change.refuge is Refuge.EVENING_BEFORE for change in changes),
            ),
            keep_former_time=sum(change.keeps_former_time for change in changes),
            carried_by_congratulation=sum(change.now is None for change in changes),
        ),
        answer_deadlines=DeadlinesThen(
            pending=len(deadlines),
            move=sum(present != wanted for present, wanted in deadlines),
            over_at_once=sum(wanted <= now < present for present, wanted in deadlines),
        ),
        first=[_describe(change) for change in changes if change.shift or change.keeps_former_time][:FIRST],
    )


def _describe(change: Change) -> ReminderThen:
    zone_name = change.booking.city_zone
    return ReminderThen(
        booking_public_id=change.booking.public_id,
        candidate_public_id=change.booking.candidate_public_id,
        starts_at=Moment.at(change.booking.starts_at, zone_name),
        reminder_now=None if change.now is None else Moment.at(change.now, zone_name),
        reminder_then=None if change.then is None else Moment.at(change.then, zone_name),
        keeps_former_time=change.keeps_former_time,
        quiet_hours=change.refuge,
    )
