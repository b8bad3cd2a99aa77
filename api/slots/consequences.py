"""What withdrawing a slot means for people."""

from enum import StrEnum

from database.office.slots import OfficeSlot
from domain import timezones
from domain.booking import BookingStatus, Claim, SlotStatus


class Consequence(StrEnum):
    """What withdrawing a slot means for a candidate."""

    NONE = "none"  # nobody holds it; an offer to somebody who waits ends
    INTERVIEW_CALLED_OFF = "interview_called_off"
    MOVE_REFUSED = "move_refused"  # the interview stays at its own time


def consequence_of(found: OfficeSlot) -> Consequence:
    """Return what withdrawing the slot means now."""
    match found.claim:
        case Claim.CURRENT:
            return Consequence.INTERVIEW_CALLED_OFF
        case Claim.WANTED:
            return Consequence.MOVE_REFUSED
        case None:
            return Consequence.NONE


def explain(found: OfficeSlot, consequence: Consequence) -> str:
    """Return what the consequence means for whom, without anybody's name."""
    starts = timezones.local(found.starts_at, found.city_zone).isoformat()
    match consequence:
        case Consequence.INTERVIEW_CALLED_OFF:
            asked = "was asked for" if found.booking_status is BookingStatus.PENDING else "is agreed"
            whose = f"the interview of candidate {found.candidate_public_id} at {starts}"
            return f"Booking {found.booking_public_id} holds this slot: {whose} {asked} and would be called off."
        case Consequence.MOVE_REFUSED:
            who = f"Candidate {found.candidate_public_id} asks to move to this slot at {starts}"
            return f"{who}: that would be refused, and booking {found.booking_public_id} stays at its own time."
        case Consequence.NONE if found.status is SlotStatus.WITHDRAWN:
            return "The slot is withdrawn already."
        case Consequence.NONE if found.offered_to_public_id is not None:
            who = f"Candidate {found.offered_to_public_id}, who waits,"
            return f"Nobody holds this slot. {who} is offered it, and would be told that it is gone."
        case Consequence.NONE:
            return "Nobody holds this slot."
