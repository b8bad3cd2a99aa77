"""The state of one journey: everything the machine decides on, serialisable, and the one alarm that belongs to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.booking import Actor, Alarms, BookingStatus
from domain.ids import BookingId, CandidateId, CityId, RecruiterId, SlotId
from domain.questionnaire import Answer, Question, Questionnaire
from domain.stages import Ending, Stage, WaitingFor
from workflows.messages import UNSTAMPED


class AlarmPurpose(StrEnum):
    """What happens by itself at the alarm's instant."""

    NUDGE_CANDIDATE = "nudge_candidate"
    NUDGE_RECRUITER = "nudge_recruiter"
    OFFER_DEADLINE = "offer_deadline"
    ANSWER_DEADLINE = "answer_deadline"
    REMINDER = "reminder"
    SILENCE = "silence"
    END_OF_INTERVIEW = "end_of_interview"
    OUTCOME_DEADLINE = "outcome_deadline"
    MOVE_DEADLINE = "move_deadline"
    RELEASE = "release"  # the slot of somebody who cannot be told anything
    RETRY_AFTER_REFUSAL = "retry_after_refusal"
    REVIEW = "review"  # nobody moved for long: an admin's list looks again, and nobody is forgotten


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """The next instant (UTC) at which something happens by itself."""

    at: datetime
    purpose: AlarmPurpose


@dataclass(frozen=True, kw_only=True)
class Screening:
    """Where Test1 stands: the pinned questionnaire, and the answers so far."""

    questionnaire: Questionnaire
    answers: tuple[Answer, ...] = ()

    @property
    def open_question(self) -> Question | None:
        """Return the question to be answered next, or None when every question that applies has its answer."""
        return self.questionnaire.next_question(self.answers)

    @property
    def is_finished(self) -> bool:
        """True when nothing is left to ask."""
        return self.open_question is None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A slot held for a candidate who waits; nobody else sees it until then (UTC)."""

    slot_id: SlotId
    recruiter_id: RecruiterId
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Move:
    """A wish to move that is not settled yet; the booking keeps its slot. Somebody has to act before `until` (UTC)."""

    by: Actor  # who asked last: the candidate, or the company that offers these slots (none: any)
    until: datetime
    offered: tuple[SlotId, ...] = ()
    wanted: SlotId | None = None  # what the candidate picked, held beside the booking's own slot
    by_hand: bool = False

    @property
    def waits_for(self) -> WaitingFor:
        """Whose turn it is."""
        asks_the_recruiter = self.wanted is not None or self.by is Actor.CANDIDATE
        return WaitingFor.RECRUITER if asks_the_recruiter else WaitingFor.CANDIDATE


@dataclass(frozen=True, kw_only=True)
class Booking:
    """The one booking of the journey, as the journey knows it; instants are UTC."""

    id: BookingId
    revision: int
    slot_id: SlotId
    recruiter_id: RecruiterId
    starts_at: datetime
    ends_at: datetime
    status: BookingStatus
    alarms: Alarms
    nudged: bool = False
    move: Move | None = None
    reminded: bool = False
    silence_settled: bool = False  # the reminder was answered in some way, or the recruiter knows that it was not
    outcome_asked: int = 0
    outcome_until: datetime | None = None
    keeps_until: datetime | None = None  # of an unreachable candidate, unless the recruiter keeps it


@dataclass(frozen=True, kw_only=True)
class Journey:
    """One candidate's journey: facts first, and then where they leave it standing (`standing.py` derives that)."""

    candidate_id: CandidateId
    screening: Screening | None = None
    refused_until: datetime | None = None
    city_id: CityId | None = None
    city_name: str | None = None
    closed_city: CityId | None = None  # of which the candidate was told that it is closed
    recruiter_chosen: bool = False
    recruiter_id: RecruiterId | None = None  # None once chosen: any recruiter
    page: int = 0
    waits_for_slots: bool = False
    offer: Offer | None = None
    booking: Booking | None = None
    unreachable: bool = False
    ending: Ending | None = None

    idle_until: datetime | None = None  # without news by then the candidate is nudged
    nudges_at: tuple[datetime, ...] = ()  # planned for somebody who does not choose; else a day of silence counts
    nudges: int = 0
    misses: int = 0  # in a row: answers that could not be read, words where a button was expected
    last_news_at: datetime = UNSTAMPED
    pressed: int | None = None  # the message whose button brought the last news
    letters: int = 0
    seen: tuple[int, ...] = ()

    stage: Stage = Stage.SCREENING
    since: datetime = UNSTAMPED  # in this stage
    waiting_for: WaitingFor = WaitingFor.CANDIDATE
    waiting_since: datetime = UNSTAMPED  # in this stage, and for this one
    alarm: Alarm | None = None

    @property
    def is_closed(self) -> bool:
        """True when nothing more can happen in this journey."""
        return self.ending is not None
