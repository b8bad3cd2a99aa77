"""A child process that ends with its parent: how it is tied to us, watched and stopped."""

import asyncio
import contextlib
import os
import shutil
import signal
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from otklik.errors import CannotStartError

STARTUP_SECONDS = 60.0
POLL_SECONDS = 0.05
LAST_LINES = 15

# A server needs nothing of our environment; what it does not get it can neither log nor leak.
BARE_ENVIRONMENT: Mapping[str, str] = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}


def tethered(command: Sequence[str], *, on_parent_death: signal.Signals) -> list[str]:
    """Prefix a command so that the kernel signals it when our process dies, even by kill -9."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return list(command)
    return [setpriv, "--pdeathsig", on_parent_death.name.removeprefix("SIG"), "--", *command]


async def stop(process: Process, *, by: signal.Signals, grace: float) -> None:
    """Ask a child to end; after `grace` seconds kill its whole process group."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(by)
    try:
        await asyncio.wait_for(process.wait(), grace)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


@contextlib.asynccontextmanager
async def child(
    command: Sequence[str],
    *,
    log: Path,
    stopped_by: signal.Signals,
    grace: float = 10.0,
    environment: Mapping[str, str] = BARE_ENVIRONMENT,
) -> AsyncIterator[Process]:
    """Run a command in its own process group with its output in `log`; stop it on leaving."""
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=output, stderr=output, env=environment, process_group=0
        )
    try:
        yield process
    finally:
        await stop(process, by=stopped_by, grace=grace)


async def until_ready(name: str, process: Process, log: Path, is_ready: Callable[[], Awaitable[bool]]) -> None:
    """Wait until a starting server answers; raise `CannotStartError` with its last words when it does not."""
    try:
        async with asyncio.timeout(STARTUP_SECONDS):
            while not await is_ready():
                if process.returncode is not None:
                    raise CannotStartError(
                        f"{name} ended with code {process.returncode} while starting:\n{last_lines(log)}"
                    )
                await asyncio.sleep(POLL_SECONDS)
    except TimeoutError:
        raise CannotStartError(f"{name} did not answer within {STARTUP_SECONDS:.0f} s; see {log}") from None


def last_lines(log: Path) -> str:
    """Return the end of a log, for a person who wants to know why."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-LAST_LINES:])
