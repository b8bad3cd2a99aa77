"""What happened in a generated journey, in order, as an onlooker saw it: the oracle knows nothing else."""

from dataclasses import dataclass
from datetime import datetime

from domain.booking import BookingStatus
from domain.ids import BookingId
from domain.policy import Policy
from workflows.effects import AnyLetter
from workflows.messages import Press


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """A booking stands at this time from now on: approved, or moved here."""

    at: datetime
    booking_id: BookingId
    revision: int
    starts_at: datetime
    policy: Policy


@dataclass(frozen=True, kw_only=True)
class Over:
    """The booking holds nothing any more."""

    at: datetime
    booking_id: BookingId
    status: BookingStatus


@dataclass(frozen=True, kw_only=True)
class PolicyReached:
    """The journey learned of a changed policy."""

    at: datetime
    policy: Policy


@dataclass(frozen=True, kw_only=True)
class Said:
    """A letter went out; `arrived` is None where nobody knows."""

    at: datetime
    letter: AnyLetter
    arrived: bool | None


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """Somebody pressed or wrote something."""

    at: datetime
    press: Press


@dataclass(frozen=True, kw_only=True)
class Broken:
    """The world itself saw something that must not be: nobody waited for, no next action, no rest."""

    at: datetime
    what: str


Fact = Agreed | Over | PolicyReached | Said | Pressed | Broken


@dataclass(frozen=True, kw_only=True)
class Outage:
    """Everything was down from the first instant until just before the second."""

    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Story:
    """One whole journey: where and by whose clock, what happened, and when it was down."""

    seed: int
    candidate_id: int
    zone: str
    recruiter_zone: str
    facts: tuple[Fact, ...]
    outages: tuple[Outage, ...]
    until: datetime
    steps: int


def up_at(moment: datetime, outages: tuple[Outage, ...]) -> datetime:
    """Return the moment itself, or the instant at which the system is up again."""
    for outage in sorted(outages, key=lambda each: each.since):
        if outage.since <= moment < outage.until:
            moment = outage.until
    return moment
