"""docs/ops.md, executed: every query of it, on a real server with journeys in those states."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from domain.stages import Stage
from otklik.embedded.temporal import embedded_temporal
from otklik.search_attributes import SEARCH_ATTRIBUTES
from tests.otklik.views import GUIDE, filled_in, views
from tests.otklik.watched import Watched, instants, watched
from workflows.connection import TemporalSettings, connect
from workflows.showing import NEXT_ACTION_AT, WAITING_SINCE

ASKED_MOST = "Who has waited longest for a recruiter, and since when?"
LONG_WAIT = "Waiting for a recruiter for more than 4 hours"
OVERDUE = "Next action overdue"
TEN_SECONDS_OF_READING = 45  # words
WAIT_LONG = {"old request", "near request", "wants to move", "owes an outcome", "unreachable"}
FOUND = {
    ASKED_MOST: WAIT_LONG | {"fresh request", "just over"},
    LONG_WAIT: WAIT_LONG,
    "Nobody will wake it": {"not taken", "stuck"},
    "Stuck in its own code": {"stuck"},
    "Ended by force": {"terminated"},
    "Today's interviews in Kazan": {"tonight"},
    "Not confirmed an hour before the start": {"reminded"},
    "Not approved three hours before the start": {"near request"},
    "Outcome owed for a day": {"owes an outcome"},
    "Waiting for an admin": {"left to an admin"},
    "Unreachable": {"unreachable"},
    "Without a free time in Kazan": {"no slots"},
    "Wishes to move that wait for a recruiter": {"wants to move"},
    "All with one recruiter": {
        *("old request", "near request", "fresh request", "tonight", "tonight elsewhere", "after midnight", "reminded"),
        *("confirmed", "owes an outcome", "just over", "wants to move", "unreachable"),
    },
}
# A task that fails twice counts as a problem here, so that nobody waits a minute for the fifth time.
SOON = {"system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute": "2"}


@pytest.fixture(scope="module")
async def journeys(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Watched]:
    folder = tmp_path_factory.mktemp("watched")
    async with embedded_temporal(folder, SEARCH_ATTRIBUTES, configuration=SOON) as address:
        client = await connect(TemporalSettings(address=address), codec=None)
        async with watched(client) as journeys:
            yield journeys


async def found(journeys: Watched, query: str) -> set[str]:
    query = filled_in(query, now=journeys.now, today=journeys.today)
    return journeys.names({each.id async for each in journeys.client.list_workflows(query)})


async def until_found(journeys: Watched, query: str, expected: set[str]) -> None:
    """Ask until the list, which is a moment behind, shows what it must; then show how it differs."""
    for _ in range(50):
        if await found(journeys, query) == expected:
            return
        await asyncio.sleep(0.2)
    assert await found(journeys, query) == expected


def test_every_view_of_the_guide_is_tried() -> None:
    assert set(views()) == {*FOUND, OVERDUE}


@pytest.mark.parametrize("title", FOUND)
async def test_a_view_finds_those_and_no_others(title: str, journeys: Watched) -> None:
    await until_found(journeys, views()[title], FOUND[title])


async def test_whatever_should_have_happened_by_now_is_overdue(journeys: Watched) -> None:
    until = journeys.now - timedelta(minutes=5)
    due = {name for name, at in (await instants(journeys, NEXT_ACTION_AT)).items() if at < until}
    assert "old request" in due
    assert "fresh request" not in due
    await until_found(journeys, views()[OVERDUE], due - {"left"})


async def test_the_longest_wait_for_a_recruiter_is_in_the_last_list_that_is_not_empty(journeys: Watched) -> None:
    query = views()[LONG_WAIT]
    await until_found(journeys, query, FOUND[LONG_WAIT])
    lists = [await found(journeys, query.replace("4 hours", f"{hours} hours")) for hours in (48, 24, 12, 4)]
    few = next(names for names in lists if names)
    since = await instants(journeys, WAITING_SINCE)
    assert min(few, key=lambda name: since[name]) == "old request"
    assert timedelta() <= since["old request"] - journeys.began < timedelta(minutes=1)


def test_the_question_asked_most_is_answered_within_ten_seconds_of_reading() -> None:
    section = GUIDE.read_text(encoding="utf-8").partition(f"## {ASKED_MOST}")[2].partition("\n## ")[0]
    assert len(section.rpartition("```")[2].split()) < TEN_SECONDS_OF_READING


def test_the_guide_explains_every_stage() -> None:
    table = GUIDE.read_text(encoding="utf-8").partition("## What each stage means")[2].partition("\n## ")[0]
    explained = {
        name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert explained - {"JourneyStage"} == set(Stage)
