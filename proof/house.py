"""A whole Otklik of its own: `otklik up` in a temporary folder, its processes by their ids, and kill -9."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from proof.processes import after, children, command_line, environment
from proof.stand_in import LONGEST_ANSWER, Json, RefusedError
from proof.truth import Truth

READY_WITHIN = 120.0  # seconds, on a busy machine
STOPPED_WITHIN = 30.0
POLL = 0.02
PORTS = ("API_PORT", "PAGE_PORT", "TEMPORAL_PORT", "TEMPORAL_UI_PORT")
# An empty variable counts as not set: nothing that the environment names may hear of this.
EMBEDDED_ONLY = ("BOT_TOKEN", "TELEGRAM_API_BASE", "DATABASE_URL", "TEMPORAL_ADDRESS", "WEBHOOK_URL")
# How the command line of each process is known among the children of `otklik up`.
MARKS = {
    "worker": " otklik worker",
    "bot": " otklik bot",
    "api": " otklik api",
    "temporal": " server start-dev ",
    "postgres": "/postgres -D ",
}
# What asks a part to stop; PostgreSQL would wait for its clients at the usual signal.
ASKED_BY = {"postgres": signal.SIGINT}
UP = (sys.executable, "-m", "otklik", "up")
TETHERED = ("setpriv", "--pdeathsig", "TERM", "--")  # it ends with us, however we end
TEMPORAL_HEALTH = "/api/v1/namespaces/default"


@dataclass(frozen=True, kw_only=True)
class House:
    """A running Otklik; its processes can be killed, and brought back by its own supervisor only.

    `folder` is where the embedded parts keep their files.
    """

    pid: int
    folder: Path
    page: str
    truth: Truth
    temporal_address: str

    def pid_of(self, name: str) -> int | None:
        """Return the process that is the part right now, None while it is down."""
        return next((pid for pid in children(self.pid) if MARKS[name] in command_line(pid)), None)

    def kill(self, name: str) -> int | None:
        """End the part at once by kill -9; return its id, None when it was down already."""
        return self._signal(name, signal.SIGKILL)

    def ask_to_stop(self, name: str) -> int | None:
        """Ask the part to end in its own way; return its id, None when it was down already."""
        return self._signal(name, ASKED_BY.get(name, signal.SIGTERM))

    def _signal(self, name: str, number: signal.Signals) -> int | None:
        pid = self.pid_of(name)
        if pid is not None:
            os.kill(pid, number)
        return pid

    async def until_serving_again(
        self, name: str, killed: int, *, within: float = READY_WITHIN, every: float = POLL
    ) -> None:
        """Return when another process is the part and serves; raise `RefusedError` when that takes too long."""
        try:
            async with asyncio.timeout(within):
                while not await self._serves(name, killed):  # noqa: ASYNC110 - it tells only if it is asked
                    await asyncio.sleep(every)
        except TimeoutError:
            raise RefusedError(f"{name} does not serve again within {within:.0f} s") from None

    def family_of(self, name: str) -> list[int]:
        """Return the process that is the part and its children; nobody while it is down."""
        pid = self.pid_of(name)
        return [] if pid is None else [pid, *children(pid)]

    def surroundings(self) -> dict[str, str]:
        """Return with which environment the parts run; none while the worker is down."""
        pid = self.pid_of("worker")
        return {} if pid is None else environment(pid)

    async def temporal_says(self, path: str) -> Json:
        """Return what Temporal answers to a question over HTTP; raise `RefusedError` when it does not."""
        pid = self.pid_of("temporal")
        url = f"http://127.0.0.1:{after(command_line(pid or 0), '--http-port')}{path}"
        try:
            async with aiohttp.request("GET", url, timeout=LONGEST_ANSWER) as response:
                response.raise_for_status()
                return dict(await response.json(content_type=None))
        except (aiohttp.ClientError, TimeoutError, ValueError) as trouble:
            raise RefusedError(f"{url} does not answer: {trouble!r}") from trouble

    async def _serves(self, name: str, killed: int) -> bool:
        pid = self.pid_of(name)
        if pid is None or pid == killed:
            return False
        match name:
            case "postgres":
                return await self.truth.answers()
            case "temporal":
                return await _answers(after(command_line(pid), "--http-port"), TEMPORAL_HEALTH)
            case "api":
                return await _answers(environment(pid).get("API_PORT"), "/readyz")
            case _:
                return await _answers(environment(pid).get("HEALTH_PORT"), "/readyz")


@contextlib.asynccontextmanager
async def own_house(log: Path | None = None) -> AsyncIterator[House]:
    """Run an Otklik with sample data in a folder that is removed afterwards; raise `RefusedError` if it will not.

    What its parts say is kept in `log`, if one is given.
    """
    with tempfile.TemporaryDirectory(prefix="otklik-proof-", ignore_cleanup_errors=True) as folder:
        settings = {**dict.fromkeys(EMBEDDED_ONLY, ""), **_ports(), "DATA_DIR": folder, "NO_COLOR": "1"}
        told = [f"{name}={value}" for name, value in settings.items()]
        log = log or Path(folder) / "up.log"
        with log.open("w") as output:
            up = await asyncio.create_subprocess_exec(
                *TETHERED, "env", *told, *UP, stdin=DEVNULL, stdout=output, stderr=output
            )
        try:
            await _until(lambda: (Path(folder) / "up.json").exists() or up.returncode is not None)
            if up.returncode is not None:
                raise RefusedError(f"otklik up ended with code {up.returncode}:\n{log.read_text()}")
            found = json.loads((Path(folder) / "up.json").read_text())
            yield House(
                pid=up.pid,
                folder=Path(folder),
                page=found["page"],
                truth=Truth(found["database_url"]),
                temporal_address=found["temporal_address"],
            )
        finally:
            await _end(up)


async def _end(up: asyncio.subprocess.Process) -> None:
    if up.returncode is None:
        up.terminate()
        try:
            await asyncio.wait_for(up.wait(), STOPPED_WITHIN)
        except TimeoutError:
            up.kill()
            await up.wait()


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(READY_WITHIN):
        while not holds():  # noqa: ASYNC110 - the same
            await asyncio.sleep(POLL)


async def _answers(port: str | None, path: str) -> bool:
    if port is None:
        return False
    patience = aiohttp.ClientTimeout(total=5)
    try:
        async with aiohttp.request("GET", f"http://127.0.0.1:{port}{path}", timeout=patience) as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


def _ports() -> dict[str, str]:
    """Return free ports by the names of their settings."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in PORTS]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return {name: str(each.getsockname()[1]) for name, each in zip(PORTS, sockets, strict=True)}
