"""The demo against a stand-in behind which nobody lives: it says what is missing and ends with 1."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import AsyncIterator

import aiohttp
import pytest

READY = "standin ready "


@pytest.fixture
async def stand_in_url() -> AsyncIterator[str]:
    """Address of a stand-in without any bot."""
    command = (sys.executable, "-m", "standin", "--port", "0")
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=DEVNULL)
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip()
        assert line.startswith(READY)
        yield line.removeprefix(READY)
    finally:
        process.terminate()
        await process.communicate()


async def demo(*arguments: str) -> tuple[int | None, str]:
    """Return the exit code of the demo and what it printed, on one line."""
    command = (sys.executable, "-m", "proof.demo", *arguments)
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT)
    printed, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, " ".join(printed.decode().split())


async def test_without_a_stand_in_the_demo_says_whom_it_cannot_reach() -> None:
    code, printed = await demo("--stand-in", "http://127.0.0.1:9")
    assert code == 1
    assert "http://127.0.0.1:9/sim/people does not answer" in printed


async def test_without_recruiters_the_demo_says_where_to_get_one(stand_in_url: str) -> None:
    code, printed = await demo("--stand-in", stand_in_url)
    assert code == 1
    assert "no recruiter is linked and no unused invitation is on offer" in printed


async def test_a_silent_bot_fails_the_demo_with_the_last_words_seen(stand_in_url: str) -> None:
    invitation = [{"label": "Анна Соколова", "payload": "r_secret"}]
    async with aiohttp.ClientSession() as session, session.post(f"{stand_in_url}/sim/invitations", json=invitation):
        code, printed = await demo("--stand-in", stand_in_url, "--timeout", "1")
    assert code == 1
    assert "Анна Соколова did not see an answer to the invitation" in printed
    assert "/start r_secret" in printed
