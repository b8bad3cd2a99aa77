"""The figures of the business as Prometheus reads them, and what is left of them when a server is away."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.ext.asyncio import create_async_engine
from temporalio.client import Client

from database.engine import build_sessions
from domain.ids import CandidateId
from otklik.clock import now
from otklik.metrics import KEPT_FOR, Measurements
from tests.database.world import Sessions, World
from tests.workflows.conftest import working
from tests.workflows.fakes import FakeDeeds
from tests.workflows.playing import Played
from workflows.connection import TemporalSettings, connect

NOWHERE = "postgresql+asyncpg://nobody@127.0.0.1:1/nowhere"


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    engine = create_async_engine(database_url.replace("postgresql://", "postgresql+asyncpg://"))
    yield build_sessions(engine)
    await engine.dispose()


@pytest.fixture
async def client(temporal_address: str) -> Client:
    return await connect(TemporalSettings(address=temporal_address), None)


def values(text: str) -> dict[str, float]:
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {",".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


async def test_figures_are_asked_for_again_only_after_a_while(
    sessions: Sessions, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    measuring, world = Measurements(sessions, client, now), World(sessions)
    assert values(await measuring.lines())["otklik_journeys,screening"] == 0
    await world.candidate()
    assert values(await measuring.lines())["otklik_journeys,screening"] == 0
    monkeypatch.setattr("otklik.metrics.KEPT_FOR", -KEPT_FOR)
    assert values(await measuring.lines())["otklik_journeys,screening"] == 1


async def test_a_database_that_is_away_is_said_and_its_figures_are_missing(client: Client) -> None:
    engine = create_async_engine(NOWHERE)
    shown = values(await Measurements(build_sessions(engine), client, now).lines())
    await engine.dispose()
    assert (shown["otklik_measures_up,database"], shown["otklik_measures_up,temporal"]) == (0, 1)
    assert "otklik_overdue_next_actions" in shown
    assert not [name for name in shown if name.startswith(("otklik_journeys", "otklik_inbox"))]


async def test_journeys_whose_next_action_is_late_are_counted(sessions: Sessions, client: Client) -> None:
    async def overdue_in(days: int) -> float:
        measuring = Measurements(sessions, client, lambda: now() + timedelta(days=days))
        return values(await measuring.lines())["otklik_overdue_next_actions"]

    before = await overdue_in(days=900)
    deeds = FakeDeeds()
    async with working(client, deeds):
        played = Played(client, CandidateId(secrets.randbelow(10**9)), deeds)
        await played.pass_test()  # now the next action is to ask again, which is not due yet
        async with asyncio.timeout(20):
            while await overdue_in(days=900) <= before:
                await asyncio.sleep(0.1)
