"""A worker with the real workflow and the fakes of its deeds, on the real server with virtual time."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from temporalio.client import Client
from temporalio.worker import Worker

from domain.ids import CandidateId
from tests.workflows.fakes import FakeDeeds
from tests.workflows.playing import Played
from workflows.candidate_journey import CandidateJourney
from workflows.connection import BULK, JOURNEYS, TemporalSettings, connect
from workflows.words_relay import WordsRelay


@pytest.fixture(scope="session")
async def client(temporal_address: str) -> Client:
    return await connect(TemporalSettings(address=temporal_address), codec=None)


@asynccontextmanager
async def working(client: Client, deeds: FakeDeeds, *, cached: int = 100) -> AsyncIterator[None]:
    """Run workers for both queues as long as the block lasts."""
    activities = deeds.activities()
    journeys = Worker(
        client,
        task_queue=JOURNEYS,
        workflows=[CandidateJourney, WordsRelay],
        activities=activities,
        max_cached_workflows=cached,
    )
    bulk = Worker(client, task_queue=BULK, activities=activities)
    async with journeys, bulk:
        yield


@pytest.fixture
async def played(client: Client) -> AsyncIterator[Played]:
    """A fresh candidate whose journey can be driven."""
    deeds = FakeDeeds()
    async with working(client, deeds):
        yield Played(client, CandidateId(secrets.randbelow(10**9)), deeds)
