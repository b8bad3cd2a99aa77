"""Candidates' payloads on the real server: all of them have the candidate's key, and an outage only holds them up."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.worker import Worker

from database.engine import DatabaseSettings, build_engine, build_sessions
from otklik.candidate_keys import CandidateKeys
from otklik.codec import ENCODING, KEY_ID, OF_CANDIDATE, EncryptionCodec
from otklik.key_wrapping import KeyWrapping
from tests.database.world import World
from tests.otklik.payloads import payloads_in
from tests.otklik.test_codec import Talk, echo
from workflows.connection import TemporalSettings, connect

MASTER = os.urandom(32)


@dataclass
class Outage:
    """A database that can be taken away, a candidate in it, and clients that remember no key."""

    database: str
    admin: AsyncEngine
    candidate: int
    client: Callable[[], Awaitable[Client]]

    async def begin(self) -> None:
        await self._run(f'ALTER DATABASE "{self.database}" ALLOW_CONNECTIONS false')
        await self._run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.database}'")

    async def end(self) -> None:
        await self._run(f'ALTER DATABASE "{self.database}" ALLOW_CONNECTIONS true')

    async def _run(self, statement: str) -> None:
        async with self.admin.connect() as connection:
            await connection.execute(text(statement))


@pytest.fixture
async def outage(database_url: str, postgres_admin: AsyncEngine, temporal_address: str) -> AsyncIterator[Outage]:
    engines = []

    async def client() -> Client:
        engine = build_engine(DatabaseSettings(database_url))
        engines.append(engine)
        codec = EncryptionCodec([MASTER], CandidateKeys(build_sessions(engine), KeyWrapping([MASTER])))
        return await connect(TemporalSettings(address=temporal_address), codec)

    engine = build_engine(DatabaseSettings(database_url))
    engines.append(engine)
    world = World(build_sessions(engine))
    await world.run(f"ALTER TABLE candidates ALTER COLUMN id RESTART WITH {10**8 + int.from_bytes(os.urandom(3))}")
    name = make_url(database_url).database
    assert name
    outage = Outage(name, postgres_admin, await world.candidate(), client)
    yield outage
    await outage.end()
    for each in engines:
        await each.dispose()


async def begun(outage: Outage, queue: str, told: list[str]) -> WorkflowHandle[Talk, list[str]]:
    client = await outage.client()
    return await client.start_workflow(Talk.run, told, id=f"journey-{outage.candidate}", task_queue=queue)


async def events(handle: WorkflowHandle[Talk, list[str]], kind: "EventType.ValueType") -> int:
    return sum(event.event_type == kind for event in (await handle.fetch_history()).events)


async def test_a_journey_waits_for_its_database_and_goes_on(outage: Outage) -> None:
    handle = await begun(outage, "outage", ["secret words", "over"])
    await outage.begin()
    async with Worker(await outage.client(), task_queue="outage", workflows=[Talk], activities=[echo]):
        async with asyncio.timeout(30):
            while not await events(handle, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED):
                await asyncio.sleep(0.1)
        assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
        await outage.end()
        assert await handle.result() == ["secret words", "secret words", "over"]
    history = b"".join(event.SerializeToString() for event in (await handle.fetch_history()).events)
    assert b"secret" not in history
    assert f"the key of candidate {outage.candidate} cannot be read now".encode() in history


async def test_all_that_a_workflow_of_a_candidate_says_has_their_key(outage: Outage) -> None:
    client = await outage.client()
    async with Worker(client, task_queue="keyed", workflows=[Talk], activities=[echo]):
        handle = await client.start_workflow(
            Talk.run,
            ["secret words"],
            id=f"journey-{outage.candidate}",
            task_queue="keyed",
            memo={"a": "memo"},
            static_summary="a summary",
            start_signal="hear",
            start_signal_args=["first news"],
        )
        assert await handle.execute_update(Talk.answer, "what?") == "what?"
        with pytest.raises(WorkflowUpdateFailedError):
            await handle.execute_update(Talk.answer, "fail")
        assert await handle.query(Talk.heard) == ["secret words", "first news"]
        await handle.signal(Talk.hear, "again")
        await handle.signal(Talk.hear, "over")
        assert await handle.result() == ["secret words", "secret words", "over"]
    runs = [handle.first_execution_run_id, (await client.get_workflow_handle(handle.id).describe()).run_id]
    histories = [await client.get_workflow_handle(handle.id, run_id=run).fetch_history() for run in runs]
    said = [payload for history in histories for event in history.events for payload in payloads_in(event)]
    described = await client.get_workflow_handle(handle.id).describe()
    said += [*payloads_in(described.raw_description)]
    assert len(said) > 20
    assert {payload.metadata["encoding"] for payload in said} == {ENCODING}
    assert len({payload.metadata[KEY_ID] for payload in said}) == 1
    assert said[0].metadata[KEY_ID].startswith(OF_CANDIDATE)
    assert await described.memo() == {"a": "memo"}
