"""Everything that a candidate is told, one class a text."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from domain.answers import Misread
from domain.booking import BookingStatus
from domain.ids import BookingId, CityId, QuestionnaireId, RecruiterId
from domain.moves import MoveLapse
from domain.reservation import ReservationOutcome
from domain.stages import Ending, Stage
from workflows.letters.letter import BookingLetter, Letter


@dataclass(frozen=True, kw_only=True)
class AskQuestion(Letter):
    """One question of Test1; `number` counts from 1, None for a follow-up; `misread`: what was wrong before."""

    kind: Literal["ask_question"] = "ask_question"
    questionnaire_id: QuestionnaireId
    question_id: str
    number: int | None
    total: int
    misread: Misread | None = None
    suggestions: tuple[CityId, ...] = ()
    offer_human: bool = False
    can_go_back: bool = False


@dataclass(frozen=True, kw_only=True)
class RefuseCandidate(Letter):
    """Test1 ends with a polite reason; `retry_at` is when another try is possible."""

    kind: Literal["refuse_candidate"] = "refuse_candidate"
    questionnaire_id: QuestionnaireId
    reason: str
    retry_at: datetime


@dataclass(frozen=True, kw_only=True)
class OfferRecruiters(Letter):
    """The recruiters of the city who have free slots; `passed` right after Test1, `because` after a refused pick."""

    kind: Literal["offer_recruiters"] = "offer_recruiters"
    city_id: CityId
    passed: bool = False
    because: ReservationOutcome | BookingStatus | None = None


@dataclass(frozen=True, kw_only=True)
class OfferSlots(Letter):
    """The free slots of one day; `page` counts days that have any from 0; no recruiter means any."""

    kind: Literal["offer_slots"] = "offer_slots"
    city_id: CityId
    recruiter_id: RecruiterId | None
    page: int = 0
    because: ReservationOutcome | BookingStatus | MoveLapse | None = None
    reason: str | None = None  # the recruiter's own words for it


@dataclass(frozen=True, kw_only=True)
class PassReply(Letter):
    """What a recruiter answered to the candidate's words."""

    kind: Literal["pass_reply"] = "pass_reply"
    recruiter_id: RecruiterId
    text: str


@dataclass(frozen=True, kw_only=True)
class TellRequestSent(BookingLetter):
    """The request is with the recruiter: not yet confirmed, answered by then. Without Telegram: the manual contact."""

    kind: Literal["tell_request_sent"] = "tell_request_sent"
    answer_until: datetime
    recruiter_reachable: bool


@dataclass(frozen=True, kw_only=True)
class Congratulate(BookingLetter):
    """The interview is agreed; `with_buttons` when no reminder can follow any more."""

    kind: Literal["congratulate"] = "congratulate"
    with_buttons: bool


@dataclass(frozen=True, kw_only=True)
class WithdrawInvitation(BookingLetter):
    """An agreed interview is off: the entry in the candidate's calendar goes with it."""

    kind: Literal["withdraw_invitation"] = "withdraw_invitation"


@dataclass(frozen=True, kw_only=True)
class RemindCandidate(BookingLetter):
    """The reminder with its three buttons (`kb_attendance_confirm`)."""

    kind: Literal["remind_candidate"] = "remind_candidate"
    ONCE: ClassVar[bool] = True
    BULK: ClassVar[bool] = True
    due_at: datetime | None = field(default=None, compare=False)  # as planned (UTC): how late it went out is measured


@dataclass(frozen=True, kw_only=True)
class GiveMeetingDetails(BookingLetter):
    """Attendance is noted: the link or the address, or that it is still to come."""

    kind: Literal["give_meeting_details"] = "give_meeting_details"


@dataclass(frozen=True, kw_only=True)
class ShowWhereYouStand(Letter):
    """The current state with the right buttons: the answer to /start, and to a press that came too late."""

    kind: Literal["show_where_you_stand"] = "show_where_you_stand"
    stage: Stage
    booking_id: BookingId | None
    revision: int
    stale: bool
    because: ReservationOutcome | None = None
    ending: Ending | None = None


@dataclass(frozen=True, kw_only=True)
class HintAtButtons(Letter):
    """Words came where a button was expected; they are kept, and after two misses a human is offered."""

    kind: Literal["hint_at_buttons"] = "hint_at_buttons"
    stage: Stage
    offer_human: bool


@dataclass(frozen=True, kw_only=True)
class IntroduceHuman(Letter):
    """Whom to write to: the city's contact as a link button, or "write here and it will be passed on"."""

    kind: Literal["introduce_human"] = "introduce_human"
    city_id: CityId | None


@dataclass(frozen=True, kw_only=True)
class NudgeCandidate(Letter):
    """The candidate stopped half-way and is asked, gently and rarely, whether to go on."""

    kind: Literal["nudge_candidate"] = "nudge_candidate"
    ONCE: ClassVar[bool] = True
    BULK: ClassVar[bool] = True
    stage: Stage


@dataclass(frozen=True, kw_only=True)
class SayGoodbye(Letter):
    """The journey is closed; how it ended decides the words."""

    kind: Literal["say_goodbye"] = "say_goodbye"
    ending: Ending


AnyCandidateLetter = (
    AskQuestion
    | RefuseCandidate
    | OfferRecruiters
    | OfferSlots
    | PassReply
    | TellRequestSent
    | Congratulate
    | RemindCandidate
    | GiveMeetingDetails
    | WithdrawInvitation
    | ShowWhereYouStand
    | HintAtButtons
    | IntroduceHuman
    | NudgeCandidate
    | SayGoodbye
)
