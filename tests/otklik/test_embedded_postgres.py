import asyncio
import os
import signal
import stat
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from otklik.embedded.child import BARE_ENVIRONMENT, child
from otklik.embedded.cluster_files import SOCKET_PATH_BYTES, private_socket_folder
from otklik.embedded.postgres import cluster_under, embedded_postgres
from otklik.errors import CannotStartError
from tests.otklik.children import is_alive, until

OWNER = """
import asyncio, pathlib, sys
from otklik.embedded.postgres import embedded_postgres
async def own():
    async with embedded_postgres(pathlib.Path(sys.argv[1])):
        pathlib.Path(sys.argv[2]).touch()
        await asyncio.Event().wait()
asyncio.run(own())
"""


async def say(url: str, *statements: str) -> object:
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            for statement in statements[:-1]:
                await connection.execute(text(statement))
            return await connection.scalar(text(statements[-1]))
    finally:
        await engine.dispose()


def postmaster_of(data_dir: Path) -> int:
    return int((data_dir / "postgres" / "postmaster.pid").read_text().splitlines()[0])


async def test_data_survives_a_restart(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path) as url:
        await say(url, "CREATE TABLE kept AS SELECT 42 AS answer", "SELECT 1")
    async with embedded_postgres(tmp_path) as url:
        assert await say(url, "SELECT answer FROM kept") == 42


async def test_it_starts_again_after_the_server_was_killed_under_load(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path) as url:
        await say(url, "CREATE TABLE kept AS SELECT 42 AS answer", "SELECT 1")
        os.kill(postmaster_of(tmp_path), signal.SIGKILL)
    assert (tmp_path / "postgres" / "postmaster.pid").exists()
    async with embedded_postgres(tmp_path) as url:
        assert await say(url, "SELECT answer FROM kept") == 42


async def test_a_server_does_not_outlive_its_killed_owner(tmp_path: Path) -> None:
    data_dir, ready = tmp_path / "data", tmp_path / "ready"
    data_dir.mkdir()
    command = [sys.executable, "-c", OWNER, str(data_dir), str(ready)]
    async with child(command, log=tmp_path / "log", stopped_by=signal.SIGTERM) as owner:
        await until(ready.exists, 30)
        server = postmaster_of(data_dir)
        owner.kill()
        await until(lambda: not is_alive(server))


async def test_an_orphaned_server_of_the_same_cluster_is_stopped_first(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path) as url:
        await say(url, "CREATE TABLE kept AS SELECT 42 AS answer", "SELECT 1")
    command = cluster_under(tmp_path).command()
    async with child(command, log=tmp_path / "orphan.log", stopped_by=signal.SIGINT) as orphan:
        await until((tmp_path / "postgres" / "postmaster.pid").exists)
        async with embedded_postgres(tmp_path) as url:
            assert await say(url, "SELECT answer FROM kept") == 42
        assert await asyncio.wait_for(orphan.wait(), 10) == 0


async def test_a_strangers_process_with_the_recorded_number_is_left_alone(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path):
        pass
    record = tmp_path / "postgres" / "postmaster.pid"
    async with child(["sleep", "60"], log=tmp_path / "sleep.log", stopped_by=signal.SIGTERM) as stranger:
        record.write_text(f"{stranger.pid}\n{tmp_path / 'postgres'}\n")
        async with embedded_postgres(tmp_path) as url:
            assert await say(url, "SELECT 1") == 1
        assert stranger.returncode is None


async def test_a_dead_process_that_nobody_has_collected_is_no_hindrance(tmp_path: Path) -> None:
    async with embedded_postgres(tmp_path):
        pass
    record = tmp_path / "postgres" / "postmaster.pid"
    forked = "import os, time; pid = os.fork() or os._exit(0); print(pid, flush=True); time.sleep(60)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", forked, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    dead = int(await process.stdout.readline())
    record.write_text(f"{dead}\n{tmp_path / 'postgres'}\n")
    (tmp_path / "socket" / ".s.PGSQL.5432.lock").write_text(f"{dead}\n{tmp_path / 'postgres'}\n")
    async with embedded_postgres(tmp_path) as url:
        assert await say(url, "SELECT 1") == 1
    process.kill()
    await process.communicate()


async def test_it_works_under_a_path_too_long_for_a_socket(tmp_path: Path) -> None:
    data_dir = tmp_path / ("long" * 20) / "with a space & ünïcode?"
    data_dir.mkdir(parents=True)
    async with embedded_postgres(data_dir) as url:
        assert await say(url, "SELECT current_database()") == "otklik"
    socket_folder = cluster_under(data_dir).socket_folder
    assert len(os.fsencode(socket_folder)) < SOCKET_PATH_BYTES
    socket_folder.rmdir()


async def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    draft = tmp_path / "postgres.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    async with embedded_postgres(tmp_path) as url:
        assert await say(url, "SELECT 1") == 1
    assert not draft.exists()


async def test_nobody_else_can_reach_the_socket(tmp_path: Path) -> None:
    folder = private_socket_folder(tmp_path)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o755)
    with pytest.raises(CannotStartError, match="open to other users"):
        private_socket_folder(tmp_path)


async def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(CannotStartError, match=r"(?s)PostgreSQL ended with code 1.*no_such_setting"):
        async with embedded_postgres(tmp_path, ["-c", "no_such_setting=1"]):
            pytest.fail("it must not get here")


def test_a_server_gets_none_of_our_secrets() -> None:
    assert set(BARE_ENVIRONMENT) == {"PATH", "LC_ALL"}
