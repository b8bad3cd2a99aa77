"""News about moving a booking: what both sides press until the move is settled.

Meanwhile the booking keeps its slot. A slot that the candidate wants is held beside it; what the recruiter offers is
held for nobody, and judged when it is picked.
"""

from dataclasses import dataclass

from domain.ids import SlotId
from workflows.messages import AboutBooking


@dataclass(frozen=True, kw_only=True)
class MoveRequested(AboutBooking):
    """The button "Просьба перенести" was pressed."""


@dataclass(frozen=True, kw_only=True)
class MoveWithdrawn(AboutBooking):
    """The candidate keeps the time after all."""


@dataclass(frozen=True, kw_only=True)
class WantedSlotsListed(AboutBooking):
    """The candidate looks for another time; `page` counts days with free slots from 0."""

    page: int


@dataclass(frozen=True, kw_only=True)
class WantedSlotPicked(AboutBooking):
    """The candidate picked the slot to which the booking shall move."""

    slot_id: SlotId


@dataclass(frozen=True, kw_only=True)
class OtherTimeAsked(AboutBooking):
    """The recruiter offers other times; none: the candidate shall pick one."""

    slot_ids: tuple[SlotId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MoveApproved(AboutBooking):
    """The recruiter agrees to the slot that the candidate wants."""

    slot_id: SlotId


@dataclass(frozen=True, kw_only=True)
class MoveRefused(AboutBooking):
    """The recruiter keeps the time although a move was asked for."""
