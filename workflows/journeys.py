"""The typed ways to reach a journey: start or wake it, tell it news, ask it something, skip its clock."""

import re
from datetime import timedelta

from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.common.v1 import Priority as Place
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflow.v1 import WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import UpdateWorkflowExecutionOptionsRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.common import Priority, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.erased import CandidateErasedError
from domain.ids import CandidateId, journey_id, words_prefix
from workflows.candidate_journey import CandidateJourney, Status
from workflows.connection import JOURNEYS
from workflows.forgetting import forget_histories
from workflows.journey import Journey
from workflows.messages import UNSTAMPED, CandidateArrived, News
from workflows.showing import HOW_TO_READ, starting_attributes, summary_of
from workflows.standing import stand
from workflows.turn import AGREED
from workflows.words_relay import StrayWords, WordsRelay

Handle = WorkflowHandle[CandidateJourney, None]
# Temporal's priorities, of which 1 comes first. Whose interview is agreed sleeps, and thousands may wake up at once.
INTERACTIVE = Priority(priority_key=1)
ASLEEP = Priority(priority_key=3)
RANKED_WITHIN = timedelta(seconds=2)


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
        """Start a journey with its first news, or tell it to the open one: one atomic call.

        If the news says when it was sent (UTC), ops are shown at once what the journey will say a moment later.
        """
        journey = Journey(candidate_id=candidate_id)
        shown = journey if news.at == UNSTAMPED else stand(journey, news.at)
        await self._client.start_workflow(
            CandidateJourney.run,
            journey,
            id=journey_id(candidate_id),
            task_queue=JOURNEYS,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            start_signal=signal_name(type(news)),
            start_signal_args=[news],
            static_summary=summary_of(candidate_id),
            static_details=HOW_TO_READ,
            search_attributes=starting_attributes(shown),
            priority=INTERACTIVE,
        )

    async def tell(self, candidate_id: CandidateId, news: News) -> bool:
        """Signal the open journey; False when there is none (closed, never begun, or of somebody who was erased)."""
        try:
            await self.handle(candidate_id).signal(signal_name(type(news)), news)
        except CandidateErasedError:
            return False
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return True

    async def rank(self, candidate_id: CandidateId, *, asleep: bool) -> None:
        """Let the open journey's tasks come behind those of people who choose, or among them again.

        Raises RPCError when there is none, when the server knows no priorities, or when it cannot be reached.
        """
        place = Place(priority_key=(ASLEEP if asleep else INTERACTIVE).priority_key or 0)
        await self._client.workflow_service.update_workflow_execution_options(
            UpdateWorkflowExecutionOptionsRequest(
                namespace=self._client.namespace,
                workflow_execution=WorkflowExecution(workflow_id=journey_id(candidate_id)),
                workflow_execution_options=WorkflowExecutionOptions(priority=place),
                update_mask=FieldMask(paths=["priority"]),
            ),
            timeout=RANKED_WITHIN,
        )

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

    async def forget(self, candidate_id: CandidateId, *, even_running: bool = False) -> bool:
        """Delete the closed histories of an erased candidate; True when none is left, which a later call finds."""
        return await forget_histories(self._client, candidate_id, even_running=even_running)

    async def status(self, candidate_id: CandidateId) -> Status:
        """Ask the journey where it stands; raise RPCError (NOT_FOUND) when there never was one."""
        return await self.handle(candidate_id).query(CandidateJourney.status)

    async def facts(self, candidate_id: CandidateId) -> Journey:
        """Ask the latest journey, open or closed, for all that it knows; raise RPCError (NOT_FOUND) without one."""
        return await self.handle(candidate_id).query(CandidateJourney.facts)

    async def resume(self, journey: Journey, news: News | None = None) -> None:
        """Begin a journey in the middle, in the place of an open one if there is one; `news` is what it hears first.

        What the former one had still to do or to say is not done: it was found to be out of date.
        """
        await self._client.start_workflow(
            CandidateJourney.run,
            journey,
            id=journey_id(journey.candidate_id),
            task_queue=JOURNEYS,
            id_conflict_policy=WorkflowIDConflictPolicy.TERMINATE_EXISTING,
            start_signal=None if news is None else signal_name(type(news)),
            start_signal_args=[] if news is None else [news],
            static_summary=summary_of(journey.candidate_id),
            static_details=HOW_TO_READ,
            search_attributes=starting_attributes(journey),
            priority=ASLEEP if journey.booking and journey.booking.status in AGREED else INTERACTIVE,
        )

    async def abandon(self, candidate_id: CandidateId, reason: str) -> None:
        """Terminate a journey about which nothing can be done or said any more; one that is closed stays as it is."""
        try:
            await self.handle(candidate_id).terminate(reason=reason)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
