"""The rules: what can differ between the database and the journeys, who is right, what is done, what people are told.

`docs/recovery.md` shows this table; a test keeps the two the same.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import CandidateId


class Kind(StrEnum):
    """What differs; the words are those of the list and of the table."""

    NO_CANDIDATE = "no candidate"
    STRANGER = "stranger"
    UNREADABLE = "unreadable"
    NO_JOURNEY = "no journey"
    OLD_JOURNEY = "old journey"
    ERASED = "erased"
    ENDED = "ended"
    BOOKING = "booking"
    TAKEN_NUMBER = "taken number"
    MOVE = "move"
    TEST1 = "test1"
    QUESTIONNAIRE = "questionnaire"
    WAITLIST = "waitlist"
    OFFER = "offer"
    STAGE = "stage"
    NUMBERS = "numbers"
    UPDATE = "update"


class Right(StrEnum):
    """Who knows better."""

    JOURNEY = "the journey"
    DATABASE = "the database"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of the table."""

    differs: str
    right: Right
    done: str
    told: str


RULES: dict[Kind, Rule] = {
    Kind.NO_CANDIDATE: Rule(
        differs="an open journey, and no such candidate in the database, or one who was erased",
        right=Right.NOBODY,
        done="the journey is terminated: only the database knew who it was",
        told="nobody can be told; call the recruiter that the list names. Who writes again begins anew",
    ),
    Kind.STRANGER: Rule(
        differs="an open journey that is older than its candidate: the number was given to somebody else",
        right=Right.DATABASE,
        done="the journey is terminated, and one begins for the candidate of today",
        told="the first question of Test1, to the candidate of today; of the other as with `no candidate`",
    ),
    Kind.UNREADABLE: Rule(
        differs="an open journey whose key the database does not have",
        right=Right.DATABASE,
        done="a journey with what the database knows takes its place",
        told="nothing; in the middle of Test1, and where the database knows of nothing, the first question is asked",
    ),
    Kind.NO_JOURNEY: Rule(
        differs="a candidate who is under way, and no open journey",
        right=Right.DATABASE,
        done="a journey begins where the database says that the candidate stands, with its alarms planned anew",
        told="nothing; in the middle of Test1 the first question is asked again",
    ),
    Kind.OLD_JOURNEY: Rule(
        differs="the database has learned of something later than the journey",
        right=Right.DATABASE,
        done="a journey with what the database knows takes the place of the old one",
        told="nothing: they were told when it happened",
    ),
    Kind.ERASED: Rule(
        differs="a journey that ended in erasure, and a candidate who is known again",
        right=Right.JOURNEY,
        done="the candidate is erased again",
        told="nothing",
    ),
    Kind.ENDED: Rule(
        differs="a booking that holds its slot, and a journey that has none or another one since",
        right=Right.JOURNEY,
        done="the booking is ended, its slot is free",
        told="nothing: they were told when it ended",
    ),
    Kind.BOOKING: Rule(
        differs="the journey's booking is not in the database, or at an earlier revision, state or slot",
        right=Right.JOURNEY,
        done="booking and slot are written back under their numbers; a free time that was entered again gives way",
        told="nothing. Where somebody else has the time by now: an apology with fresh slots, as if the company had "
        "cancelled, and the recruiter learns of it",
    ),
    Kind.TAKEN_NUMBER: Rule(
        differs="the number of the journey's booking is another candidate's booking in the database",
        right=Right.DATABASE,
        done="the journey lets go of the number and asks for its slot again",
        told="both sides as with a new request; if the slot is taken, the candidate gets fresh ones",
    ),
    Kind.MOVE: Rule(
        differs="a wish to move that only one of the two knows, or with another slot",
        right=Right.JOURNEY,
        done="the wish is written back with its deadline and the slot that it holds, or settled",
        told="nothing. Where the wanted slot is somebody else's by now: that the time stays as it was",
    ),
    Kind.TEST1: Rule(
        differs="a finished Test1 whose answers are not in the database",
        right=Right.JOURNEY,
        done="answers, name and city are written back",
        told="nothing",
    ),
    Kind.QUESTIONNAIRE: Rule(
        differs="a journey asks a version of Test1 that the database does not have",
        right=Right.JOURNEY,
        done="the version is written back, inactive; publish it anew if new candidates should get it",
        told="nothing",
    ),
    Kind.WAITLIST: Rule(
        differs="only one of the two says that the candidate waits for slots",
        right=Right.JOURNEY,
        done="the candidate is put on the list with their place in time, or taken off it",
        told="nothing",
    ),
    Kind.OFFER: Rule(
        differs="only one of the two knows of a slot that is held for who waits",
        right=Right.JOURNEY,
        done="an offer that the database lost is taken back; one that the journey settled is settled",
        told="that the slot is gone, where it was still on offer; the next sweep offers again",
    ),
    Kind.STAGE: Rule(
        differs="the stage that lists show is another one (after a change without a message that is so for a while)",
        right=Right.JOURNEY,
        done="the list shows the journey's stage",
        told="nothing",
    ),
    Kind.NUMBERS: Rule(
        differs="journeys mention numbers that the database would give out again",
        right=Right.JOURNEY,
        done="the numbers of all rows that buttons and journeys name go on ten thousand beyond the highest",
        told="nothing",
    ),
    Kind.UPDATE: Rule(
        differs="an update waits in the inbox that the journey has seen, or that is older than its end",
        right=Right.JOURNEY,
        done="it is marked as handled; what no journey has seen is handled when the bot starts",
        told="nothing",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One line of the list; `candidate_id` is missing where it is about nobody in particular."""

    kind: Kind
    candidate_id: CandidateId | None
    what: str

    @property
    def rule(self) -> Rule:
        """Return the rule by which it is repaired."""
        return RULES[self.kind]
