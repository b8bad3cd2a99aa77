"""The schedule that looks for events to deliver every minute, and at once when it is triggered."""

from temporalio.client import Client, ScheduleActionStartWorkflow

from workflows.connection import WEBHOOKS
from workflows.kept_schedule import KeptSchedule
from workflows.webhooks.sweep import ALL_TRIES, WebhookSweep

WEBHOOK_SWEEP = "webhook-sweep"


class WebhookSchedule(KeptSchedule):
    """The sweep of a namespace; methods raise RPCError when Temporal cannot be reached."""

    def __init__(self, client: Client) -> None:
        sweep = ScheduleActionStartWorkflow(
            WebhookSweep.run,
            id=WEBHOOK_SWEEP,
            task_queue=WEBHOOKS,
            execution_timeout=2 * ALL_TRIES,
            static_summary="tells others of what happened",
        )
        super().__init__(client, sweep)
