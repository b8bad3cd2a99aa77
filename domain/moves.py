"""Moving a booking: what claiming a wanted slot and swapping to it are answered."""

from dataclasses import replace
from enum import StrEnum

from domain.reservation import Pick, ReservationOutcome, SlotFacts, judge_reservation


class ClaimOutcome(StrEnum):
    """What became of the wish for another slot; only CLAIMED writes."""

    CLAIMED = "claimed"
    ALREADY_CLAIMED = "already_claimed"
    OWN_SLOT = "own_slot"  # the booking stands there already
    SLOT_GONE = "slot_gone"
    SLOT_TAKEN = "slot_taken"
    WRONG_RECRUITER = "wrong_recruiter"  # not the booking's recruiter
    WRONG_CITY = "wrong_city"  # not the booking's city
    SLOT_EXPIRED = "slot_expired"
    RECRUITER_INACTIVE = "recruiter_inactive"
    CITY_INACTIVE = "city_inactive"
    ENDED = "ended"  # the booking is over
    MOVED = "moved"  # the wish was about another revision
    START_PASSED = "start_passed"  # of the slot on which the booking stands
    UNKNOWN = "unknown"  # there is no such booking


class SwapOutcome(StrEnum):
    """What became of the move itself; only SWAPPED writes."""

    SWAPPED = "swapped"
    NOTHING_WANTED = "nothing_wanted"
    SLOT_GONE = "slot_gone"  # the wanted slot was withdrawn
    ENDED = "ended"
    MOVED = "moved"
    START_PASSED = "start_passed"  # of either slot
    NOT_YOURS = "not_yours"
    UNKNOWN = "unknown"


class MoveLapse(StrEnum):
    """How a request ends whose recruiter asked for another time, for the candidate to read."""

    NOT_CHOSEN = "not_chosen"  # none was picked in time


class MoveDenial(StrEnum):
    """Why a slot was not claimed or a move not made, for whoever asked: the refusals of both outcomes above."""

    OWN_SLOT = "own_slot"
    SLOT_GONE = "slot_gone"
    SLOT_TAKEN = "slot_taken"
    WRONG_RECRUITER = "wrong_recruiter"
    WRONG_CITY = "wrong_city"
    SLOT_EXPIRED = "slot_expired"
    RECRUITER_INACTIVE = "recruiter_inactive"
    CITY_INACTIVE = "city_inactive"
    NOTHING_WANTED = "nothing_wanted"
    ENDED = "ended"
    MOVED = "moved"
    START_PASSED = "start_passed"
    NOT_YOURS = "not_yours"
    UNKNOWN = "unknown"


def judge_claim(pick: Pick, slot: SlotFacts | None) -> ClaimOutcome:
    """Judge the wanted slot as a reservation would; the booking that moves is no obstacle to itself.

    A slot that the candidate holds already is the one they asked for before: of their own slot the caller knows.
    """
    facts = None if slot is None else replace(slot, other_active_booking=None)
    match judge_reservation(pick, facts):
        case ReservationOutcome.RESERVED:
            return ClaimOutcome.CLAIMED
        case ReservationOutcome.ALREADY_RESERVED:
            return ClaimOutcome.ALREADY_CLAIMED
        case refusal:
            return ClaimOutcome(refusal.value)
