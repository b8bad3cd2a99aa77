"""Orders to the database: imperative, one transaction each, safe to repeat. `now` is the journey's clock.

Each is the payload of the step of the same name in `steps.py`; its answer is one of `findings.py`.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.booking import Actor, BookingStatus, OfferSettlement
from domain.ids import BookingId, CandidateId, CityId, QuestionnaireId, RecruiterId, SlotId
from domain.questionnaire import Answer


@dataclass(frozen=True, kw_only=True)
class Deed:
    """An order about one candidate, at the journey's now (UTC)."""

    candidate_id: CandidateId
    now: datetime


@dataclass(frozen=True, kw_only=True)
class OpenScreening(Deed):
    """Pin the current questionnaire. Answer: ScreeningOpened."""


@dataclass(frozen=True, kw_only=True)
class ResolveCity(Deed):
    """Find the active city that a button or typed words mean. Answer: CityResolved or CityUnrecognised."""

    city_id: CityId | None
    text: str | None


@dataclass(frozen=True, kw_only=True)
class RecordScreening(Deed):
    """Store all answers and whether the test was passed (`refusal` is None) in one go.

    Answer: NudgesPlanned for whoever may choose now, else none.
    """

    questionnaire_id: QuestionnaireId
    answers: tuple[Answer, ...]
    city_id: CityId | None
    refusal: str | None


@dataclass(frozen=True, kw_only=True)
class ReserveSlot(Deed):
    """Book a slot; the key makes a repeat answer the same. Answer: SlotReserved or ReservationRefused."""

    slot_id: SlotId
    expected_recruiter_id: RecruiterId | None
    expected_city_id: CityId
    booking_key: str


@dataclass(frozen=True, kw_only=True)
class BookingDeed(Deed):
    """An order about one booking in one revision, on behalf of somebody."""

    booking_id: BookingId
    revision: int
    by: Actor
    by_id: int


@dataclass(frozen=True, kw_only=True)
class ApproveBooking(BookingDeed):
    """Turn a pending booking into a booked one. Answer: ApprovalSettled."""


@dataclass(frozen=True, kw_only=True)
class ConfirmAttendance(BookingDeed):
    """Turn a booked booking into a confirmed one. Answer: AttendanceSettled."""


@dataclass(frozen=True, kw_only=True)
class EndBooking(BookingDeed):
    """Close the booking with one of the closed statuses; its slot is free, or withdrawn. Answer: BookingEnded."""

    status: BookingStatus
    reason: str | None = None
    withdraws_slot: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanAlarms(Deed):
    """Compute the instants of a booking from its zones and its city's policy. Answer: AlarmsPlanned."""

    booking_id: BookingId
    revision: int


@dataclass(frozen=True, kw_only=True)
class PlanRelease(Deed):
    """Compute until when the slot of a candidate is kept who cannot be told anything. Answer: ReleasePlanned."""

    booking_id: BookingId
    undelivered: str


@dataclass(frozen=True, kw_only=True)
class KeepText(Deed):
    """Keep what the candidate wrote where no answer was expected. Answer: WordsKept, with those who can read it.

    The recruiter of the booking reads it if there is one, else the recruiters of the city.
    """

    text: str
    update_id: int
    city_id: CityId | None
    booking_id: BookingId | None


@dataclass(frozen=True, kw_only=True)
class PlanNudges(Deed):
    """Compute when to ask somebody who does not choose: two hours on, and next morning. Answer: NudgesPlanned."""

    city_id: CityId


@dataclass(frozen=True, kw_only=True)
class JoinWaitlist(Deed):
    """Put the candidate on the list of those who wait in the city; once is enough. No answer."""

    city_id: CityId
    recruiter_id: RecruiterId | None


@dataclass(frozen=True, kw_only=True)
class LeaveWaitlist(Deed):
    """Take the candidate off every waiting list; an open offer goes to the next. No answer."""


@dataclass(frozen=True, kw_only=True)
class SettleOffer(Deed):
    """Let go of a slot that was held for the candidate; it goes to the next who waits. No answer."""

    slot_id: SlotId
    settlement: OfferSettlement


@dataclass(frozen=True, kw_only=True)
class EraseCandidate(Deed):
    """Erase what is personal of a candidate whose journey is over; done when all has been said. No answer."""


AnyPlainDeed = (
    OpenScreening
    | ResolveCity
    | RecordScreening
    | ReserveSlot
    | ApproveBooking
    | ConfirmAttendance
    | EndBooking
    | PlanAlarms
    | PlanRelease
    | KeepText
    | PlanNudges
    | JoinWaitlist
    | LeaveWaitlist
    | SettleOffer
)
