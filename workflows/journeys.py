"""The typed ways to reach a journey: start or wake it, tell it news, ask it something, skip its clock."""

import re

from temporalio.client import Client, WorkflowHandle
from temporalio.common import Priority, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.ids import CandidateId, journey_id, words_prefix
from workflows.candidate_journey import CandidateJourney, Status
from workflows.connection import JOURNEYS
from workflows.forgetting import forget_histories
from workflows.journey import Journey
from workflows.messages import CandidateArrived, News
from workflows.showing import starting_attributes
from workflows.words_relay import StrayWords, WordsRelay

Handle = WorkflowHandle[CandidateJourney, None]
INTERACTIVE = Priority(priority_key=1)


def signal_name(news: type[News]) -> str:
    """Return the name under which the journey takes this news: the class name in snake case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", news.__name__).lower()


class Journeys:
    """All journeys behind one client; methods raise RPCError when Temporal cannot be reached."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def handle(self, candidate_id: CandidateId) -> Handle:
        """Return the handle of the candidate's current journey, whether there is one or not."""
        return self._client.get_workflow_handle_for(CandidateJourney.run, journey_id(candidate_id))

    async def arrive(self, candidate_id: CandidateId, news: CandidateArrived) -> None:
        """Start a journey with its first news, or tell it to the open one: one atomic call."""
        journey = Journey(candidate_id=candidate_id)
        await self._client.start_workflow(
            CandidateJourney.run,
            journey,
            id=journey_id(candidate_id),
            task_queue=JOURNEYS,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=signal_name(type(news)),
            start_signal_args=[news],
            static_summary=f"candidate {candidate_id}",
            search_attributes=starting_attributes(journey),
            priority=INTERACTIVE,
        )

    async def tell(self, candidate_id: CandidateId, news: News) -> bool:
        """Signal the open journey; False when there is none (closed, or never begun)."""
        try:
            await self.handle(candidate_id).signal(signal_name(type(news)), news)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return True

    async def relay(self, words: StrayWords) -> None:
        """Pass on words for which there is no open journey; the same update is passed on once."""
        try:
            await self._client.start_workflow(
                WordsRelay.run,
                words,
                id=f"{words_prefix(words.candidate_id)}{words.update_id}",
                task_queue=JOURNEYS,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                static_summary=f"words of candidate {words.candidate_id} after the end",
                priority=INTERACTIVE,
            )
        except WorkflowAlreadyStartedError:
            return

    async def forget(self, candidate_id: CandidateId) -> bool:
        """Delete the closed histories of an erased candidate; True when none is left, which a later call finds."""
        return await forget_histories(self._client, candidate_id)

    async def status(self, candidate_id: CandidateId) -> Status:
        """Ask the journey where it stands; raise RPCError (NOT_FOUND) when there never was one."""
        return await self.handle(candidate_id).query(CandidateJourney.status)
