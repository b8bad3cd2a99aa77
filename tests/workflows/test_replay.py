"""Recorded histories stand for journeys asleep in production: today's code must replay every one of them."""

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from tests.workflows.recordings import HISTORIES, JOURNEYS_TO_KEEP
from workflows import candidate_journey
from workflows.candidate_journey import CandidateJourney
from workflows.connection import build_converter
from workflows.events import Event
from workflows.journey import Journey
from workflows.rules import advance
from workflows.turn import Turn

RECORDED = sorted(path.stem for path in HISTORIES.glob("*.json"))


def history(name: str) -> WorkflowHistory:
    return WorkflowHistory.from_json("journey-1", (HISTORIES / f"{name}.json").read_text())


@pytest.mark.parametrize("name", RECORDED)
async def test_a_recorded_journey_replays(name: str) -> None:
    replayer = Replayer(workflows=[CandidateJourney], data_converter=build_converter(None))
    result = await replayer.replay_workflow(history(name), raise_on_replay_failure=False)
    assert result.replay_failure is None


def test_every_kind_of_journey_has_been_recorded() -> None:
    assert set(RECORDED) == set(JOURNEYS_TO_KEEP)


async def test_a_workflow_with_two_commands_swapped_fails_the_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate is alive: the same effects in another order are caught."""

    def swapped(journey: Journey, news: Event) -> Turn:
        after, effects = advance(journey, news)
        return after, tuple(reversed(effects))

    monkeypatch.setattr(candidate_journey, "advance", swapped)
    replayer = Replayer(
        workflows=[CandidateJourney],
        data_converter=build_converter(None),
        workflow_runner=UnsandboxedWorkflowRunner(),  # the sandbox would load the workflow anew, without the swap
    )
    result = await replayer.replay_workflow(history("met"), raise_on_replay_failure=False)
    assert result.replay_failure is not None
