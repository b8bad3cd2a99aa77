"""Ids have types, so that a recruiter is never passed where a candidate is meant."""

import re
from typing import NewType

CandidateId = NewType("CandidateId", int)
RecruiterId = NewType("RecruiterId", int)
CityId = NewType("CityId", int)
SlotId = NewType("SlotId", int)
BookingId = NewType("BookingId", int)
RequestId = NewType("RequestId", int)
QuestionnaireId = NewType("QuestionnaireId", int)
TelegramId = NewType("TelegramId", int)

OF_A_CANDIDATE = re.compile(r"journey-(\d+)|words-(\d+)-\d+", re.ASCII)


def journey_id(candidate_id: CandidateId) -> str:
    """Return the workflow id of a candidate's journey: our own id, never a Telegram id, never a name."""
    return f"journey-{candidate_id}"


def words_prefix(candidate_id: CandidateId) -> str:
    """Return how the ids of workflows begin that pass a candidate's words on after the end."""
    return f"words-{candidate_id}-"


def candidate_of(workflow_id: str) -> CandidateId | None:
    """Return whose workflow it is: their journey, or one that passes their words on; None: nobody's."""
    found = OF_A_CANDIDATE.fullmatch(workflow_id)
    return CandidateId(int(found[1] or found[2])) if found else None
