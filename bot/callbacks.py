"""What the buttons carry: ids and nothing else, at most 64 bytes. Whoever receives it checks who pressed.

A button about a booking carries its id and revision; a button in a slot list carries what the list was about.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from domain.ids import BookingId, RecruiterId, SlotId


class OptionPress(CallbackData, prefix="o"):
    """An answer to a question of Test1; both ids are short and hold no colon (`bot/questionnaire.py` sees to that)."""

    question_id: str
    option_id: str


class RecruitersPress(CallbackData, prefix="rs"):
    """The recruiter menu, anew."""


class RecruiterPress(CallbackData, prefix="r"):
    """A recruiter of the menu; None is any."""

    recruiter_id: RecruiterId | None


class DayPress(CallbackData, prefix="d"):
    """A page of the slot list, or the same one anew."""

    recruiter_id: RecruiterId | None
    page: int


class SlotPress(CallbackData, prefix="s"):
    """A slot in the list of that recruiter; None: in the list of all."""

    slot_id: SlotId
    recruiter_id: RecruiterId | None


class HumanPress(CallbackData, prefix="h"):
    """The candidate wants to talk to a person."""


class ResumePress(CallbackData, prefix="go"):
    """The candidate goes on where they stand."""


class StopPress(CallbackData, prefix="stop"):
    """The answer to whether to cancel everything."""

    sure: bool


class Attendance(StrEnum):
    CONFIRM = "yes"
    DECLINE = "no"
    MOVE = "move"


class AttendancePress(CallbackData, prefix="at"):
    """The candidate's word on one booking in one revision."""

    attendance: Attendance
    booking_id: BookingId
    revision: int


class Decision(StrEnum):
    """What a recruiter can press about a booking."""

    APPROVE = "yes"
    OTHER_TIME = "other"
    REJECT = "no"  # asks back which of the two is meant
    REJECT_TIME = "no-time"
    REJECT_PERSON = "no-person"
    BACK = "back"
    KEEP_TIME = "keep"
    CANCEL = "cancel"
    MET = "met"
    MISSED = "missed"
    DO_NOT_KNOW = "unknown"


class DecisionPress(CallbackData, prefix="b"):
    """The recruiter's word on one booking in one revision."""

    decision: Decision
    booking_id: BookingId
    revision: int
