"""News that deeds bring back: what the database or a sending found out, past tense, one of them per deed at most."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.booking import Actor, Alarms
from domain.ids import BookingId, CityId, RecruiterId, SlotId
from domain.moves import MoveDenial
from domain.questionnaire import Questionnaire
from domain.reservation import ReservationOutcome
from workflows.messages import News


@dataclass(frozen=True, kw_only=True)
class ScreeningOpened(News):
    """The questionnaire that this journey keeps to its end."""

    questionnaire: Questionnaire


@dataclass(frozen=True, kw_only=True)
class CityResolved(News):
    """The city answer names one of the active cities."""

    city_id: CityId
    name: str


@dataclass(frozen=True, kw_only=True)
class CityUnrecognised(News):
    """No active city is meant; `suggestions` are active cities spelt alike, best first."""

    suggestions: tuple[CityId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NudgesPlanned(News):
    """When to ask a candidate who does not choose whether to go on, soonest first (UTC)."""

    nudges_at: tuple[datetime, ...]


@dataclass(frozen=True, kw_only=True)
class NothingOffered(News):
    """A list was sent, and there was nothing free to put on it."""

    city_id: CityId
    recruiter_id: RecruiterId | None


@dataclass(frozen=True, kw_only=True)
class WordsKept(News):
    """What the candidate wrote is stored; these recruiters can read it in Telegram, none means the admins' queue."""

    update_id: int
    readers: tuple[RecruiterId, ...]


@dataclass(frozen=True, kw_only=True)
class SlotReserved(News):
    """The slot is held by a pending booking; also the answer to a pick repeated by the same person."""

    booking_id: BookingId
    revision: int
    slot_id: SlotId
    recruiter_id: RecruiterId
    starts_at: datetime
    ends_at: datetime
    alarms: Alarms
    recruiter_reachable: bool


@dataclass(frozen=True, kw_only=True)
class ReservationRefused(News):
    """The slot was not given; nothing was written."""

    outcome: ReservationOutcome
    slot_id: SlotId


class Verdict(StrEnum):
    """What became of a decision about a booking; everything but DONE leaves the booking as it was."""

    DONE = "done"
    ALREADY = "already"  # decided the same way before
    DECIDED_OTHERWISE = "decided_otherwise"
    MOVED = "moved"  # the press was about an earlier revision
    TOO_LATE = "too_late"  # the start has passed
    GONE = "gone"  # there is no such active booking


@dataclass(frozen=True, kw_only=True)
class ApprovalSettled(News):
    """The database approved the booking, or says why it did not."""

    booking_id: BookingId
    verdict: Verdict
    alarms: Alarms | None = None


@dataclass(frozen=True, kw_only=True)
class AttendanceSettled(News):
    """The attendance stands in the database, or the reason why it does not."""

    booking_id: BookingId
    verdict: Verdict
    lacks_place: bool = False  # nobody has said yet where the two meet, or under which link


@dataclass(frozen=True, kw_only=True)
class BookingEnded(News):
    """The booking holds nothing any more; `offers_again`: who did not come may book once more, by the city's policy."""

    booking_id: BookingId
    verdict: Verdict
    offers_again: bool = False


@dataclass(frozen=True, kw_only=True)
class MoveRequestRecorded(News):
    """The wish to move stands in the database with its deadline; `by` asked for it last, offering these slots.

    `by_hand`: the candidate has moved as often as they may, so the recruiter finds the time.
    """

    booking_id: BookingId
    by: Actor
    answer_until: datetime
    offered: tuple[SlotId, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, kw_only=True)
class WantedSlotHeld(News):
    """The slot that the candidate wants is held beside the booking's own until the recruiter answers."""

    booking_id: BookingId
    slot_id: SlotId
    answer_until: datetime


@dataclass(frozen=True, kw_only=True)
class BookingMoved(News):
    """The booking stands on another slot, approved, one revision on; `by` did it."""

    booking_id: BookingId
    revision: int
    slot_id: SlotId
    recruiter_id: RecruiterId
    starts_at: datetime
    ends_at: datetime
    alarms: Alarms
    by: Actor


@dataclass(frozen=True, kw_only=True)
class MoveDenied(News):
    """The slot was not claimed, or the move not made; the booking stands as it was. `by` asked for it."""

    booking_id: BookingId
    denial: MoveDenial
    by: Actor


@dataclass(frozen=True, kw_only=True)
class AlarmsPlanned(News):
    """The instants of a booking revision, computed with its zone and policy."""

    booking_id: BookingId
    revision: int
    alarms: Alarms


@dataclass(frozen=True, kw_only=True)
class ReleasePlanned(News):
    """Until when (UTC) the slot of an unreachable candidate is kept; None: up to the interview itself."""

    booking_id: BookingId
    undelivered: str
    keeps_until: datetime | None


class SendingTrouble(StrEnum):
    """Why a message did not (certainly) arrive."""

    UNREACHABLE = "unreachable"  # blocked, deactivated or never met: not retried
    UNKNOWN = "unknown"  # it may have arrived; this kind of message forbids a second copy
    GAVE_UP = "gave_up"  # the last moment at which it was useful has passed
    REFUSED = "refused"  # Telegram refuses the text itself: an alert for the admins


@dataclass(frozen=True, kw_only=True)
class MessageUndelivered(News):
    """A message to the candidate or the recruiter did not (certainly) arrive."""

    kind: str
    to_candidate: bool
    booking_id: BookingId | None
    trouble: SendingTrouble
