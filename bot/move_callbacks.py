"""What the buttons carry while a booking moves: its id and revision always, and the slot or the page they are about."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData

from bot.callbacks import A_COUNT, AN_ID
from domain.ids import BookingId, SlotId


class WantedSlotsPress(CallbackData, prefix="ws"):
    """A page of the slots to which the candidate's booking could move, or the same one anew."""

    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]
    page: Annotated[int, A_COUNT]


class WantedSlotPress(CallbackData, prefix="w"):
    """The slot to which the candidate's booking shall move."""

    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]
    slot_id: Annotated[SlotId, AN_ID]


class KeepTimePress(CallbackData, prefix="stay"):
    """The candidate keeps the time after all."""

    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]


class ApproveMovePress(CallbackData, prefix="mv"):
    """The recruiter agrees to the slot that the candidate wants."""

    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]
    slot_id: Annotated[SlotId, AN_ID]


class ProposedTimePress(CallbackData, prefix="p"):
    """The recruiter ticks a slot to offer it, or takes the tick off; `page` is where it stands."""

    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]
    page: Annotated[int, A_COUNT]
    slot_id: Annotated[SlotId, AN_ID]


class ProposalPagePress(CallbackData, prefix="pp"):
    """A page of the slots that the recruiter can tick."""

    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]
    page: Annotated[int, A_COUNT]


class Proposal(StrEnum):
    """What a recruiter does with the ticked slots."""

    SEND = "send"
    LET_CHOOSE = "choose"  # none of them: the candidate picks any
    DROP = "drop"


class ProposalPress(CallbackData, prefix="pr"):
    """The recruiter has ticked what they wanted to."""

    proposal: Proposal
    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]
