import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from otklik.errors import CannotStartError
from otklik.part import PartAtWork
from otklik.supervisor import running
from tests.otklik.children import is_alive, part, recorded, serving, until, when_there


async def test_each_line_of_the_merged_log_names_its_part(tmp_path: Path) -> None:
    console, written = recorded()
    ready = [tmp_path / name for name in ("first", "second")]
    stages = [[part(path.name, serving(path), is_ready=when_there(path))] for path in ready]
    async with running(stages, console):
        await until(lambda: written.getvalue().count("hello") == 2)
    lines = written.getvalue().splitlines()
    assert "first      │ hello" in lines
    assert "second     │ hello" in lines
    assert any(line.startswith("first is ready (") for line in lines)


async def test_parts_are_stopped_in_reverse_order(tmp_path: Path) -> None:
    console, written = recorded()
    ready = [tmp_path / name for name in ("first", "second", "third")]
    stages = [[part(path.name, serving(path), is_ready=when_there(path))] for path in ready]
    async with running(stages, console) as parts:
        pids = [worker.pid or 0 for worker in parts]
    ends = [line.split()[0] for line in written.getvalue().splitlines() if line.endswith("asked to stop")]
    assert ends == ["third", "second", "first"]
    assert not any(is_alive(pid) for pid in pids)


async def test_whoever_does_not_stop_is_killed_after_the_grace(tmp_path: Path) -> None:
    console, _ = recorded()
    stubborn = serving(tmp_path / "ready", on_term="pass")
    one = part("stubborn", stubborn, is_ready=when_there(tmp_path / "ready"), grace=0.3)
    async with running([[one]], console) as [worker]:
        pid = worker.pid or 0
        assert is_alive(pid)
    assert not is_alive(pid)


async def test_a_part_that_dies_while_starting_stops_everything_and_is_named(tmp_path: Path) -> None:
    console, written = recorded()
    good = part("good", serving(tmp_path / "ready"), is_ready=when_there(tmp_path / "ready"))
    bad = part("bad", "print('no such table'); raise SystemExit(3)", is_ready=when_there(tmp_path / "never"))
    with pytest.raises(CannotStartError, match="bad ended with code 3 while starting"):
        async with running([[good], [bad]], console):
            pytest.fail("it must not get here")
    assert "bad        │ no such table" in written.getvalue()


async def test_a_part_that_is_never_ready_is_named(tmp_path: Path) -> None:
    console, _ = recorded()
    slow = part("slow", serving(tmp_path / "x"), is_ready=when_there(tmp_path / "never"), ready_within=0.3)
    with pytest.raises(CannotStartError, match="slow was not ready within"):
        async with running([[slow]], console):
            pytest.fail("it must not get here")


async def test_a_part_that_dies_later_is_restarted_after_a_pause_and_a_word(tmp_path: Path) -> None:
    console, written = recorded()
    ready = tmp_path / "ready"
    worker = PartAtWork(part("worker", serving(ready), is_ready=when_there(ready)), console, pauses=(0.1,))
    await worker.until_ready()
    worker.keep_running()
    first = worker.pid or 0
    os.kill(first, signal.SIGKILL)
    await until(lambda: worker.pid != first)
    await worker.stop()
    assert "worker was killed by SIGKILL; it is started again in 0.1 s." in written.getvalue()
    assert not is_alive(worker.pid or 0)


async def test_a_job_is_done_when_it_ends_and_is_not_restarted() -> None:
    console, written = recorded()
    async with running([[part("setup", "print('migrated')", is_ready=None)]], console):
        await asyncio.sleep(0.1)
    assert "setup is done" in written.getvalue()
    assert "started again" not in written.getvalue()


async def test_a_second_wish_to_stop_ends_everything_at_once(tmp_path: Path) -> None:
    console, _ = recorded()
    ready = tmp_path / "ready"
    stubborn = part("stubborn", serving(ready, on_term="pass"), is_ready=when_there(ready), grace=60)
    pids: list[int] = []

    async def run() -> None:
        async with running([[stubborn]], console) as [worker]:
            pids.append(worker.pid or 0)
            await asyncio.Event().wait()

    task = asyncio.create_task(run())
    await until(lambda: len(pids) == 1)
    task.cancel()
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: not is_alive(pids[0]))


async def test_lines_longer_than_any_buffer_come_through() -> None:
    console, written = recorded()
    async with running([[part("talker", "print('a' * 500_000); print('b', end='')", is_ready=None)]], console):
        pass
    pieces = [line.partition("│ ")[2] for line in written.getvalue().splitlines() if line.startswith("talker ")]
    assert "".join(pieces).count("a") >= 500_000
    assert "talker     │ b" in written.getvalue()


async def test_what_a_talkative_server_says_while_it_starts_is_shown_only_when_it_fails(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    good = replace(part("good", serving(ready), is_ready=when_there(ready)), is_talkative=True)
    bad = replace(part("bad", "print('no space left'); raise SystemExit(1)", is_ready=None), is_talkative=True)
    console, written = recorded()
    async with running([[good]], console):
        await asyncio.sleep(0.1)
    assert "hello" not in written.getvalue()
    with pytest.raises(CannotStartError):
        async with running([[bad]], console):
            pytest.fail("it must not get here")
    assert "bad        │ no space left" in written.getvalue()


async def test_when_several_die_while_starting_one_is_named_in_one_line() -> None:
    console, _ = recorded()
    bad = [part(name, "raise SystemExit(126)", is_ready=None) for name in ("first", "second", "third")]
    with pytest.raises(CannotStartError, match="ended with code 126"):
        async with running([bad], console):
            pytest.fail("it must not get here")
