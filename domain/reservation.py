"""Whether a slot may be reserved: the ten outcomes and their precedence, judged purely from what the database saw."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.ids import BookingId, CandidateId, CityId, RecruiterId


class ReservationOutcome(StrEnum):
    """What `reserve_slot` answers, in the order in which the reasons are looked at."""

    SLOT_GONE = "slot_gone"
    ALREADY_RESERVED = "already_reserved"
    SLOT_TAKEN = "slot_taken"
    WRONG_RECRUITER = "wrong_recruiter"
    WRONG_CITY = "wrong_city"
    SLOT_EXPIRED = "slot_expired"
    RECRUITER_INACTIVE = "recruiter_inactive"
    CITY_INACTIVE = "city_inactive"
    DUPLICATE_CANDIDATE = "duplicate_candidate"
    RESERVED = "reserved"


@dataclass(frozen=True, kw_only=True)
class SlotFacts:
    """What is true of a slot, its recruiter and its city at the moment of judging."""

    withdrawn: bool
    recruiter_id: RecruiterId
    recruiter_active: bool
    recruiter_serves_city: bool
    city_id: CityId
    city_active: bool
    starts_at: datetime
    held_by: CandidateId | None
    other_active_booking: BookingId | None
    offered_to: CandidateId | None = None  # it is somebody's first until their offer expires


@dataclass(frozen=True, kw_only=True)
class Pick:
    """What the candidate believed when pressing; `expected_recruiter_id` is None for "any recruiter"."""

    candidate_id: CandidateId
    expected_recruiter_id: RecruiterId | None
    expected_city_id: CityId
    now: datetime
    minimum_notice: timedelta


def judge_reservation(pick: Pick, slot: SlotFacts | None) -> ReservationOutcome:
    """Return the first outcome that applies; None stands for a slot that does not exist."""
    if slot is None or slot.withdrawn:
        return ReservationOutcome.SLOT_GONE
    reasons = (
        (ReservationOutcome.ALREADY_RESERVED, slot.held_by == pick.candidate_id),
        (
            ReservationOutcome.SLOT_TAKEN,
            slot.held_by is not None or slot.offered_to not in (None, pick.candidate_id),
        ),
        (ReservationOutcome.WRONG_RECRUITER, pick.expected_recruiter_id not in (None, slot.recruiter_id)),
        (
            ReservationOutcome.WRONG_CITY,
            slot.city_id != pick.expected_city_id or not slot.recruiter_serves_city,
        ),
        (ReservationOutcome.SLOT_EXPIRED, slot.starts_at < pick.now + pick.minimum_notice),
        (ReservationOutcome.RECRUITER_INACTIVE, not slot.recruiter_active),
        (ReservationOutcome.CITY_INACTIVE, not slot.city_active),
        (ReservationOutcome.DUPLICATE_CANDIDATE, slot.other_active_booking is not None),
    )
    return next((outcome for outcome, applies in reasons if applies), ReservationOutcome.RESERVED)
