"""The knobs of a policy as admins turn them: names, units, bounds and meaning, and what makes no sense together."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.problems import Fault
from database.places.policies import policy_from, stored_policy
from domain.policy import Policy

MINUTE, HOUR, DAY = 60, 3600, 86400
LONGEST_QUIET = timedelta(hours=16)
SOME_DAY = date(2000, 1, 1)
TOO_QUIET = "with quiet_from, the quiet hours would last longer than 16 hours; leave people reachable for 8 of the day"
TOO_LATE_TO_ANSWER = "a request made at the last moment would be over at once; make it shorter than minimum_notice"
LONGER_THAN_LONG = "make it no longer than offer_lasts"
WALL_TIME = r"^([01]\d|2[0-3]):[0-5]\d$"


def _duration(least: int, most: int, meaning: str) -> Any:
    return Field(default=None, ge=least, le=most, description=meaning, json_schema_extra={"unit": "seconds"})


def _wall_time(meaning: str) -> Any:
    return Field(default=None, pattern=WALL_TIME, description=meaning, json_schema_extra={"unit": "HH:MM"})


def _count(most: int, meaning: str) -> Any:
    return Field(default=None, ge=0, le=most, description=meaning, json_schema_extra={"unit": "times"})


class Overrides(BaseModel):
    """What is to differ from the layer beneath; a knob that is missing or null is not overridden."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"reminder_lead": 10800, "quiet_from": "21:30"}]}
    )

    minimum_notice: int | None = _duration(0, 30 * DAY, "How long before its start a slot can be picked at the latest")
    reminder_lead: int | None = _duration(15 * MINUTE, 7 * DAY, "How long before the interview its reminder is sent")
    approval_deadline: int | None = _duration(MINUTE, 30 * DAY, "How long a request waits for the recruiter's answer")
    approval_margin: int | None = _duration(0, DAY, "How long before the start a request is over at the latest")
    quiet_from: str | None = _wall_time("When the quiet hours begin, by the recipient's clock")
    quiet_until: str | None = _wall_time("When the quiet hours end; the time at which they begin: there are none")
    outcome_delay: int | None = _duration(0, DAY, "How long after its end the recruiter is asked how it went")
    retry_after_refusal: int | None = _duration(0, 730 * DAY, "How long after a refusal Test1 can be tried again")
    unreachable_keeps: int | None = _duration(
        MINUTE, 30 * DAY, "How long the slot of a candidate is kept who cannot be written to"
    )
    offers_after_missed: int | None = _count(20, "How often somebody who did not come is offered another time")
    moves_by_candidate: int | None = _count(20, "How often a candidate may move an interview before a human decides")
    offer_lasts: int | None = _duration(MINUTE, DAY, "How long a slot is held for the first on the waiting list")
    offer_lasts_short: int | None = _duration(
        MINUTE, DAY, "The same for a slot that is less than a day ahead, no longer than offer_lasts"
    )

    def stored(self) -> dict[str, Any]:
        """Return what is overridden, as the database keeps it."""
        return self.model_dump(exclude_none=True)


class Knob(BaseModel):
    """One knob as it holds now; `source` is the layer that turned it last."""

    name: str
    value: int | float | str
    source: str = Field(description="`default`, `company` or `city`")
    unit: str = Field(description="`seconds`, `HH:MM` or `times`")
    meaning: str


def knobs(company: Mapping[str, Any], city: Mapping[str, Any]) -> list[Knob]:
    """Return every knob of the merged policy, in the order of the policy."""
    values = stored_policy(effective(company, city))
    sources = {**dict.fromkeys(readable(company), "company"), **dict.fromkeys(readable(city), "city")}
    return [
        Knob(
            name=field.name,
            value=_plain(values[field.name]),
            source=sources.get(field.name, "default"),
            unit=unit_of(field.name),
            meaning=Overrides.model_fields[field.name].description or "",
        )
        for field in fields(Policy)
    ]


def effective(company: Mapping[str, Any], city: Mapping[str, Any]) -> Policy:
    """Return the policy that two layers come to, without what cannot be read."""
    return policy_from(readable(company) | readable(city))


def readable(overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return what can be read of the overrides; somebody in psql may have written anything."""
    return {name: value for name, value in overrides.items() if _can_be_read(name, value)}


def unit_of(name: str) -> str:
    """Return in what a knob is counted."""
    extra = Overrides.model_fields[name].json_schema_extra
    return str(extra["unit"]) if isinstance(extra, dict) else ""


def contradictions(policy: Policy) -> list[Fault]:
    """Return what makes no sense in a policy although each knob for itself would."""
    rules = (
        ("quiet_until", _length_of_quiet_hours(policy) > LONGEST_QUIET, TOO_QUIET),
        ("approval_margin", timedelta() < policy.approval_margin >= policy.minimum_notice, TOO_LATE_TO_ANSWER),
        ("offer_lasts_short", policy.offer_lasts_short > policy.offer_lasts, LONGER_THAN_LONG),
    )
    return [Fault(where=["body", name], what=what) for name, is_wrong, what in rules if is_wrong]


def _length_of_quiet_hours(policy: Policy) -> timedelta:
    begin, end = (datetime.combine(SOME_DAY, at) for at in (policy.quiet_from, policy.quiet_until))
    return (end - begin) % timedelta(days=1)


def _can_be_read(name: str, value: Any) -> bool:
    try:
        policy_from({name: value})
    except (ValueError, OverflowError):
        return False
    return True


def _plain(value: float | str) -> float | str:
    return int(value) if isinstance(value, float) and value.is_integer() else value
