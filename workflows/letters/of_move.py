"""What both sides are told while a booking moves, one class a text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.ids import SlotId
from domain.moves import MoveDenial
from workflows.letters.letter import BookingLetter, RecruiterLetter


@dataclass(frozen=True, kw_only=True)
class AcknowledgeMoveRequest(BookingLetter):
    """The wish to move is with the recruiter, the slot is kept; `by_hand`: the recruiter alone finds a time."""

    kind: Literal["acknowledge_move_request"] = "acknowledge_move_request"
    answer_until: datetime
    by_hand: bool


@dataclass(frozen=True, kw_only=True)
class OfferWantedSlots(BookingLetter):
    """The recruiter's free slots of one day, to move to; `page` counts days from 0; `because` after a denied pick."""

    kind: Literal["offer_wanted_slots"] = "offer_wanted_slots"
    page: int = 0
    because: MoveDenial | None = None


@dataclass(frozen=True, kw_only=True)
class TellMoveWanted(BookingLetter):
    """The wanted slot is held beside the booking's own, and the recruiter is asked."""

    kind: Literal["tell_move_wanted"] = "tell_move_wanted"
    slot_id: SlotId
    answer_until: datetime


@dataclass(frozen=True, kw_only=True)
class OfferOtherTimes(BookingLetter):
    """The recruiter asks for another time and offers these slots; none: the candidate picks one."""

    kind: Literal["offer_other_times"] = "offer_other_times"
    slot_ids: tuple[SlotId, ...]
    answer_until: datetime


@dataclass(frozen=True, kw_only=True)
class TellMoved(BookingLetter):
    """The booking has moved, this is its new time; `with_buttons` when no reminder can follow any more."""

    kind: Literal["tell_moved"] = "tell_moved"
    with_buttons: bool


@dataclass(frozen=True, kw_only=True)
class TellMoveRefused(BookingLetter):
    """The wish to move was refused or lapsed; the booking stands as it was."""

    kind: Literal["tell_move_refused"] = "tell_move_refused"


@dataclass(frozen=True, kw_only=True)
class PassMoveRequest(RecruiterLetter):
    """The candidate asks for another time, for this slot if they picked one; buttons to act on it.

    `by_hand`: the candidate has moved as often as they may, so the recruiter finds the time.
    """

    kind: Literal["pass_move_request"] = "pass_move_request"
    answer_until: datetime
    slot_id: SlotId | None = None
    by_hand: bool = False


@dataclass(frozen=True, kw_only=True)
class ReportMove(RecruiterLetter):
    """The candidate took one of the offered times: the booking has moved there."""

    kind: Literal["report_move"] = "report_move"


@dataclass(frozen=True, kw_only=True)
class ReportNoChoice(RecruiterLetter):
    """The candidate picked no other time, or said to stay with the one there is; the recruiter decides."""

    kind: Literal["report_no_choice"] = "report_no_choice"
    stays: bool = False  # by the candidate's own word, not by silence


AnyMoveLetter = (
    AcknowledgeMoveRequest
    | OfferWantedSlots
    | TellMoveWanted
    | OfferOtherTimes
    | TellMoved
    | TellMoveRefused
    | PassMoveRequest
    | ReportMove
    | ReportNoChoice
)
