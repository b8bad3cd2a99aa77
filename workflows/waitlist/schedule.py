"""The schedule that sweeps the waiting lists every minute, and at once when it is triggered."""

from temporalio.client import Client, ScheduleActionStartWorkflow

from workflows.connection import JOURNEYS
from workflows.kept_schedule import KeptSchedule
from workflows.waitlist.sweep import ALL_TRIES, WaitlistSweep

WAITLIST_SWEEP = "waitlist-sweep"


class WaitlistSchedule(KeptSchedule):
    """The sweep of a namespace; methods raise RPCError when Temporal cannot be reached."""

    def __init__(self, client: Client) -> None:
        sweep = ScheduleActionStartWorkflow(
            WaitlistSweep.run,
            id=WAITLIST_SWEEP,
            task_queue=JOURNEYS,
            execution_timeout=2 * ALL_TRIES,
            static_summary="offers free slots to those who wait",
        )
        super().__init__(client, sweep)
