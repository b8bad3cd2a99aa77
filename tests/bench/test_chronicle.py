from pathlib import Path

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

from bench.chronicle import Cause, beats_of, chronicle_of
from bench.events import figures

MET = Path("tests/workflows/histories/met.json")


def met() -> WorkflowHistory:
    return WorkflowHistory.from_json("met", MET.read_text())


def test_every_event_of_a_journey_has_a_cause() -> None:
    found = chronicle_of(met().events)
    assert found.by_cause[Cause.OTHER] == 0
    assert sum(found.by_cause.values()) == found.events
    assert sum(found.billed_by_cause.values()) == found.actions


def test_jumps_of_the_clock_are_not_counted() -> None:
    assert chronicle_of(met().events).events < len(met().events)


def test_a_new_priority_is_no_jump() -> None:
    ranked = HistoryEvent(event_type=EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED)
    ranked.workflow_execution_options_updated_event_attributes.priority.priority_key = 3
    found, before = chronicle_of([*met().events, ranked]), chronicle_of(met().events)
    assert (found.events, found.actions) == (before.events + 1, before.actions + 1)
    assert found.by_cause[Cause.RANK] == 1


def test_a_score_has_all_that_the_journey_did() -> None:
    found, beats = chronicle_of(met().events), beats_of(met().events)
    assert sum(beat.letters for beat in beats) == found.letters
    assert sum(beat.deeds for beat in beats) == sum(found.deeds.values())
    assert [beat.by_timer for beat in beats].count(True) == found.rings
    assert len(beats) == found.signals + found.rings


def test_the_least_is_less_than_what_a_journey_needs() -> None:
    compared = [figure for figure in figures(chronicle_of(met().events)) if figure.bare is not None]
    assert len(compared) == 4
    assert all(1 < figure.value < 2 for figure in compared)
