"""What a booking and a slot can be. The sets of states are named here once; all others use these names."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BookingStatus(StrEnum):
    """The one state of a booking. A slot's own status is derived from it and never decided on."""

    PENDING = "pending"  # requested, the recruiter has not answered
    BOOKED = "booked"  # approved by the recruiter
    CONFIRMED = "confirmed"  # the candidate said "I will come"
    REJECTED = "rejected"  # the recruiter said no to this time, or to the person
    EXPIRED = "expired"  # nobody answered before the deadline
    DECLINED = "declined"  # the candidate cannot come
    CANCELLED = "cancelled"  # withdrawn by candidate, recruiter or admin
    MET = "met"  # the interview took place
    MISSED = "missed"  # the candidate did not come
    ENDED = "ended"  # the slot is over, nobody said how it went


def active_statuses() -> frozenset[BookingStatus]:
    """Return the states that hold a slot; a candidate has at most one booking in them."""
    return frozenset({BookingStatus.PENDING, BookingStatus.BOOKED, BookingStatus.CONFIRMED})


def closed_statuses() -> frozenset[BookingStatus]:
    """Return the states that hold nothing; a booking never leaves them."""
    return frozenset(BookingStatus) - active_statuses()


class SlotStatus(StrEnum):
    """What a slot shows to lists and to psql; kept by a trigger from the claims on it."""

    FREE = "free"
    PENDING = "pending"
    BOOKED = "booked"
    CONFIRMED = "confirmed"
    WANTED = "wanted"  # claimed by a booking that asks to move here
    WITHDRAWN = "withdrawn"


class Claim(StrEnum):
    """Why a booking holds a slot: it stands there, or it asks to move there."""

    CURRENT = "current"
    WANTED = "wanted"


class OfferSettlement(StrEnum):
    """How a first offer to somebody who waits ended."""

    TAKEN = "taken"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"  # the candidate does not wait any more, or the slot is gone


class Actor(StrEnum):
    """Who did something: for authorisation, for the audit log, for what others are told."""

    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    ADMIN = "admin"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Alarms:
    """The instants (UTC) of one booking revision; None stands for "does not happen"."""

    answer_until: datetime
    nudge_at: datetime | None
    remind_at: datetime | None
    no_answer_at: datetime | None
    ask_outcome_at: datetime
    ask_again_at: datetime | None = None  # the morning after, for who did not say how it went
