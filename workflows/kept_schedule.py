"""A schedule that every worker keeps as it should be: each minute, and at once when it is triggered."""

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

EVERY = timedelta(minutes=1)


class KeptSchedule:
    """One schedule of a namespace; methods raise RPCError when Temporal cannot be reached."""

    def __init__(self, client: Client, action: ScheduleActionStartWorkflow) -> None:
        self._client = client
        self._action = action

    @property
    def id(self) -> str:
        """The id of the schedule is that of what it starts."""
        return self._action.id

    @property
    def handle(self) -> ScheduleHandle:
        """Return the handle of the schedule, whether there is one or not."""
        return self._client.get_schedule_handle(self.id)

    async def keep(self) -> None:
        """Create the schedule, or change one that is not as it should be; a paused one stays paused."""
        wanted = _schedule(self._action)
        try:
            await self._client.create_schedule(self.id, wanted)
        except ScheduleAlreadyRunningError:
            await self.handle.update(lambda found: _correction(found, wanted))

    async def trigger(self) -> None:
        """Begin now; while a run is under way one more follows it, however often this is called."""
        await self.handle.trigger(overlap=ScheduleOverlapPolicy.BUFFER_ONE)


def _schedule(action: ScheduleActionStartWorkflow) -> Schedule:
    """Return the schedule as it should be; a minute that was missed is not made up for."""
    return Schedule(
        action=action,
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
