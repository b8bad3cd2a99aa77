"""The sandbox in which workflows run, and what of ours it does not load anew for each of them.

Loading the words of a journey (its messages, events, letters, findings) for every journey that begins or wakes up took
most of a worker's time and memory. They are pure: standard library only, no clock, no I/O, nothing that changes. So all
journeys of a process share them. What talks to Temporal stays in the sandbox; and the recorded histories are replayed
with everything in it, so that it still sees what should not be there.
"""

from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.own_payloads import OwnPayloads

PURE_WORKFLOWS = (
    *("announcing.orders", "chapters", "deeds", "effects", "events", "findings", "journey", "labels", "letters"),
    *("messages", "move_deeds", "move_messages", "occasions", "rules", "standing", "turn", "webhooks.orders"),
)
SHARED = ("domain", "workflows.steps", *(f"workflows.{name}" for name in PURE_WORKFLOWS))


class Sandbox(SandboxedWorkflowRunner):
    """Temporal's own, entered only for deciding."""

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Return a workflow that has just begun or woken up."""
        return OwnPayloads(super().create_instance(det), det.info)


def build_sandbox() -> SandboxedWorkflowRunner:
    """Return the sandbox for a worker."""
    return Sandbox(restrictions=SandboxRestrictions.default.with_passthrough_modules(*SHARED))
