"""The typed way to begin deliveries: each is a workflow of its own, begun once for each round."""

from datetime import timedelta
from uuid import UUID

from temporalio.client import Client, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy

from workflows.connection import WEBHOOKS
from workflows.webhooks.delivery import WebhookDelivery
from workflows.webhooks.orders import DeliverEvent, DeliveryResult

AFTERWARDS = timedelta(days=1)  # the worker may be away when the last try is over; it is noted when it is back
Handle = WorkflowHandle[WebhookDelivery, DeliveryResult]


class Deliveries:
    """All deliveries behind one client; methods raise RPCError when Temporal cannot be reached."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def begin(self, public_id: UUID, order: DeliverEvent) -> Handle:
        """Begin to deliver, or return the handle of the workflow that does so already."""
        return await self._client.start_workflow(
            WebhookDelivery.run,
            order,
            id=f"webhook-{public_id}-{order.round}",
            task_queue=WEBHOOKS,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            execution_timeout=order.pace.give_up_after + AFTERWARDS,
            static_summary="tells somebody of what happened",
        )
