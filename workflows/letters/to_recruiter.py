"""Everything that a recruiter is told, one class a text."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from domain.booking import BookingStatus
from domain.ids import RecruiterId
from workflows.letters.letter import Audience, Letter, RecruiterLetter


@dataclass(frozen=True, kw_only=True)
class AskForApproval(RecruiterLetter):
    """The recruiter's card of a request, with three buttons and the Test1 answers."""

    kind: Literal["ask_for_approval"] = "ask_for_approval"
    answer_until: datetime


@dataclass(frozen=True, kw_only=True)
class TellLead(RecruiterLetter):
    """The slot's recruiter cannot be reached in Telegram: the city's lead, if there is one, learns of the request."""

    kind: Literal["tell_lead"] = "tell_lead"
    answer_until: datetime


@dataclass(frozen=True, kw_only=True)
class UpdateCard(RecruiterLetter):
    """The card shows what happened to the booking and the buttons that are still alive; edits the card in place."""

    kind: Literal["update_card"] = "update_card"


@dataclass(frozen=True, kw_only=True)
class NudgeRecruiter(RecruiterLetter):
    """Half of the answering time has passed."""

    kind: Literal["nudge_recruiter"] = "nudge_recruiter"
    ONCE: ClassVar[bool] = True
    answer_until: datetime


@dataclass(frozen=True, kw_only=True)
class ReportToRecruiter(RecruiterLetter):
    """The booking ended without the recruiter: declined or cancelled by the candidate, expired, cancelled."""

    kind: Literal["report_to_recruiter"] = "report_to_recruiter"
    status: BookingStatus


@dataclass(frozen=True, kw_only=True)
class ReportSilence(RecruiterLetter):
    """The candidate did not answer the reminder."""

    kind: Literal["report_silence"] = "report_silence"
    ONCE: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class AskForPlace(RecruiterLetter):
    """The candidate comes, and nobody has given a link or an address: the recruiter writes it to them."""

    kind: Literal["ask_for_place"] = "ask_for_place"


@dataclass(frozen=True, kw_only=True)
class AskOutcome(RecruiterLetter):
    """Did the candidate come? Three buttons."""

    kind: Literal["ask_outcome"] = "ask_outcome"


@dataclass(frozen=True, kw_only=True)
class ReportUndelivered(RecruiterLetter):
    """The candidate could not be reached: contact them by hand, with the text to copy."""

    kind: Literal["report_undelivered"] = "report_undelivered"
    undelivered: str
    certain: bool
    keeps_until: datetime | None = None  # the slot is free then, unless the recruiter keeps it for them
    kept: bool = False  # which the recruiter did


@dataclass(frozen=True, kw_only=True)
class PassWords(Letter):
    """What the candidate wrote outside of any question, for one recruiter to read and to answer by a button."""

    TO: ClassVar[Audience] = Audience.RECRUITER
    kind: Literal["pass_words"] = "pass_words"
    recruiter_id: RecruiterId
    update_id: int


@dataclass(frozen=True, kw_only=True)
class ExplainToRecruiter(RecruiterLetter):
    """The recruiter's press came too late or twice: what the booking's state is now."""

    kind: Literal["explain_to_recruiter"] = "explain_to_recruiter"


AnyRecruiterLetter = (
    AskForApproval
    | UpdateCard
    | NudgeRecruiter
    | ReportToRecruiter
    | TellLead
    | ReportSilence
    | AskForPlace
    | AskOutcome
    | ReportUndelivered
    | PassWords
    | ExplainToRecruiter
)
