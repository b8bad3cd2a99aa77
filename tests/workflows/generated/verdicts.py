"""What the oracle says: what became of each agreed time's reminder, how late it came, what is broken."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain.ids import BookingId
from domain.policy import Policy
from tests.workflows.generated.facts import Said

PUNCTUAL = timedelta(seconds=2)


class Fate(StrEnum):
    """What became of the reminder of one agreed time."""

    ON_TIME = "sent on time"
    LATE = "sent late, after an outage"
    UNREACHABLE = "sent in vain: the candidate has blocked the bot"
    UNKNOWN = "unknown after a lost reply, the recruiter told"
    BUTTONS = "dropped: too near, the congratulation carried the buttons"
    MOVED = "dropped: moved before it was due"
    ENDED = "dropped: ended before it was due"
    DOWN = "dropped: down until less than 10 min before the start"
    OPEN = "not due yet when the story ends"


@dataclass(kw_only=True)
class AgreedTime:
    """One booking revision under judgement; its reminder comes from `earliest` (None: never) to `latest`."""

    booking_id: BookingId
    revision: int
    starts_at: datetime
    policy: Policy
    earliest: datetime | None
    latest: datetime | None
    reminded: list[Said] = field(default_factory=list)
    confirmed: bool = False
    answered: bool = False  # since the reminder, or confirmed before
    silence_reported: bool = False
    unsettled: bool = False  # a move was talked about or the policy edited: when to report a silence is open


@dataclass(kw_only=True)
class Judgement:
    """What the oracle says of a story: fates counted by the caller, lateness of those sent, and what is broken."""

    fates: list[Fate] = field(default_factory=list)
    lateness: list[timedelta] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
