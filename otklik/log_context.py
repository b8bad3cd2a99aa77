"""Names the journey on every line that is logged on its behalf: in its activities, and by whoever tells it news."""

from collections.abc import Mapping
from typing import Any

import structlog
from temporalio import activity, client, worker

bind = structlog.contextvars.bind_contextvars


class LogContext(client.Interceptor, worker.Interceptor):
    """Binds ids and nothing else; it costs a dictionary a call."""

    def intercept_client(self, next: client.OutboundInterceptor) -> client.OutboundInterceptor:  # noqa: A002 -- the SDK's name
        """Name the journey that a caller speaks to from then on."""
        return _NamingCaller(next)

    def intercept_activity(self, next: worker.ActivityInboundInterceptor) -> worker.ActivityInboundInterceptor:  # noqa: A002 -- the same
        """Name the journey that ordered the activity."""
        return _NamingActivity(next)


class _NamingActivity(worker.ActivityInboundInterceptor):
    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:  # noqa: A002 -- the same
        info = activity.info()
        bind(journey=info.workflow_id, activity=info.activity_type, attempt=info.attempt)
        return await super().execute_activity(input)


class _NamingCaller(client.OutboundInterceptor):
    async def start_workflow(self, input: client.StartWorkflowInput) -> client.WorkflowHandle[Any, Any]:  # noqa: A002 -- the same
        _name(input.id)
        return await super().start_workflow(input)

    async def signal_workflow(self, input: client.SignalWorkflowInput) -> None:  # noqa: A002 -- the same
        _name(input.id)
        await super().signal_workflow(input)

    async def start_workflow_update(
        self,
        input: client.StartWorkflowUpdateInput,  # noqa: A002 -- the same
    ) -> client.WorkflowUpdateHandle[Any]:
        _name(input.id)
        return await super().start_workflow_update(input)


def _name(workflow_id: str) -> None:
    """Name it, unless an activity tells others something: it goes on speaking for the workflow that ordered it."""
    if not activity.in_activity():
        bind(journey=workflow_id)


def journey_in(extra: Mapping[str, Any]) -> str | None:
    """Return the workflow that Temporal's own loggers say they speak for, None for any other line."""
    for key in ("temporal_workflow", "temporal_activity"):
        if isinstance(about := extra.get(key), Mapping):
            return str(about["workflow_id"])
    return None
