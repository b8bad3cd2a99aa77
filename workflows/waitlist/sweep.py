"""One look over everything: closed cities and changed policies are told of, free slots offered. Short-lived."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy

from workflows import steps

ONE_TRY = timedelta(seconds=50)
ALL_TRIES = timedelta(minutes=5)  # the schedule begins anew every minute anyway
RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=10))


@workflow.defn
class WaitlistSweep:
    """Tells of what was closed and offers what is free now, once."""

    @workflow.run
    async def run(self) -> int:
        """Return how many of those who wait were told of a slot."""
        await self._do(steps.tell_of_closed_cities)
        await self._do(steps.tell_of_changed_policies)
        await self._do(steps.forget_erased)
        told = await self._do(steps.offer_freed_slots)
        await self._do(steps.keep_announcements)
        return told

    async def _do(self, step: Callable[[], Awaitable[int]]) -> int:
        return await workflow.execute_activity(
            step,
            start_to_close_timeout=ONE_TRY,
            schedule_to_close_timeout=ALL_TRIES,
            retry_policy=RETRY,
            summary=step.__name__,
            priority=Priority(priority_key=1),
        )
