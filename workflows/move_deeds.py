"""Orders to the database about moving a booking; `deeds.py` says what holds for all orders."""

from dataclasses import dataclass
from datetime import datetime

from domain.ids import SlotId
from workflows.deeds import BookingDeed


@dataclass(frozen=True, kw_only=True)
class RecordMoveRequest(BookingDeed):
    """Store the wish to move, the candidate's or the company's, with its deadline; an open one gets a new deadline.

    `offered` is what the recruiter offers; a slot that the candidate wanted is let go of then. Answer:
    MoveRequestRecorded.
    """

    offered: tuple[SlotId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClaimWantedSlot(BookingDeed):
    """Hold another slot for the booking beside its own, and the wish to move with it; an earlier wanted one is let go.

    `agreed`: the recruiter offered this one, so the booking moves there in the same transaction. Answer:
    WantedSlotHeld, BookingMoved or MoveDenied.
    """

    slot_id: SlotId
    agreed: bool


@dataclass(frozen=True, kw_only=True)
class MoveBooking(BookingDeed):
    """Move the booking to the slot that it wants, if that is this one. Answer: BookingMoved or MoveDenied."""

    slot_id: SlotId


@dataclass(frozen=True, kw_only=True)
class SettleMoveRequest(BookingDeed):
    """Store how the wish to move ended; `settlement` is a word for the records. No answer."""

    settlement: str
    answer_until: datetime | None = None  # a request that waits for its answer again has time until then


AnyMoveDeed = RecordMoveRequest | ClaimWantedSlot | MoveBooking | SettleMoveRequest
