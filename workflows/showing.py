"""What ops see of a journey in the Temporal UI: search attributes, details, timer labels. No personal data."""

from datetime import datetime
from typing import Any

from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    SearchAttributeUpdate,
    TypedSearchAttributes,
)

from workflows.journey import Journey

JOURNEY_STAGE = SearchAttributeKey.for_keyword("JourneyStage")
WAITING_FOR = SearchAttributeKey.for_keyword("WaitingFor")
NEXT_ACTION_AT = SearchAttributeKey.for_datetime("NextActionAt")
CITY = SearchAttributeKey.for_keyword("City")
RECRUITER_ID = SearchAttributeKey.for_keyword("RecruiterId")
INTERVIEW_AT = SearchAttributeKey.for_datetime("InterviewAt")

SEARCH_ATTRIBUTES = {
    "JourneyStage": "Keyword",
    "WaitingFor": "Keyword",
    "NextActionAt": "Datetime",
    "City": "Keyword",
    "RecruiterId": "Keyword",
    "InterviewAt": "Datetime",
}


def attributes_of(journey: Journey) -> dict[str, str | datetime | None]:
    """Return what saved views select by, keyed by the names above; None stands for "not set"."""
    booking, alarm = journey.booking, journey.alarm
    return {
        JOURNEY_STAGE.name: journey.stage.value,
        WAITING_FOR.name: journey.waiting_for.value,
        NEXT_ACTION_AT.name: alarm.at if alarm else None,
        CITY.name: journey.city_name,
        RECRUITER_ID.name: str(booking.recruiter_id) if booking else None,
        INTERVIEW_AT.name: booking.starts_at if booking else None,
    }


def updates_of(journey: Journey) -> list[SearchAttributeUpdate[Any]]:
    """Return one upsert of all attributes; what is no longer true is unset."""
    attributes = attributes_of(journey)
    keys: tuple[SearchAttributeKey[Any], ...] = (
        JOURNEY_STAGE,
        WAITING_FOR,
        NEXT_ACTION_AT,
        CITY,
        RECRUITER_ID,
        INTERVIEW_AT,
    )
    values = [(key, attributes[key.name]) for key in keys]
    return [key.value_unset() if value is None else key.value_set(value) for key, value in values]


def starting_attributes(journey: Journey) -> TypedSearchAttributes:
    """Return the attributes with which a journey is started; set there they cost nothing."""
    return TypedSearchAttributes(
        [
            SearchAttributePair(JOURNEY_STAGE, journey.stage.value),
            SearchAttributePair(WAITING_FOR, journey.waiting_for.value),
        ]
    )


def details_of(journey: Journey) -> str:
    """Return the markdown that the UI shows: stage, whom it waits for, since when, what comes next."""
    alarm = journey.alarm
    lines = [
        f"**Stage**: {journey.stage.value}",
        f"**Waiting for**: {journey.waiting_for.value}, since {journey.since:%Y-%m-%d %H:%M} UTC",
    ]
    if alarm is not None:
        lines.append(f"**Next**: {alarm.purpose.value} at {alarm.at:%Y-%m-%d %H:%M:%S} UTC")
    if journey.booking is not None:
        lines.append(
            f"**Interview**: booking {journey.booking.id}, revision {journey.booking.revision}, "
            f"{journey.booking.starts_at:%Y-%m-%d %H:%M} UTC, recruiter {journey.booking.recruiter_id}"
        )
    return "\n\n".join(lines)


def timer_summary(journey: Journey) -> str:
    """Return the label of the alarm's bar in the timeline."""
    alarm, booking = journey.alarm, journey.booking
    if alarm is None:
        return ""
    place = f", {journey.city_name}" if journey.city_name else ""
    about = f" before {booking.starts_at:%H:%M} UTC" if booking else ""
    return f"{alarm.purpose.value}{about}{place}"
