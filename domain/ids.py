"""Ids have types, so that a recruiter is never passed where a candidate is meant."""

from typing import NewType

CandidateId = NewType("CandidateId", int)
RecruiterId = NewType("RecruiterId", int)
CityId = NewType("CityId", int)
SlotId = NewType("SlotId", int)
BookingId = NewType("BookingId", int)
RequestId = NewType("RequestId", int)
QuestionnaireId = NewType("QuestionnaireId", int)
TelegramId = NewType("TelegramId", int)


def journey_id(candidate_id: CandidateId) -> str:
    """Return the workflow id of a candidate's journey: our own id, never a Telegram id, never a name."""
    return f"journey-{candidate_id}"


def words_prefix(candidate_id: CandidateId) -> str:
    """Return how the ids of workflows begin that pass a candidate's words on after the end."""
    return f"words-{candidate_id}-"
