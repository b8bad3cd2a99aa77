"""Recorded histories stand for journeys asleep in production: there is one of each kind, and a changed order is caught.

That today's code replays every one of them is tested beside their fingerprints, where the complaint says what to do.
"""

import json

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from activities.worker import STORIES
from tests.workflows.recordings import HISTORIES, JOURNEYS_TO_KEEP
from tests.workflows.short_recordings import SHORT_TO_KEEP
from workflows import candidate_journey
from workflows.candidate_journey import CandidateJourney
from workflows.connection import build_converter
from workflows.events import Event
from workflows.journey import Journey
from workflows.rules import advance
from workflows.turn import Turn
from workflows.webhooks.delivery import WebhookDelivery
from workflows.webhooks.sweep import WebhookSweep

RECORDED = sorted(path.stem for path in HISTORIES.glob("*.json"))
WORKFLOWS = [*STORIES, WebhookSweep, WebhookDelivery]


def history(name: str) -> WorkflowHistory:
    return WorkflowHistory.from_json("journey-1", (HISTORIES / f"{name}.json").read_text())


def test_every_kind_of_journey_has_been_recorded() -> None:
    assert set(RECORDED) == set(JOURNEYS_TO_KEEP) | set(SHORT_TO_KEEP)


def test_every_workflow_has_been_recorded() -> None:
    begun = [json.loads((HISTORIES / f"{name}.json").read_text())["events"][0] for name in RECORDED]
    types = {event["workflowExecutionStartedEventAttributes"]["workflowType"]["name"] for event in begun}
    assert types == {workflow.__name__ for workflow in WORKFLOWS}


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
