"""What is asked of Temporal: attributes, workers, schedules, journeys that are late or stuck, readable payloads."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType, WorkerVersioningMode
from temporalio.api.taskqueue.v1 import PollerInfo, TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, DescribeTaskQueueResponse
from temporalio.client import Client, WorkflowExecution
from temporalio.service import RPCError, RPCStatusCode

from domain.erased import CandidateErasedError
from otklik.candidate_keys import KeysOutOfReachError
from otklik.checkup.diagnosis import Diagnosis, failure, ok, skipped, warning
from otklik.checkup.patient import NotReachedError, Patient, client_of
from otklik.codec import ENCODING
from otklik.first_payloads import first_payloads, is_key_of_candidate_lost, why_unreadable
from otklik.search_attributes import RefusedByTemporalError, missing_search_attributes
from workflows.connection import BULK, JOURNEYS, WEBHOOKS
from workflows.kept_schedule import KeptSchedule
from workflows.waitlist.schedule import WaitlistSchedule
from workflows.webhooks.schedule import WebhookSchedule

WORKFLOWS, ACTIVITIES = TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY
QUEUES = ((JOURNEYS, WORKFLOWS), (JOURNEYS, ACTIVITIES), (BULK, ACTIVITIES), (WEBHOOKS, WORKFLOWS))
POLLED_LATELY = timedelta(minutes=2)  # a poller asks again each minute; one that is gone is listed for five
LATE = timedelta(minutes=5)
NAMED_AT_MOST = 5
TRIED_AT_MOST = 20  # open journeys; those of people who were erased a moment ago cannot be read
STUCK = "ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL"
OPEN = "WorkflowType = 'CandidateJourney' AND ExecutionStatus = 'Running'"


async def check_attributes(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether everything is registered that ops search by, and that journeys set."""
    name = "search attributes"
    try:
        missing = await missing_search_attributes(client_of(patient))
    except RefusedByTemporalError as error:
        return [failure(name, "some have another type", str(error))]
    except RPCError as error:
        if error.status in {RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.PERMISSION_DENIED}:
            return [skipped(name, f"this account may not list them ({error.message})")]
        raise
    if missing:
        return [failure(name, f"{', '.join(sorted(missing))} missing", "run `otklik migrate`")]
    return [ok(name, "all are registered")]


