"""The order of a released journey's commands never changes under those who are asleep; if it would, this says what to do."""

import json
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from tests.workflows import fingerprints
from tests.workflows.fingerprints import difference, explanation, fingerprint, kept, recorded
from tests.workflows.recordings import HISTORIES
from tests.workflows.test_replay import WORKFLOWS
from workflows import candidate_journey
from workflows.connection import build_converter
from workflows.events import Event
from workflows.journey import Journey
from workflows.rules import advance
from workflows.turn import Turn

RELEASED, KEPT = kept()


async def complaint(name: str, runner: WorkflowRunner) -> str | None:
    """Replay a recorded journey with today's code; return what to do if it orders something else."""
    history = WorkflowHistory.from_json("journey-1", (HISTORIES / f"{name}.json").read_text())
    replayer = Replayer(workflows=WORKFLOWS, data_converter=build_converter(None), workflow_runner=runner)
    failure = (await replayer.replay_workflow(history, raise_on_replay_failure=False)).replay_failure
    return None if failure is None else explanation(name, RELEASED, str(failure))


@pytest.mark.parametrize("name", sorted(KEPT))
async def test_todays_code_orders_what_was_recorded(name: str) -> None:
    assert (HISTORIES / f"{name}.json").exists(), f"{name}: the history of {RELEASED} was taken away"
    told = await complaint(name, SandboxedWorkflowRunner())
    assert told is None, told


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_history_is_still_the_one_that_was_recorded(name: str) -> None:
    now = recorded(name)
    assert now == KEPT[name], explanation(name, RELEASED, difference(KEPT[name], now))


def test_each_history_has_its_fingerprint() -> None:
    missing = {path.stem for path in HISTORIES.glob("*.json")} - set(KEPT)
    assert not missing, f"run `python -m tests.workflows.fingerprints` for {sorted(missing)}"


async def test_another_order_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate is alive: two effects change places, and whoever did it reads how to do it right."""

    def swapped(journey: Journey, news: Event) -> Turn:
        after, effects = advance(journey, news)
        return after, tuple(reversed(effects))

    monkeypatch.setattr(candidate_journey, "advance", swapped)
    told = await complaint("met", UnsandboxedWorkflowRunner())  # the sandbox would load the workflow anew
    assert told is not None
    assert told.startswith("met: the order of commands is not the one that was recorded.")
    for advice in ("workflow.patched", "docs/upgrading.md", "tests/workflows/recordings.py", "never record"):
        assert advice in told


def test_the_first_command_that_differs_is_named() -> None:
    assert difference(["do a", "end"], ["do b", "end"]) == "Command 1 was `do a` and is `do b` now."
    assert difference(["do a"], ["do a", "end"]) == "There were 1 commands and are 2 now."


def test_only_commands_leave_a_print() -> None:
    events = [
        {"eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED"},
        {"eventType": "EVENT_TYPE_TIMER_STARTED"},
        {
            "eventType": "EVENT_TYPE_ACTIVITY_TASK_SCHEDULED",
            "activityTaskScheduledEventAttributes": {"activityType": {"name": "reserve_slot"}},
        },
    ]
    assert fingerprint({"events": events}) == ["set a timer", "do reserve_slot"]


def test_after_a_release_only_new_histories_are_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "KEPT", tmp_path / "fingerprints.json")
    fingerprints.write(None)
    assert kept() == (None, {path.stem: recorded(path.stem) for path in HISTORIES.glob("*.json")})
    mine = {"released": "1.0", "journeys": {"met": ["end"]}}
    (tmp_path / "fingerprints.json").write_text(json.dumps(mine))
    fingerprints.write(None)
    released, journeys = kept()
    assert (released, journeys["met"]) == ("1.0", ["end"])
    assert journeys["declined"] == recorded("declined")
