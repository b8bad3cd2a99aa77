"""`otklik demo`: the smoke test of the whole house, real processes, real two-hour policy, virtual time."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from otklik.settings import environment_with

STARTED_AND_PLAYED_WITHIN = 150.0  # seconds, on a busy machine


@pytest.mark.timeout(200)
async def test_the_demo_plays_a_whole_journey_and_prints_the_chats(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "otklik", "demo")
    environment = environment_with(DATA_DIR=str(tmp_path / "data"), COLUMNS="120")
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT, env=environment)
    try:
        output, _ = await asyncio.wait_for(process.communicate(), STARTED_AND_PLAYED_WITHIN)
    except TimeoutError:
        process.terminate()
        output, _ = await process.communicate()
    printed = output.decode()
    assert process.returncode == 0, printed
    for expected in (
        "has answered 11 questions",
        "each candidate was reminded exactly once",
        "Ольга Демченко, candidate",
        "▸ ✅ Подтверждаю",
        "▸ ❌ Не смогу",
        "▸ 🔁 Просьба перенести",
        "▸ ✅ Согласовать",
        "Everything arrived in",
    ):
        assert expected in printed, printed