async def check_workers(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether somebody works on each queue; with versions, whether somebody of the current one does."""
    name, client = "workers", client_of(patient)
    asked = {queue: await _described(client, *queue) for queue in QUEUES}
    idle = sorted({queue for (queue, _), answer in asked.items() if not _pollers(answer, patient.asked_at)})
    if not idle:
        return [ok(name, "somebody polls every queue")]
    versions = {answer.versioning_info.current_deployment_version.build_id for answer in asked.values()} - {""}
    others = {poller for queue in idle for poller in _of_other_versions(asked, queue, patient.asked_at)}
    if versions or others:
        what = f"nobody of the current version ({', '.join(versions) or 'none is'}) polls {', '.join(idle)}"
        advice = "start its workers, or `temporal worker deployment set-current-version` to one that runs"
        there = f", others do ({', '.join(sorted(others))})" if others else ""
        return [failure(name, f"{what}{there}: journeys stand still", advice)]
    return [failure(name, f"nobody polls {', '.join(idle)}: journeys stand still", "start `otklik worker`")]


async def check_schedules(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether the sweeps run each minute."""
    name, client = "schedules", client_of(patient)
    kept: list[KeptSchedule] = [WaitlistSchedule(client), WebhookSchedule(client)]
    found = [diagnosis for each in kept if (diagnosis := await _judge(name, each, patient.asked_at)) is not None]
    return found or [ok(name, ", ".join(each.id for each in kept))]


async def check_next_actions(patient: Patient) -> Sequence[Diagnosis]:
    """Tell which journeys should have acted by themselves and did not: somebody waits to be told something."""
    name, before = "next actions", patient.asked_at - LATE
    late = await _listed(client_of(patient), f"{OPEN} AND NextActionAt < '{before.isoformat()}'")
    lost = f"{OPEN} AND NextActionAt IS NULL AND StartTime < '{before.isoformat()}'"
    without = await _listed(client_of(patient), lost)
    advice = "look at them in the Temporal UI; a worker that is down or a failing deed is the usual reason"
    found = [failure(name, f"overdue: {_named(late)}", advice)] if late else []
    if without:
        begin = "they could not begin: is a questionnaire published, and does a worker run?"
        found.append(failure(name, f"without a next action: {_named(without)}", begin))
    return found or [ok(name, "no journey is late")]


async def check_stuck(patient: Patient) -> Sequence[Diagnosis]:
    """Tell which workflows cannot go on because their code fails, where the server counts that."""
    name = "stuck workflows"
    try:
        stuck = await _listed(client_of(patient), STUCK)
    except RPCError as error:
        if error.status is RPCStatusCode.INVALID_ARGUMENT:
            return [skipped(name, "this server does not report them")]
        raise
    if stuck:
        advice = "read the worker's log; after a deployment go back to the version before"
        return [failure(name, f"their tasks fail: {_named(stuck)}", advice)]
    return [ok(name, "none")]


async def check_payloads(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether our key opens what is stored: one open journey is read, of somebody who was not erased."""
    name, client = "payload key", client_of(patient)
    if patient.without_key is not None:
        return [failure(name, patient.without_key, "set it where the processes have it")]
    try:
        async for execution in client.list_workflows(OPEN, limit=TRIED_AT_MOST):
            with contextlib.suppress(CandidateErasedError):
                return [await _judge_payloads(name, client, execution)]
    except KeysOutOfReachError as error:
        if patient.engine is None:
            raise NotReachedError("the database, which has the keys of the candidates, is not there") from error
        return [
            failure(name, f"the keys of candidates are out of reach ({error})", "see to PostgreSQL; no key is wrong")
        ]
    return [skipped(name, "there is no open journey to try it on")]


async def _judge_payloads(name: str, client: Client, execution: WorkflowExecution) -> Diagnosis:
    payloads = await first_payloads(client, execution.id, execution.run_id)
    if (error := await why_unreadable(client, payloads)) is not None:
        is_lost = is_key_of_candidate_lost(payloads, error)
        advice = "run `otklik reconcile`" if is_lost else "add its key to PAYLOAD_KEY"
        return failure(name, f"{execution.id} cannot be read ({error})", advice)
    if any(payload.metadata.get("encoding") != ENCODING for payload in payloads):
        return warning(name, f"{execution.id} is stored in clear", "start workers with PAYLOAD_KEY")
    return ok(name, f"{execution.id} can be read")


async def _described(client: Client, queue: str, kind: TaskQueueType.ValueType) -> DescribeTaskQueueResponse:
    asked = DescribeTaskQueueRequest(namespace=client.namespace, task_queue=TaskQueue(name=queue), task_queue_type=kind)
    return await client.workflow_service.describe_task_queue(asked)


def _pollers(queue: DescribeTaskQueueResponse, now: datetime) -> list[PollerInfo]:
    """Return those who are given work: of the current version, or without any where none is current."""
    current = queue.versioning_info.current_deployment_version.build_id
    return [poller for poller in _lately(queue, now) if _version(poller) == current]


def _of_other_versions(
    asked: Mapping[tuple[str, TaskQueueType.ValueType], DescribeTaskQueueResponse], name: str, now: datetime
) -> set[str]:
    found = {
        _version(poller) for (queue, _), answer in asked.items() if queue == name for poller in _lately(answer, now)
    }
    return {version or "one without a version" for version in found}


def _lately(queue: DescribeTaskQueueResponse, now: datetime) -> list[PollerInfo]:
    since = (now - POLLED_LATELY).timestamp()
    return [poller for poller in queue.pollers if poller.last_access_time.seconds >= since]


def _version(poller: PollerInfo) -> str:
    mode = poller.deployment_options.worker_versioning_mode
    is_versioned = mode == WorkerVersioningMode.WORKER_VERSIONING_MODE_VERSIONED
    return poller.deployment_options.build_id if is_versioned else ""


async def _judge(name: str, schedule: KeptSchedule, now: datetime) -> Diagnosis | None:
    try:
        found = await schedule.handle.describe()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return failure(name, f"there is no {schedule.id}", "start `otklik worker`, which makes it")
    if found.schedule.state.paused:
        resume = f"run `temporal schedule toggle --unpause --schedule-id {schedule.id}`"
        return failure(name, f"{schedule.id} is paused", resume)
    last = max((each.started_at for each in found.info.recent_actions), default=found.info.created_at)
    if last < now - LATE and not found.info.running_actions:
        return failure(name, f"{schedule.id} last began at {last:%Y-%m-%d %H:%M} UTC", "look at it in the Temporal UI")
    return None


async def _listed(client: Client, query: str) -> list[str]:
    return [execution.id async for execution in client.list_workflows(query, limit=NAMED_AT_MOST + 1)]


def _named(ids: Sequence[str]) -> str:
    more = " and more" if len(ids) > NAMED_AT_MOST else ""
    return ", ".join(ids[:NAMED_AT_MOST]) + more
