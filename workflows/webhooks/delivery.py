"""One event on its way to one endpoint: as long as it takes, three days at most. No other event waits for it."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError

from workflows.webhooks import steps
from workflows.webhooks.orders import DeliverEvent, DeliveryResult

BESIDES = timedelta(seconds=10)  # what the database may take beside the receiver
NOTING = timedelta(seconds=20)
NOTING_RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=30))


@workflow.defn
class WebhookDelivery:
    """Sends until the receiver takes it, or until it is abandoned; the database has the log."""

    @workflow.run
    async def run(self, order: DeliverEvent) -> DeliveryResult:
        """Return what has become of it.

        After a failure the activity says itself when to come again; the policy is for a worker that died in mid-send.
        """
        pace = order.pace
        try:
            return await workflow.execute_activity(
                steps.deliver_event,
                order,
                start_to_close_timeout=pace.one_try + BESIDES,
                schedule_to_close_timeout=pace.give_up_after,
                retry_policy=RetryPolicy(
                    initial_interval=pace.first,
                    backoff_coefficient=pace.growth,
                    maximum_interval=pace.longest,
                    maximum_attempts=pace.tries,
                ),
                summary=f"delivery {order.delivery_id}",
            )
        except ActivityError:
            return await workflow.execute_activity(
                steps.abandon_delivery,
                order,
                start_to_close_timeout=NOTING,
                retry_policy=NOTING_RETRY,
                summary=f"delivery {order.delivery_id}",
            )
