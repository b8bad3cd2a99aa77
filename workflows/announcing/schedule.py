"""The typed ways to the sending of auto-messages: the schedule of each, its workflows, and what they are told."""

from datetime import UTC, datetime, timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleState,
    ScheduleUpdate,
    WorkflowExecutionStatus,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from domain.announcements import LATEST, OpenRun, Plan, Planned, RunStatus, announcing_id, schedule_id
from workflows.announcing.run import BEHIND_ALL_ELSE, Announce, Announcing
from workflows.connection import JOURNEYS

STILL_USEFUL = timedelta(hours=1)  # of a time that recurs; what the server missed for longer is left out
SIGNALS = {
    RunStatus.RUNNING: Announcing.resume,
    RunStatus.PAUSED: Announcing.pause,
    RunStatus.CANCELLED: Announcing.cancel,
    RunStatus.DONE: Announcing.cancel,
}


class Announcements:
    """All auto-messages behind one client; methods raise RPCError when Temporal cannot be reached."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def keep(self, planned: Planned, *, now: datetime) -> None:
        """Let Temporal start the message as it is wanted: by a schedule, at once if it is overdue, or not at all."""
        plan = planned.wanted
        if plan is None:
            await self.drop(planned.public_id)
        elif plan.due_at is not None and plan.due_at <= now:
            once = f"{announcing_id(planned.public_id)}-{plan.due_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
            await self._start(once, planned.message_id, planned.public_id, plan.words)
        else:
            await self._schedule(planned, plan)

    async def drop(self, public_id: str) -> None:
        """Delete the schedule of a message, if there is one."""
        try:
            await self._client.get_schedule_handle(schedule_id(public_id)).delete()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def scheduled(self) -> set[str]:
        """Return the ids of the schedules that there are; one made a moment ago may be missing."""
        return {each.id async for each in await self._client.list_schedules()}

    async def tell(self, run: OpenRun) -> None:
        """Let the workflow of a run hear where the run stands; start it where there is none (any more)."""
        handle = self._client.get_workflow_handle(run.workflow_id)
        try:
            if run.status is not run.told:
                await handle.signal(SIGNALS[run.status])
                return
            if (await handle.describe()).status is WorkflowExecutionStatus.RUNNING:
                return
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
        await self._start(run.workflow_id, run.message_id, run.public_id, None)

    async def _start(self, workflow_id: str, message_id: int, public_id: str, plan: str | None) -> None:
        await self._client.start_workflow(
            Announcing.run,
            Announce(message_id=message_id, public_id=public_id, plan=plan),
            id=workflow_id,
            task_queue=JOURNEYS,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary=f"auto-message {message_id}",
            priority=BEHIND_ALL_ELSE,
        )

    async def _schedule(self, planned: Planned, plan: Plan) -> None:
        wanted = wanted_schedule(planned, plan)
        try:
            await self._client.create_schedule(schedule_id(planned.public_id), wanted)
        except ScheduleAlreadyRunningError:
            handle = self._client.get_schedule_handle(schedule_id(planned.public_id))
            await handle.update(lambda _: ScheduleUpdate(schedule=wanted))


def wanted_schedule(planned: Planned, plan: Plan) -> Schedule:
    """Return the schedule of a message; while one run is under way no other begins."""
    once = plan.due_at is not None
    return Schedule(
        action=ScheduleActionStartWorkflow(
            Announcing.run,
            Announce(message_id=planned.message_id, public_id=planned.public_id, plan=plan.words),
            id=announcing_id(planned.public_id),
            task_queue=JOURNEYS,
            static_summary=f"auto-message {planned.message_id}",
            priority=BEHIND_ALL_ELSE,
        ),
        spec=_spec(plan),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=LATEST if once else STILL_USEFUL),
        state=ScheduleState(limited_actions=once, remaining_actions=1 if once else 0),
    )


def _spec(plan: Plan) -> ScheduleSpec:
    if plan.due_at is None:
        return ScheduleSpec(cron_expressions=[plan.cron or ""], time_zone_name=plan.zone)
    due = plan.due_at.astimezone(UTC)
    instant = ScheduleCalendarSpec(
        second=[ScheduleRange(due.second)],
        minute=[ScheduleRange(due.minute)],
        hour=[ScheduleRange(due.hour)],
        day_of_month=[ScheduleRange(due.day)],
        month=[ScheduleRange(due.month)],
        year=[ScheduleRange(due.year)],
    )
    return ScheduleSpec(calendars=[instant])
