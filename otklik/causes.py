"""Which trace the deeds of a journey belong to: that of the press that led to them, not that of the first /start.

A journey lives for weeks; Temporal's own interceptor hangs everything it ever does on the trace of its start. Here a
deed follows the latest news, as long as one thing leads to the next without a pause. What a timer starts after a
pause is a trace of its own. Two presses within one turn (a tenth of a second) may share the trace of the later one.

Inside the workflow there is no OpenTelemetry, only W3C trace contexts as plain strings; spans are made outside.
"""

from collections.abc import Callable
from typing import Any, NoReturn, Protocol, TypeVar, cast

from temporalio import workflow
from temporalio.converter import PayloadConverter
from temporalio.worker import (
    ContinueAsNewInput,
    ExecuteWorkflowInput,
    HandleSignalInput,
    HandleUpdateInput,
    StartActivityInput,
    StartChildWorkflowInput,
    WorkflowInboundInterceptor,
    WorkflowOutboundInterceptor,
)

HEADER = "_tracer-data"  # where Temporal's own interceptor puts it
NOTE_SPAN = "otklik_note_span"

TraceContext = dict[str, str]
NoteSpan = Callable[[str, TraceContext | None, TraceContext | None, int, dict[str, str]], TraceContext]


class HasHeaders(Protocol):
    """Anything that travels with headers."""

    headers: Any


TravellingT = TypeVar("TravellingT", bound=HasHeaders)


class CausedDeeds(WorkflowInboundInterceptor):
    """Remembers what the workflow was told last, and hangs on it what the workflow does next."""

    def __init__(self, next: WorkflowInboundInterceptor) -> None:  # noqa: A002 -- the SDK passes it by this name
        super().__init__(next)
        self._cause: TraceContext | None = None
        self._touched = -1

    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        """Put ourselves between the workflow and what it orders."""
        super().init(_Orders(outbound, self))

    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:  # noqa: A002 -- the SDK's name
        """Note the beginning of a run; a signal that came with it stays the cause of what follows."""
        begun = self._note(f"RunWorkflow:{workflow.info().workflow_type}", _context_in(input.headers))
        if self._cause is None:
            self._cause = begun
        self.touch()
        return await super().execute_workflow(input)

    async def handle_signal(self, input: HandleSignalInput) -> None:  # noqa: A002 -- the same
        """Take news from the bot: whatever is done from now on was caused by it."""
        self._take(f"HandleSignal:{input.signal}", input.headers)
        await super().handle_signal(input)

    async def handle_update_handler(self, input: HandleUpdateInput) -> Any:  # noqa: A002 -- the same
        """Take news from the API in the same way."""
        self._take(f"HandleUpdate:{input.update}", input.headers)
        return await super().handle_update_handler(input)

    def touch(self) -> None:
        """Note that something was told or done at this moment, so that what starts at it follows from it."""
        self._touched = workflow.time_ns()

    def with_cause(self, order: TravellingT) -> TravellingT:
        """Send the cause along; an order out of the blue begins a trace that is linked to the one before."""
        if self._touched != workflow.time_ns():
            self._cause = self._note(f"TimerFired:{workflow.info().workflow_type}", None, self._cause)
            self.touch()
        if self._cause is not None:
            payload = PayloadConverter.default.to_payloads([self._cause])[0]
            order.headers = {**order.headers, HEADER: payload}
        return order

    def _take(self, name: str, headers: Any) -> None:
        self._cause = self._note(name, _context_in(headers))
        self.touch()

    def _note(self, name: str, parent: TraceContext | None, link: TraceContext | None = None) -> TraceContext | None:
        """Make a span of no length and return its context; while a history is replayed, the sender's own."""
        if workflow.unsafe.is_replaying():
            return parent
        info = workflow.info()
        about = {"temporalWorkflowID": info.workflow_id, "temporalRunID": info.run_id}
        note = cast("NoteSpan", workflow.extern_functions()[NOTE_SPAN])
        return note(name, parent, link, workflow.time_ns(), about)


class _Orders(WorkflowOutboundInterceptor):
    """What the workflow orders, with its cause; a run that is continued begins with none."""

    def __init__(self, next: WorkflowOutboundInterceptor, causes: CausedDeeds) -> None:  # noqa: A002 -- the SDK's name
        super().__init__(next)
        self._causes = causes

    def start_activity(self, input: StartActivityInput) -> workflow.ActivityHandle[Any]:  # noqa: A002 -- the same
        handle = super().start_activity(self._causes.with_cause(input))
        handle.add_done_callback(lambda _: self._causes.touch())
        return handle

    async def start_child_workflow(self, input: StartChildWorkflowInput) -> workflow.ChildWorkflowHandle[Any, Any]:  # noqa: A002 -- the same
        return await super().start_child_workflow(self._causes.with_cause(input))

    def continue_as_new(self, input: ContinueAsNewInput) -> NoReturn:  # noqa: A002 -- the same
        super().continue_as_new(input)


def _context_in(headers: Any) -> TraceContext | None:
    payload = headers.get(HEADER)
    return None if payload is None else PayloadConverter.default.from_payloads([payload], [dict[str, str]])[0]
