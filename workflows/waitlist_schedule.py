"""The schedule that sweeps the waiting lists every minute, and at once when it is triggered."""

from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleHandle,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)

from workflows.connection import JOURNEYS
from workflows.waitlist_sweep import ALL_TRIES, WaitlistSweep

WAITLIST_SWEEP = "waitlist-sweep"
EVERY = timedelta(minutes=1)


class WaitlistSchedule:
    """The one schedule of a namespace; methods raise RPCError when Temporal cannot be reached."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def handle(self) -> ScheduleHandle:
        """Return the handle of the schedule, whether there is one or not."""
        return self._client.get_schedule_handle(WAITLIST_SWEEP)

    async def keep(self) -> None:
        """Create the schedule, or change one that is not as it should be; a paused one stays paused."""
        wanted = wanted_schedule()
        try:
            await self._client.create_schedule(WAITLIST_SWEEP, wanted)
        except ScheduleAlreadyRunningError:
            await self.handle.update(lambda found: _correction(found, wanted))

    async def trigger(self) -> None:
        """Sweep now; while a sweep is under way one more follows it, however often this is called."""
        await self.handle.trigger(overlap=ScheduleOverlapPolicy.BUFFER_ONE)


def wanted_schedule() -> Schedule:
    """Return the schedule as it should be; a minute that was missed is not made up for."""
    return Schedule(
        action=ScheduleActionStartWorkflow(
            WaitlistSweep.run,
            id=WAITLIST_SWEEP,
            task_queue=JOURNEYS,
            execution_timeout=2 * ALL_TRIES,
            static_summary="offers free slots to those who wait",
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=EVERY)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.BUFFER_ONE, catchup_window=EVERY),
    )


def _correction(found: ScheduleUpdateInput, wanted: Schedule) -> ScheduleUpdate | None:
    """Return the change that is needed, or None."""
    schedule = found.description.schedule
    if _essence(schedule) == _essence(wanted):
        return None
    wanted.state = schedule.state
    return ScheduleUpdate(schedule=wanted)


def _essence(schedule: Schedule) -> tuple[object, ...]:
    """Return what can be compared: the server gives back its payloads encoded, and adds defaults."""
    action = schedule.action
    starts = (
        (action.workflow, action.task_queue, action.execution_timeout)
        if isinstance(action, ScheduleActionStartWorkflow)
        else None
    )
    intervals = [(interval.every, interval.offset or timedelta()) for interval in schedule.spec.intervals]
    return starts, intervals, len(schedule.spec.calendars), schedule.policy.overlap, schedule.policy.catchup_window
