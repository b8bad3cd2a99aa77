"""One look over the waiting lists: free slots are offered to those who wait. Short-lived, unlike a journey."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy

from workflows import steps

ONE_TRY = timedelta(seconds=50)
ALL_TRIES = timedelta(minutes=5)  # the schedule begins anew every minute anyway
RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=10))


@workflow.defn
class WaitlistSweep:
    """Offers what is free now, once."""

    @workflow.run
    async def run(self) -> int:
        """Return how many of those who wait were told of a slot."""
        return await workflow.execute_activity(
            steps.offer_freed_slots,
            start_to_close_timeout=ONE_TRY,
            schedule_to_close_timeout=ALL_TRIES,
            retry_policy=RETRY,
            summary=steps.offer_freed_slots.__name__,
            priority=Priority(priority_key=1),
        )
