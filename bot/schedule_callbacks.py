"""What the buttons of a recruiter's own schedule carry; `bot/callbacks.py` says the rules."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.callbacks import A_COUNT, AN_ID
from domain.ids import BookingId, CityId, SlotId


class Span(StrEnum):
    """How much of their interviews a recruiter looks at."""

    TODAY = "today"
    WEEK = "week"


class AgendaPress(CallbackData, prefix="ag"):
    """A page of the recruiter's own interviews, or the same one anew."""

    span: Span
    page: Annotated[int, A_COUNT]


class InterviewPress(CallbackData, prefix="iv"):
    """The recruiter wants to see the card of one of their interviews."""

    booking_id: Annotated[BookingId, AN_ID]


class OwnSlotsPress(CallbackData, prefix="own"):
    """A page of the recruiter's own free slots, or the same one anew."""

    page: Annotated[int, A_COUNT]


class WithdrawSlotPress(CallbackData, prefix="gone"):
    """The recruiter takes a free slot away; `page` is where it stands."""

    slot_id: Annotated[SlotId, AN_ID]
    page: Annotated[int, A_COUNT]


class HowToAddPress(CallbackData, prefix="how"):
    """The recruiter wants to know how times are added."""


class TypedTimesPress(CallbackData, prefix="fit"):
    """The times in the message above are for that city; `sure` saves them, as long as they are what was shown.

    `fingerprint` is that of what was shown: a message can be edited afterwards.
    """

    sure: bool
    city_id: Annotated[CityId, AN_ID]
    fingerprint: Annotated[int, Field(ge=0, le=2**32 - 1)]


class DropTimesPress(CallbackData, prefix="fit-no"):
    """The typed times shall not be saved after all."""


class CallingOff(StrEnum):
    """What a recruiter answers to whether the interview shall really be cancelled."""

    WITH_SLOT = "slot"  # nobody else shall pick that time
    KEEPING_SLOT = "free"
    BACK = "back"


class CallOffPress(CallbackData, prefix="off"):
    """The answer to whether the interview shall really be cancelled."""

    answer: CallingOff
    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]
