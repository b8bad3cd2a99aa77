"""What a journey's history consists of: its beats, and what each event and each billable action came from.

What Temporal bills for: a start, a signal, an activity's start, a timer, a change of search attributes or of options,
each try of an activity after the first; not the tasks of a workflow, nor the end of anything.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from bench.bare_stories import Beat

LETTER = "send_letter"
E = EventType


class Cause(StrEnum):
    """Where events come from."""

    START = "its start and end"
    SIGNAL = "signals"
    LETTER = "letters"
    DEED = "deeds in the database"
    TIMER = "timers"
    SHOWN = "search attributes for ops"
    RANK = "its place among others"
    TASK = "workflow tasks"
    OTHER = "others"


CAUSES = {
    E.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED: Cause.START,
    E.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: Cause.START,
    E.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED: Cause.SIGNAL,
    E.EVENT_TYPE_TIMER_STARTED: Cause.TIMER,
    E.EVENT_TYPE_TIMER_FIRED: Cause.TIMER,
    E.EVENT_TYPE_TIMER_CANCELED: Cause.TIMER,
    E.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES: Cause.SHOWN,
    E.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED: Cause.RANK,
    E.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED: Cause.TASK,
    E.EVENT_TYPE_WORKFLOW_TASK_STARTED: Cause.TASK,
    E.EVENT_TYPE_WORKFLOW_TASK_COMPLETED: Cause.TASK,
}
BILLED = {
    E.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    E.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
    E.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    E.EVENT_TYPE_TIMER_STARTED,
    E.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
    E.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
}


@dataclass
class Chronicle:
    """One history, counted; `deeds` are the database's activities by name."""

    events: int = 0
    actions: int = 0
    by_cause: Counter[Cause] = field(default_factory=Counter)
    billed_by_cause: Counter[Cause] = field(default_factory=Counter)
    kinds: Counter[int] = field(default_factory=Counter)
    deeds: Counter[str] = field(default_factory=Counter)

    @property
    def signals(self) -> int:
        return self.kinds[E.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED]

    @property
    def letters(self) -> int:
        return self.billed_by_cause[Cause.LETTER]

    @property
    def rings(self) -> int:
        """How often a timer rang."""
        return self.kinds[E.EVENT_TYPE_TIMER_FIRED]

    @property
    def tasks(self) -> int:
        """How often the workflow was woken."""
        return self.kinds[E.EVENT_TYPE_WORKFLOW_TASK_COMPLETED]


def chronicle_of(events: Iterable[HistoryEvent]) -> Chronicle:
    """Count a history, without what only the jumps of its clock left there."""
    found, ordered = Chronicle(), dict[int, Cause]()
    for event in _without_jumps(events):
        cause = _cause_of(event, ordered)
        found.events += 1
        found.kinds[event.event_type] += 1
        found.by_cause[cause] += 1
        if event.event_type in BILLED:
            found.actions += 1
            found.billed_by_cause[cause] += 1
            if cause is Cause.DEED:
                found.deeds[_activity(event)] += 1
    return found


def beats_of(events: Iterable[HistoryEvent]) -> Sequence[Beat]:
    """Return what each signal and each ring led to."""
    beats: list[Beat] = []
    for event in events:
        match event.event_type:
            case E.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
                beats.append(Beat(by_timer=False, deeds=0, letters=0, timers=0))
            case E.EVENT_TYPE_TIMER_FIRED:
                beats.append(Beat(by_timer=True, deeds=0, letters=0, timers=0))
            case E.EVENT_TYPE_TIMER_STARTED:
                beats[-1] = replace(beats[-1], timers=beats[-1].timers + 1)
            case E.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED if _activity(event) == LETTER:
                beats[-1] = replace(beats[-1], letters=beats[-1].letters + 1)
            case E.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
                beats[-1] = replace(beats[-1], deeds=beats[-1].deeds + 1)
            case _:
                pass
    return beats


def _without_jumps(events: Iterable[HistoryEvent]) -> Iterator[HistoryEvent]:
    """Leave out the jumps of a virtual clock, and the task that each of them may wake."""
    woken: set[int] = set()
    for event in events:
        if _is_jump(event):
            woken.add(event.event_id + 1)
        elif _task_of(event) not in woken:
            yield event


def _is_jump(event: HistoryEvent) -> bool:
    """Tell whether a clock is told to jump, or has; the same kind of event tells of a new priority."""
    if event.event_type == E.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED:
        return event.workflow_execution_options_updated_event_attributes.time_skipping_config_updated
    return event.event_type == E.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED


def _task_of(event: HistoryEvent) -> int:
    """Return the event by which the workflow's task was scheduled that this one is about; 0 for others."""
    match event.event_type:
        case E.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED:
            return event.event_id
        case E.EVENT_TYPE_WORKFLOW_TASK_STARTED:
            return event.workflow_task_started_event_attributes.scheduled_event_id
        case E.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            return event.workflow_task_completed_event_attributes.scheduled_event_id
        case _:
            return 0


def _activity(event: HistoryEvent) -> str:
    return event.activity_task_scheduled_event_attributes.activity_type.name


def _cause_of(event: HistoryEvent, ordered: dict[int, Cause]) -> Cause:
    """Return where an event comes from; `ordered` remembers of which activity the later events are."""
    match event.event_type:
        case E.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            cause = Cause.LETTER if _activity(event) == LETTER else Cause.DEED
            ordered[event.event_id] = cause
            return cause
        case E.EVENT_TYPE_ACTIVITY_TASK_STARTED:
            return ordered[event.activity_task_started_event_attributes.scheduled_event_id]
        case E.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
            return ordered[event.activity_task_completed_event_attributes.scheduled_event_id]
        case kind:
            return CAUSES.get(kind, Cause.OTHER)
