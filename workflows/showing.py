"""What ops see of a journey in the Temporal UI: search attributes, details, the timer's label. No personal data."""

from datetime import datetime, timedelta
from typing import Any

from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    SearchAttributeUpdate,
    TypedSearchAttributes,
)

from domain.ids import CandidateId
from workflows.journey import Booking, Journey

JOURNEY_STAGE = SearchAttributeKey.for_keyword("JourneyStage")
WAITING_FOR = SearchAttributeKey.for_keyword("WaitingFor")
WAITING_SINCE = SearchAttributeKey.for_datetime("WaitingSince")
NEXT_ACTION_AT = SearchAttributeKey.for_datetime("NextActionAt")
CITY = SearchAttributeKey.for_keyword("City")
RECRUITER_ID = SearchAttributeKey.for_keyword("RecruiterId")
INTERVIEW_AT = SearchAttributeKey.for_datetime("InterviewAt")

Attributes = dict[str, str | datetime | None]

# A namespace kept in PostgreSQL or SQLite has room for ten keywords and for no instant beyond these three.
KEYS: tuple[SearchAttributeKey[Any], ...] = (
    JOURNEY_STAGE,
    WAITING_FOR,
    WAITING_SINCE,
    NEXT_ACTION_AT,
    CITY,
    RECRUITER_ID,
    INTERVIEW_AT,
)
SEARCH_ATTRIBUTES = {key.name: key.indexed_value_type.name.capitalize() for key in KEYS}

HOW_TO_READ = (
    "The current details, and the search attributes of the list, say where the journey stands, for whom it waits, "
    "and what comes next. docs/ops.md says what each stage means and what to do."
)
AS_EXACT_AS_IT_IS_READ = timedelta(minutes=1)
LONGEST_PLACE = 40  # letters: Temporal refuses a long label, and with it all that the journey wanted to do


def summary_of(candidate_id: CandidateId) -> str:
    """Return the line above the UI's page of a journey."""
    return f"candidate {candidate_id}"


def attributes_of(journey: Journey) -> Attributes:
    """Return what saved views select by, keyed by the names above; None stands for "not set"."""
    booking, alarm = journey.booking, journey.alarm
    return {
        JOURNEY_STAGE.name: journey.stage.value,
        WAITING_FOR.name: journey.waiting_for.value,
        WAITING_SINCE.name: journey.waiting_since if alarm or journey.is_closed else None,
        NEXT_ACTION_AT.name: alarm.at if alarm else None,
        CITY.name: journey.city_name,
        RECRUITER_ID.name: str(booking.recruiter_id) if booking else None,
        INTERVIEW_AT.name: booking.starts_at if booking else None,
    }


def shown_by(attributes: TypedSearchAttributes) -> Attributes:
    """Return what Temporal shows of a journey at the beginning of its run, keyed by the same names."""
    return {key.name: attributes.get(key) for key in KEYS}


def is_told_by(shown: Attributes, attributes: Attributes) -> bool:
    """Tell whether what is shown says it all: each change costs an event and is billed.

    Nobody reads instants of this list to the second. The city of somebody who answers Test1 is shown with whatever
    comes next: where they are offered something, or when they have to be asked again.
    """
    return all(_is_told(shown[name], value) for name, value in attributes.items() if name != CITY.name)


def _is_told(shown: str | datetime | None, value: str | datetime | None) -> bool:
    if isinstance(shown, datetime) and isinstance(value, datetime):
        return abs(shown - value) < AS_EXACT_AS_IT_IS_READ
    return shown == value


def updates_of(journey: Journey) -> list[SearchAttributeUpdate[Any]]:
    """Return one upsert of all attributes; what is no longer true is unset."""
    attributes = attributes_of(journey)
    values = [(key, attributes[key.name]) for key in KEYS]
    return [key.value_unset() if value is None else key.value_set(value) for key, value in values]


def starting_attributes(journey: Journey) -> TypedSearchAttributes:
    """Return the attributes with which a journey is started, in its middle or new; set there they cost nothing."""
    attributes = attributes_of(journey)
    values = [(key, attributes[key.name]) for key in KEYS]
    return TypedSearchAttributes([SearchAttributePair(key, value) for key, value in values if value is not None])


def details_of(journey: Journey) -> str:
    """Return the markdown that the UI shows: who, the stage, whom it waits for, since when, what comes next.

    It begins like the summary, which a run that continues another one does not inherit.
    """
    alarm = journey.alarm
    lines = [
        f"**{summary_of(journey.candidate_id)}{_place(journey)}**",
        f"**Stage**: {journey.stage.value}, since {_minute(journey.since)}",
        f"**Waiting for**: {journey.waiting_for.value}, since {_minute(journey.waiting_since)}",
    ]
    if alarm is not None:
        lines.append(f"**Next**: {alarm.purpose.value} at {alarm.at:%Y-%m-%d %H:%M:%S} UTC")
    if journey.booking is not None:
        lines.append(
            f"**Interview**: booking {journey.booking.id}, revision {journey.booking.revision}, "
            f"{_minute(journey.booking.starts_at)}, recruiter {journey.booking.recruiter_id}"
        )
    return "\n\n".join(lines)


def timer_summary(journey: Journey) -> str:
    """Return the label of the alarm's bar in the timeline, like "reminder, 2 h before 2026-08-02 11:00 UTC, Казань".

    Workflows know no zones, so the instants are UTC; with a booking the second one is the start of the interview.
    """
    alarm = journey.alarm
    if alarm is None:
        return ""
    what = alarm.purpose.value.replace("_", " ")
    when = _beside_the_start(alarm.at, journey.booking) if journey.booking else f"at {_minute(alarm.at)}"
    return f"{what}, {when}{_place(journey)}"


def _beside_the_start(at: datetime, booking: Booking) -> str:
    distance = booking.starts_at - at
    before = f"{_spoken(distance)} before" if distance >= timedelta() else f"{_spoken(-distance)} after"
    return f"{before} {_minute(booking.starts_at)}"


def _spoken(duration: timedelta) -> str:
    """Return whole hours and minutes: the seconds by which alarms are spread are nobody's business here."""
    hours, minutes = divmod(int(duration.total_seconds()) // 60, 60)
    return " ".join(f"{count} {unit}" for count, unit in ((hours, "h"), (minutes, "min")) if count) or "0 min"


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _place(journey: Journey) -> str:
    return f", {journey.city_name[:LONGEST_PLACE]}" if journey.city_name else ""
