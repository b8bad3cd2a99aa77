"""Erasure to its end: the database first, then what Temporal remembers; on the real server."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Worker

from activities.erasing import INTERRUPTED_AFTER, ErasingDeeds
from domain.ids import CandidateId
from domain.stages import Stage
from tests.database.world import NOW, World
from tests.workflows.fakes import FakeDeeds
from tests.workflows.playing import Played
from workflows.candidate_journey import CandidateJourney
from workflows.connection import BULK, JOURNEYS, TemporalSettings, connect
from workflows.deeds import EraseCandidate
from workflows.journeys import Journeys
from workflows.messages import CandidateLeft, ErasureAsked, Press
from workflows.words_relay import StrayWords, WordsRelay

NAME = "Журавлёва Злата Игоревна"


class SilentJourneys(Journeys):
    """Journeys behind a server that does not let us delete anything."""

    def __init__(self) -> None:
        self.asked = 0

    async def forget(self, candidate_id: CandidateId, *, even_running: bool = False) -> bool:
        assert not even_running
        self.asked += 1
        raise RPCError(f"candidate {candidate_id}", RPCStatusCode.PERMISSION_DENIED, b"")


@pytest.fixture
async def played(temporal_address: str, world: World) -> AsyncIterator[Played]:
    """A candidate in the database with a journey that really erases; other deeds are the fakes'."""
    client = await connect(TemporalSettings(address=temporal_address), codec=None)
    first = secrets.randbelow(10**8) + 10**8
    await world.run(f"ALTER TABLE candidates ALTER COLUMN id RESTART WITH {first}")
    fakes = FakeDeeds()
    played = Played(client, CandidateId(await world.candidate(name=NAME)), fakes)
    erase = ErasingDeeds(world.sessions, played.journeys).erase_candidate
    activities = [erase, *(fake for fake in fakes.activities() if fake.__name__ != erase.__name__)]
    workflows = [CandidateJourney, WordsRelay]
    async with (
        Worker(client, task_queue=JOURNEYS, workflows=workflows, activities=activities),
        Worker(client, task_queue=BULK, activities=activities),
    ):
        yield played


async def sweep(world: World, journeys: Journeys, *, at: datetime = NOW) -> int:
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, started_time=at)
    return await environment.run(ErasingDeeds(world.sessions, journeys).forget_erased)


async def sweep_until_forgotten(world: World, journeys: Journeys, *, at: datetime = NOW) -> None:
    """Sweep as every minute does; the server deletes in its own time, half a minute after the close."""
    async with asyncio.timeout(100):
        while not await sweep(world, journeys, at=at):
            await asyncio.sleep(1)


async def remembers(client: Client, workflow_id: str, run_id: str | None) -> bool:
    try:
        await client.get_workflow_handle(workflow_id, run_id=run_id).fetch_history()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


async def say_words(played: Played, candidate_id: CandidateId) -> str:
    words = StrayWords(candidate_id=candidate_id, update_id=7, text="А когда ответ?")
    await played.journeys.relay(words)
    workflow_id = f"words-{candidate_id}-7"
    await played.client.get_workflow_handle(workflow_id).result()
    return workflow_id


async def test_nothing_is_remembered_of_the_journeys_and_words_of_an_erased_person(
    played: Played, world: World
) -> None:
    journey = played.journeys.handle(played.candidate_id)
    runs = [await travel(played, leaving) for leaving in (CandidateLeft, ErasureAsked)]
    assert await world.ask("SELECT name IS NULL AND erased_at IS NOT NULL FROM candidates")
    words = await say_words(played, played.candidate_id)
    elsewhere = await say_words(played, CandidateId(played.candidate_id * 10))
    histories = [*((journey.id, run) for run in runs), (words, None), (elsewhere, None)]
    assert [await remembers(played.client, *each) for each in histories] == [True] * 4
    await sweep_until_forgotten(world, played.journeys)
    assert [await remembers(played.client, *each) for each in histories] == [False, False, False, True]
    assert await sweep(world, played.journeys) == 0
    assert await world.ask("SELECT histories_forgotten_at FROM candidates") == NOW


async def travel(played: Played, leaving: type[Press]) -> str | None:
    """Go through Test1, leave, and return which run it was."""
    await played.pass_test()
    await played.tell(leaving(update_id=played.update()))
    await played.journeys.handle(played.candidate_id).result()
    played.deeds.sent.clear()
    return (await played.journeys.handle(played.candidate_id).describe()).run_id


async def test_what_still_runs_is_left_for_a_later_sweep(played: Played, world: World) -> None:
    await played.pass_test()
    deed = EraseCandidate(candidate_id=played.candidate_id, now=NOW)
    await ErasingDeeds(world.sessions, played.journeys).erase_candidate(deed)
    assert await sweep(world, played.journeys) == 0
    assert (await played.journeys.status(played.candidate_id)).stage is Stage.CHOOSING_RECRUITER


async def test_a_journey_that_was_interrupted_while_it_erased_is_ended_by_a_later_sweep(
    played: Played, world: World
) -> None:
    await played.pass_test()
    deed = EraseCandidate(candidate_id=played.candidate_id, now=NOW)
    await ErasingDeeds(world.sessions, played.journeys).erase_candidate(deed)
    await sweep_until_forgotten(world, played.journeys, at=NOW + INTERRUPTED_AFTER + timedelta(seconds=1))
    journey = played.journeys.handle(played.candidate_id)
    assert not await remembers(played.client, journey.id, None)


async def test_a_server_that_deletes_nothing_holds_nobody_else_up(world: World) -> None:
    deeds = ErasingDeeds(world.sessions, SilentJourneys())
    for _ in range(2):
        await deeds.erase_candidate(EraseCandidate(candidate_id=CandidateId(await world.candidate()), now=NOW))
    silent = SilentJourneys()
    assert await sweep(world, silent) == 0
    assert silent.asked == 2
    assert await world.ask("SELECT count(*) FROM candidates WHERE histories_forgotten_at IS NULL") == 2
