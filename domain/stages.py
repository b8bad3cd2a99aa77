"""The stages of a journey, and what each waits for: shown to ops, mirrored into the database, decided in the rules."""

from enum import StrEnum


class Stage(StrEnum):
    SCREENING = "screening"
    CHOOSING_RECRUITER = "choosing_recruiter"
    CHOOSING_SLOT = "choosing_slot"
    WAITING_FOR_SLOTS = "waiting_for_slots"
    AWAITING_APPROVAL = "awaiting_approval"
    SCHEDULED = "scheduled"
    REMINDED = "reminded"
    ATTENDANCE_CONFIRMED = "attendance_confirmed"
    RESCHEDULE_REQUESTED = "reschedule_requested"
    OUTCOME_ASKED = "outcome_asked"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"


def choosing_stages() -> frozenset[Stage]:
    """Return the stages of somebody who has passed Test1 and has no booking yet."""
    return frozenset({Stage.CHOOSING_RECRUITER, Stage.CHOOSING_SLOT, Stage.WAITING_FOR_SLOTS})


class WaitingFor(StrEnum):
    """Who or what moves the journey on; exactly one for each journey that is not closed."""

    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    ADMIN = "admin"
    TIME = "time"
    NOBODY = "nobody"


class Ending(StrEnum):
    """How a journey was closed."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"
    NOT_CONTINUED = "not_continued"
    LEFT = "left"
    CANCELLED = "cancelled"
    ERASED = "erased"  # the candidate wants nothing kept
    REFUSED = "refused"
