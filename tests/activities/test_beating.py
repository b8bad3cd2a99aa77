"""A slow call shows that it is alive, and the signs end with it."""

import asyncio

import pytest
from temporalio.testing import ActivityEnvironment

from activities.beating import beating


async def test_a_slow_call_beats_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("activities.beating.EVERY", 0.01)
    beats: list[object] = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)

    async def slow() -> None:
        async with beating():
            while len(beats) < 3:
                await asyncio.sleep(0.001)

    async with asyncio.timeout(5):
        await environment.run(slow)
    ended = len(beats)
    await asyncio.sleep(0.05)
    assert len(beats) == ended


async def test_a_quick_call_costs_no_sign_of_life() -> None:
    beats: list[object] = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)

    async def quick() -> None:
        async with beating():
            await asyncio.sleep(0.05)

    await environment.run(quick)
    assert not beats
