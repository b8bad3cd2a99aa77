"""News that people bring: every press and message, past tense, as the bot or the API signals it to the journey.

The shell stamps `at` with the journey's own clock on arrival; whatever a sender writes there decides nothing.
`update_id` is Telegram's and makes a redelivered press harmless; `message_id` is the message whose button was pressed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.booking import Actor, BookingStatus
from domain.ids import BookingId, RecruiterId, SlotId

UNSTAMPED = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class News:
    """Something that happened; `at` is the instant (UTC) at which the journey learned of it."""

    at: datetime = UNSTAMPED


@dataclass(frozen=True, kw_only=True)
class Press(News):
    """A press or a message of a person whom the bot has recognised."""

    update_id: int
    message_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CandidateArrived(Press):
    """The candidate sent /start: first contact, or a look at where they stand."""


@dataclass(frozen=True, kw_only=True)
class AnswerGiven(Press):
    """A button of a question was pressed."""

    question_id: str
    option_id: str


@dataclass(frozen=True, kw_only=True)
class AnswerTakenBack(Press):
    """Under this question the candidate asked for the one before it, to answer it anew."""

    question_id: str


@dataclass(frozen=True, kw_only=True)
class TextWritten(Press):
    """Plain text arrived; an answer if a question is open, else something a person has to read."""

    text: str


@dataclass(frozen=True, kw_only=True)
class ThingSent(Press):
    """A sticker, voice message, photo or the like arrived where words were expected."""


@dataclass(frozen=True, kw_only=True)
class RecruitersListed(Press):
    """The candidate asked for the recruiter menu."""


@dataclass(frozen=True, kw_only=True)
class RecruiterPicked(Press):
    """A recruiter was chosen; None is "any recruiter"."""

    recruiter_id: RecruiterId | None


@dataclass(frozen=True, kw_only=True)
class SlotsTurned(Press):
    """A day of the slot list was asked for, or the list anew; `page` counts days with free slots from 0."""

    recruiter_id: RecruiterId | None
    page: int


@dataclass(frozen=True, kw_only=True)
class SlotPicked(Press):
    """A slot was pressed in the list of that recruiter (None: of any recruiter)."""

    slot_id: SlotId
    recruiter_id: RecruiterId | None


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(Press):
    """The slot that was offered first to this candidate does not suit."""

    slot_id: SlotId


@dataclass(frozen=True, kw_only=True)
class WaitlistLeft(Press):
    """The candidate does not want to wait for slots any more."""


@dataclass(frozen=True, kw_only=True)
class HumanCalled(Press):
    """The button "Позвать человека" was pressed."""


@dataclass(frozen=True, kw_only=True)
class CandidateLeft(Press):
    """The candidate asked to stop."""


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(Press):
    """The candidate asked that everything known of them be erased, and meant it."""


@dataclass(frozen=True, kw_only=True)
class BotBlocked(Press):
    """The candidate blocked the bot."""


@dataclass(frozen=True, kw_only=True)
class BotUnblocked(Press):
    """The candidate unblocked the bot."""


@dataclass(frozen=True, kw_only=True)
class AboutBooking(Press):
    """A press on a message about one booking in one revision, by a person whom the bot has authorised for it."""

    booking_id: BookingId
    revision: int
    by: Actor
    by_id: int  # candidate, recruiter or API token id, as `by` says


@dataclass(frozen=True, kw_only=True)
class BookingApproved(AboutBooking):
    """The recruiter (or an admin) agreed to the interview."""


@dataclass(frozen=True, kw_only=True)
class BookingRejected(AboutBooking):
    """The time does not suit, or, with `person`, the company does not go on with this candidate."""

    person: bool = False
    reason: str | None = None  # in the recruiter's words, for the candidate to read


@dataclass(frozen=True, kw_only=True)
class AttendanceConfirmed(AboutBooking):
    """The button "Подтверждаю" was pressed."""


@dataclass(frozen=True, kw_only=True)
class AttendanceDeclined(AboutBooking):
    """The button "Не смогу" was pressed."""


@dataclass(frozen=True, kw_only=True)
class BookingKept(AboutBooking):
    """The recruiter has reached the candidate by another way and keeps the slot for them."""


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(AboutBooking):
    """The company (recruiter or admin) calls the interview off, and takes the slot away if it says so."""

    withdraws_slot: bool = False
    reason: str | None = None  # in the recruiter's words, for the candidate to read


@dataclass(frozen=True, kw_only=True)
class OutcomeGiven(AboutBooking):
    """The recruiter said how it went: MET, MISSED, or ENDED for "I do not know"."""

    outcome: BookingStatus
