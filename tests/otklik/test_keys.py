"""`otklik keys` as people type it, while the master key changes."""

import asyncio
import base64
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import ScheduleActionStartWorkflow, ScheduleHandle
from temporalio.converter import WorkflowSerializationContext

from database.engine import DatabaseSettings, build_engine, build_sessions
from domain.announcements import Plan, Planned, schedule_id
from otklik import clock
from otklik.candidate_keys import CandidateKeys
from otklik.codec import EncryptionCodec, UnreadablePayloadError
from otklik.key_wrapping import KeyWrapping
from otklik.payload_keys import key_id
from tests.database.world import World
from tests.otklik.test_processes import run
from workflows.announcing.schedule import Announcements
from workflows.connection import TemporalSettings, connect
from workflows.sealing import Sealing

OLD, NEW = os.urandom(32), os.urandom(32)
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"secret words"')
ENDPOINT = """
    INSERT INTO webhook_endpoints (url, secret, previous_secret, previous_until)
    VALUES ('https://hooks.example/', :secret, :previous, now() + interval '1 day')
"""


def written(*keys: bytes) -> str:
    return ",".join(base64.b64encode(key).decode() for key in keys)


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    engine = build_engine(DatabaseSettings(database_url))
    yield World(build_sessions(engine))
    await engine.dispose()


def codec(world: World, *masters: bytes) -> EncryptionCodec:
    """Return the codec of a process that was just started with these keys."""
    return EncryptionCodec(masters, CandidateKeys(world.sessions, KeyWrapping(masters)))


async def sealed(world: World, candidates: int) -> list[Payload]:
    """Let that many candidates say something while the old key is the only one."""
    contexts = [
        WorkflowSerializationContext(namespace="default", workflow_id=f"journey-{each}")
        for each in await world.candidates(candidates)
    ]
    return [(await codec(world, OLD).with_context(context).encode([PLAIN]))[0] for context in contexts]


async def scheduled(temporal_address: str) -> ScheduleHandle:
    """Plan a message that recurs while the old key is the only one."""
    client = await connect(TemporalSettings(address=temporal_address), EncryptionCodec([OLD]))
    plan = Plan(due_at=None, cron="0 9 * * 1", zone="Europe/Moscow")
    planned = Planned(message_id=1, public_id=secrets.token_hex(8), wanted=plan, kept=None)
    await Announcements(client).keep(planned, now=clock.now())
    handle = client.get_schedule_handle(schedule_id(planned.public_id))
    async with asyncio.timeout(20):  # lists of schedules are a moment behind
        while handle.id not in await Announcements(client).scheduled():
            await asyncio.sleep(0.1)
    return handle


async def orders_of(handle: ScheduleHandle) -> list[Payload]:
    """Return with what the schedule starts its workflows, as Temporal keeps it."""
    action = (await handle.describe()).schedule.action
    assert isinstance(action, ScheduleActionStartWorkflow)
    return [*action.args, action.static_summary]


async def test_after_rewrapping_the_former_key_is_needed_no_more(
    tmp_path: Path, database_url: str, world: World, temporal_address: str
) -> None:
    recurring = await scheduled(temporal_address)
    said = await sealed(world, 3)
    former = Sealing(EncryptionCodec([OLD]))
    await world.run(ENDPOINT, secret=await former.seal("one"), previous=await former.seal("two"))

    async def keys(*arguments: str, key: str) -> str:
        where = {"DATABASE_URL": database_url, "TEMPORAL_ADDRESS": temporal_address}
        code, out, err = await run("keys", *arguments, data_dir=tmp_path, **where, PAYLOAD_KEY=key)
        assert code == 0, err
        return out

    assert f"{key_id(OLD).decode()}  3           still opens" in await keys(key=written(NEW, OLD))
    with pytest.raises(UnreadablePayloadError):
        await codec(world, NEW).decode(said)
    rewrapped = await keys("rewrap", key=written(NEW, OLD))
    assert "the keys of 3 candidates, the secrets of 1 webhooks" in rewrapped
    assert "Sealed anew: 1 schedules" in rewrapped
    order, summary = await EncryptionCodec([NEW]).decode(await orders_of(recurring))
    assert (b'"plan":"cron 0 9 * * 1 Europe/Moscow"' in order.data, summary.data) == (True, b'"auto-message 1"')
    assert await codec(world, NEW).decode(said) == [PLAIN] * 3
    now = Sealing(EncryptionCodec([NEW]))
    for column, secret in (("secret", "one"), ("previous_secret", "two")):
        assert await now.open(await world.ask(f"SELECT {column} FROM webhook_endpoints")) == secret
    again = await keys("rewrap", key=written(NEW))
    assert "of 0 candidates, the secrets of 0 webhooks" in again
    assert "Sealed anew: 0 schedules" in again
    await recurring.delete()
    assert f"{key_id(NEW).decode()}  3           the first" in await keys(key=written(NEW))


async def test_a_key_that_opens_nothing_changes_nothing_and_is_said(
    tmp_path: Path, database_url: str, world: World
) -> None:
    said = await sealed(world, 1)
    code, _, err = await run("keys", "rewrap", data_dir=tmp_path, DATABASE_URL=database_url, PAYLOAD_KEY=written(NEW))
    assert code == 1
    assert err == f"candidate 1: the master key {key_id(OLD).decode()} is not known here; add it to PAYLOAD_KEY.\n"
    assert await codec(world, OLD).decode(said) == [PLAIN]
