"""Each process alone: what it asks for when something is missing, and how it ends."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from otklik.settings import Settings, environment_with

NOWHERE = "postgresql://nobody@127.0.0.1:1/otklik"
TOKEN = "123456:AAF-fake_fake_fake_fake_fake_fake_fak"


async def run(*arguments: str, data_dir: Path, **variables: str) -> tuple[int, str, str]:
    unset = dict.fromkeys((name.upper() for name in Settings.model_fields), "")
    environment = environment_with(**{**unset, "DATA_DIR": str(data_dir), **variables})
    command = [sys.executable, "-m", "otklik", *arguments]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE, env=environment)
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, out.decode(), err.decode()


async def test_help_lists_what_people_run_and_is_instant(tmp_path: Path) -> None:
    clock = asyncio.get_running_loop().time
    began = clock()
    code, out, _ = await run("--help", data_dir=tmp_path)
    assert code == 0
    assert clock() - began < 5
    for command in ("up", "demo", "migrate", "seed", "worker", "bot", "api", "token"):
        assert f"\n  {command} " in out
    assert "prepare" not in out


@pytest.mark.parametrize("command", ["migrate", "seed"])
async def test_a_missing_database_is_one_line(tmp_path: Path, command: str) -> None:
    code, _, err = await run(command, data_dir=tmp_path)
    assert (code, err) == (1, f"DATABASE_URL is missing, and no `otklik up` runs on {tmp_path}.\n")


@pytest.mark.parametrize("command", ["worker", "bot"])
async def test_a_missing_bot_token_is_one_line(tmp_path: Path, command: str) -> None:
    code, _, err = await run(command, data_dir=tmp_path)
    assert (code, err) == (1, "BOT_TOKEN is missing: get one from @BotFather, or play with `otklik up`.\n")


async def test_a_temporal_elsewhere_wants_a_key_of_its_own(tmp_path: Path, database_url: str) -> None:
    variables = {"BOT_TOKEN": TOKEN, "DATABASE_URL": database_url, "TEMPORAL_ADDRESS": "127.0.0.1:1"}
    code, _, err = await run("worker", data_dir=tmp_path, **variables)
    assert code == 1
    assert err.startswith("PAYLOAD_KEY is missing")
    assert not (tmp_path / "payload.key").exists()


async def test_migrate_publishes_test1_and_may_run_again(tmp_path: Path, empty_database_url: str) -> None:
    variables = {"DATABASE_URL": empty_database_url, "LOG_FORMAT": "json"}
    code, first, err = await run("migrate", data_dir=tmp_path, **variables)
    assert code == 0, err
    code, second, err = await run("migrate", data_dir=tmp_path, **variables)
    assert code == 0, err
    assert "published" in first
    assert "up to date" in second
    assert "published" not in second


async def test_seed_prints_a_link_for_each_recruiter(tmp_path: Path, database_url: str) -> None:
    code, out, err = await run("seed", data_dir=tmp_path, DATABASE_URL=database_url)
    assert code == 0, err
    links = [line for line in out.splitlines() if " walks in with /start r_" in line]
    assert len(links) >= 3


async def test_a_token_is_all_that_its_command_prints(tmp_path: Path, database_url: str) -> None:
    code, out, err = await run("token", "Ольга", "--days", "30", data_dir=tmp_path, DATABASE_URL=database_url)
    assert code == 0, err
    assert len(out.split()) == 1
    assert len(out.strip()) >= 32


async def test_a_process_that_waits_for_its_database_stops_when_asked(tmp_path: Path) -> None:
    environment = environment_with(DATA_DIR=str(tmp_path), DATABASE_URL=NOWHERE, LOG_FORMAT="json")
    command = [sys.executable, "-m", "otklik", "migrate"]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, env=environment)
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 60)
    assert b"still waiting" in line
    process.send_signal(signal.SIGTERM)
    await process.communicate()
    assert process.returncode == 0
