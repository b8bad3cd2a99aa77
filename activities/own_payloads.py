"""Whose payloads a workflow reads and writes: its own, always.

Temporal's library asks the workflow, inside its sandbox, whose each payload is, several times for each one that comes
and goes: a workflow may order others or speak to them. Ours order activities only, whose payloads are sealed as the
workflow's own. So the answer is known outside of the sandbox, which is entered to decide something and for nothing
else: asking took a tenth of a worker's processor time.
"""

from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import StorageDriverStoreContext, WorkflowSerializationContext
from temporalio.worker import WorkflowInstance
from temporalio.workflow import Info

NOWHERE = StorageDriverStoreContext(target=None)  # no payload is stored outside of Temporal


class OwnPayloads(WorkflowInstance):
    """A workflow in its sandbox that is not asked whose its payloads are."""

    def __init__(self, sandboxed: WorkflowInstance, info: Info) -> None:
        self._sandboxed = sandboxed
        self._own = WorkflowSerializationContext(namespace=info.namespace, workflow_id=info.workflow_id)

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        """Let the workflow take what has happened; return what it orders."""
        return self._sandboxed.activate(act)

    def get_serialization_context(self, command_info: object) -> WorkflowSerializationContext:
        """Return whose the payloads of any command are."""
        del command_info
        return self._own

    def get_external_store_context(self, command_info: object) -> StorageDriverStoreContext:
        """Return where payloads are stored that are too large for Temporal."""
        del command_info
        return NOWHERE

    def get_info(self) -> Info:
        """Return which workflow it is."""
        return self._sandboxed.get_info()

    def get_thread_id(self) -> int | None:
        """Return the thread in which the workflow decides right now, if it does."""
        return self._sandboxed.get_thread_id()
