"""Where a candidate's journey stands, as it says itself: asked of the workflow, which may not be there to answer."""

from datetime import timedelta
from enum import StrEnum
from typing import Self

import structlog
from pydantic import BaseModel, Field
from temporalio.client import RPCTimeoutOrCancelledError, WorkflowQueryFailedError, WorkflowQueryRejectedError
from temporalio.service import RPCError, RPCStatusCode

from api.moments import Moment
from api.surroundings import Surroundings
from domain.ids import CandidateId
from domain.stages import Stage, WaitingFor
from workflows.candidate_journey import CandidateJourney, Status

PATIENCE = timedelta(seconds=5)

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class JourneyAnswer(StrEnum):
    """Whether the journey said where it stands."""

    OPEN = "open"
    CLOSED = "closed"  # it is over, and told how it ended up
    NONE = "none"  # there never was one, or its history is not kept any more
    SILENT = "silent"  # Temporal or the worker does not answer at the moment


class JourneyState(BaseModel):
    """What the journey says; everything but `answer` is missing where it said nothing."""

    answer: JourneyAnswer = Field(description="`none`: there is no journey; `silent`: nobody answers, try again later")
    stage: Stage | None = None
    waiting_for: WaitingFor | None = Field(default=None, description="Who moves it on")
    since: Moment | None = Field(default=None, description="Since when it is in this stage")
    next_action: str | None = Field(default=None, description="What it does by itself next", examples=["remind"])
    next_action_at: Moment | None = None

    @classmethod
    def of(cls, status: Status, zone: str) -> Self:
        """Return what a journey said."""
        closed = status.stage is Stage.CLOSED
        next_at = status.next_action_at
        return cls(
            answer=JourneyAnswer.CLOSED if closed else JourneyAnswer.OPEN,
            stage=status.stage,
            waiting_for=status.waiting_for,
            since=Moment.at(status.since, zone),
            next_action=status.next_action,
            next_action_at=Moment.at(next_at, zone) if next_at else None,
        )


async def ask_journey(around: Surroundings, candidate_id: CandidateId, zone: str) -> JourneyState:
    """Ask the journey where it stands; instants are shown in the zone."""
    handle = around.journeys.handle(candidate_id)
    try:
        status = await handle.query(CandidateJourney.status, rpc_timeout=PATIENCE)
    except (RPCTimeoutOrCancelledError, WorkflowQueryFailedError, WorkflowQueryRejectedError) as error:
        log.warning("a journey did not say where it stands", candidate_id=candidate_id, error=repr(error))
        return JourneyState(answer=JourneyAnswer.SILENT)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return JourneyState(answer=JourneyAnswer.NONE)
        log.warning("a journey did not say where it stands", candidate_id=candidate_id, error=repr(error))
        return JourneyState(answer=JourneyAnswer.SILENT)
    return JourneyState.of(status, zone)
