"""Deleting what Temporal remembers of an erased candidate, by its own order to delete an execution."""

from collections.abc import AsyncIterator

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.client import WorkflowExecution as Execution
from temporalio.service import RPCError, RPCStatusCode

from domain.ids import CandidateId, journey_id, words_prefix


async def forget_histories(client: Client, candidate_id: CandidateId, *, even_running: bool = False) -> bool:
    """Order every closed history of the candidate deleted; True when there was none any more, running or closed.

    Deleting takes the server a moment, so the True comes with a later call. What still runs is left alone, unless
    `even_running`: the server ends it then. Raises RPCError when Temporal cannot be reached or does not allow it.
    """
    remains = False
    async for execution in _executions(client, candidate_id):
        remains = True
        if even_running or execution.status is not WorkflowExecutionStatus.RUNNING:
            await _delete(client, execution)
    return not remains


async def _executions(client: Client, candidate_id: CandidateId) -> AsyncIterator[Execution]:
    """Yield what the server knows for certain (the latest journey), then what its lists, a moment behind, have."""
    journey = journey_id(candidate_id)
    try:
        yield await client.get_workflow_handle(journey).describe()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
    listed = f"WorkflowId = '{journey}' OR WorkflowId STARTS_WITH '{words_prefix(candidate_id)}'"
    async for execution in client.list_workflows(listed):
        yield execution


async def _delete(client: Client, execution: Execution) -> None:
    """Delete one history; that it is gone already is fine."""
    which = WorkflowExecution(workflow_id=execution.id, run_id=execution.run_id)
    try:
        await client.workflow_service.delete_workflow_execution(
            DeleteWorkflowExecutionRequest(namespace=client.namespace, workflow_execution=which)
        )
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
