"""What the buttons carry: ids and nothing else, at most 64 bytes. Whoever receives it checks who pressed.

A button about a booking carries its id and revision; a button in a slot list carries what the list was about.
Numbers that no row can have are forged and do not parse, so that they never reach the database or a journey.
"""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from domain.ids import BookingId, CandidateId, RecruiterId, SlotId

AN_ID = Field(ge=1, le=2**63 - 1)
A_COUNT = Field(ge=0, le=2**31 - 1)


class OptionPress(CallbackData, prefix="o"):
    """An answer to a question of Test1; both ids are short and hold no colon (`bot/questionnaire.py` sees to that)."""

    question_id: str
    option_id: str


class TakeBackPress(CallbackData, prefix="back"):
    """The candidate wants to answer the question before this one anew."""

    question_id: str


class RecruitersPress(CallbackData, prefix="rs"):
    """The recruiter menu, anew."""


class RecruiterPress(CallbackData, prefix="r"):
    """A recruiter of the menu; None is any."""

    recruiter_id: Annotated[RecruiterId, AN_ID] | None


class DayPress(CallbackData, prefix="d"):
    """A page of the slot list, or the same one anew."""

    recruiter_id: Annotated[RecruiterId, AN_ID] | None
    page: Annotated[int, A_COUNT]


class SlotPress(CallbackData, prefix="s"):
    """A slot in the list of that recruiter; None: in the list of all."""

    slot_id: Annotated[SlotId, AN_ID]
    recruiter_id: Annotated[RecruiterId, AN_ID] | None


class DeclineOfferPress(CallbackData, prefix="nope"):
    """The slot that is held for the candidate does not suit."""

    slot_id: Annotated[SlotId, AN_ID]


class StopWaitingPress(CallbackData, prefix="nowait"):
    """The candidate does not want to wait for slots any more."""


class HumanPress(CallbackData, prefix="h"):
    """The candidate wants to talk to a person."""


class ResumePress(CallbackData, prefix="go"):
    """The candidate goes on where they stand."""


class StopPress(CallbackData, prefix="stop"):
    """The answer to whether to cancel everything."""

    sure: bool


class LanguagePress(CallbackData, prefix="lang"):
    """The language in which the candidate wants to be written to."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2,8}$")]


class ErasureStep(StrEnum):
    ASK = "ask"
    SURE = "sure"
    BACK = "back"


class ErasurePress(CallbackData, prefix="erase"):
    """How far the candidate is with erasing what is known of them; of them, not of who they are after it."""

    step: ErasureStep
    candidate_id: Annotated[CandidateId, AN_ID]


class ReplyPress(CallbackData, prefix="re"):
    """The recruiter wants to answer what this candidate wrote."""

    candidate_id: Annotated[CandidateId, AN_ID]


class DropReplyPress(CallbackData, prefix="re-no"):
    """The recruiter does not want to answer this candidate after all."""

    candidate_id: Annotated[CandidateId, AN_ID]


class Attendance(StrEnum):
    CONFIRM = "yes"
    DECLINE = "no"
    MOVE = "move"


class AttendancePress(CallbackData, prefix="at"):
    """The candidate's word on one booking in one revision."""

    attendance: Attendance
    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]


class DeclinePress(CallbackData, prefix="at-no"):
    """The answer to whether the candidate really cannot come; `can_confirm`: the button for that stood there before."""

    sure: bool
    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]
    can_confirm: bool


class Decision(StrEnum):
    """What a recruiter can press about a booking."""

    APPROVE = "yes"
    OTHER_TIME = "other"
    REJECT = "no"  # asks back which of the two is meant
    REJECT_TIME = "no-time"
    REJECT_WITH_WORDS = "no-words"  # the time, and the recruiter writes why
    REJECT_PERSON = "no-person"
    BACK = "back"
    KEEP_TIME = "keep"
    CANCEL = "cancel"
    HOLD = "hold"  # for a candidate who was reached by hand
    MET = "met"
    MISSED = "missed"
    DO_NOT_KNOW = "unknown"


class DecisionPress(CallbackData, prefix="b"):
    """The recruiter's word on one booking in one revision."""

    decision: Decision
    booking_id: Annotated[BookingId, AN_ID]
    revision: Annotated[int, A_COUNT]
