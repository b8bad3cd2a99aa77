"""One look at the events that wait: each gets a workflow of its own, and old ones are forgotten. Short-lived."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

from workflows.webhooks import steps

ONE_TRY = timedelta(seconds=50)
ALL_TRIES = timedelta(minutes=5)  # the schedule begins anew every minute anyway
RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=10))


@workflow.defn
class WebhookSweep:
    """Begins what is to be delivered, once."""

    @workflow.run
    async def run(self) -> int:
        """Return how many deliveries were begun."""
        begun = await workflow.execute_activity(
            steps.begin_deliveries,
            start_to_close_timeout=ONE_TRY,
            schedule_to_close_timeout=ALL_TRIES,
            retry_policy=RETRY,
            summary="what is to be delivered",
        )
        await workflow.execute_activity(
            steps.forget_old_events,
            start_to_close_timeout=ONE_TRY,
            schedule_to_close_timeout=ALL_TRIES,
            retry_policy=RETRY,
            summary="what was settled long ago",
        )
        return begun
