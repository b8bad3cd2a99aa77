"""One part of a running Otklik: a child process that is started, watched, restarted and stopped."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from otklik.console import Console
from otklik.embedded.child import stop
from otklik.errors import CannotStartError
from otklik.lines import lines_of

POLL_SECONDS = 0.1
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
# Whoever ran this long had a good start: its next failure is a new story.
STEADY_SECONDS = 60.0
HELD_BACK_LINES = 50


@dataclass(frozen=True, kw_only=True)
class Part:
    """What to run; `is_ready` answers whether it can serve, None for a job that is done when it ends."""

    name: str
    command: Sequence[str]
    is_ready: Callable[[], Awaitable[bool]] | None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    ready_within: float = 120.0
    stopped_by: signal.Signals = signal.SIGTERM
    grace: float = 5.0
    # Servers talk a lot while they start and stop: it is shown only when the start fails.
    is_talkative: bool = False


class PartAtWork:
    """A part with its process; from `start` to `stop` there is always somebody who watches it."""

    def __init__(self, part: Part, console: Console, pauses: Sequence[float] = PAUSES) -> None:
        self.part = part
        self._console = console
        self._pauses = pauses
        self._stopping = False
        self._held_back: deque[str] | None = deque(maxlen=HELD_BACK_LINES) if part.is_talkative else None
        self._process: Process | None = None
        self._relay: asyncio.Task[None] | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Process id, None before the start."""
        return None if self._process is None else self._process.pid

    async def start(self) -> Process:
        """Start the process and pass on what it writes."""
        self._process = process = await asyncio.create_subprocess_exec(
            *self.part.command,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            env=dict(self.part.environment),
            process_group=0,  # Ctrl-C reaches us alone, so that the parts end in order.
        )
        self._relay = asyncio.create_task(self._pass_on(process))
        return process

    async def until_ready(self) -> None:
        """Return when the part serves (a job: has succeeded); raise `CannotStartError` when it will not."""
        process = self._process or await self.start()
        try:
            async with asyncio.timeout(self.part.ready_within):
                await (self._until_done(process) if self.part.is_ready is None else self._until_serving(process))
        except TimeoutError:
            limit = f"{self.part.ready_within:.0f} s"
            self._tell_what_was_held_back()
            raise CannotStartError(f"{self.part.name} was not ready within {limit}.") from None
        self._held_back = None

    def keep_running(self) -> None:
        """From now on restart the part whenever it ends."""
        if self.part.is_ready is not None:
            self._watch = asyncio.create_task(self._restart_for_ever())

    async def stop(self) -> None:
        """Stop the process: politely, and after its grace by force."""
        self._stopping = True
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._process is not None:
            await stop(self._process, by=self.part.stopped_by, grace=self.part.grace)
        if self._relay is not None:
            await self._relay

    def kill(self) -> None:
        """End the whole process group at once."""
        self._stopping = True
        if self._process is not None and self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    async def _until_done(self, process: Process) -> None:
        if await process.wait() != 0:
            await self._fail(process)

    async def _until_serving(self, process: Process) -> None:
        if self.part.is_ready is None:
            return
        while not await self.part.is_ready():
            if process.returncode is not None:
                await self._fail(process)
            await asyncio.sleep(POLL_SECONDS)

    async def _fail(self, process: Process) -> NoReturn:
        if self._relay is not None:
            await self._relay
        self._tell_what_was_held_back()
        end = how_it_ended(process)
        raise CannotStartError(f"{self.part.name} {end} while starting; its last lines are above.")

    def _tell_what_was_held_back(self) -> None:
        for line in self._held_back or ():
            self._console.relay(self.part.name, line)

    async def _restart_for_ever(self) -> None:
        failures = 0
        while self._process is not None:
            began = asyncio.get_running_loop().time()
            await self._process.wait()
            if asyncio.get_running_loop().time() - began > STEADY_SECONDS:
                failures = 0
            pause = self._pauses[min(failures, len(self._pauses) - 1)]
            failures += 1
            end = how_it_ended(self._process)
            self._console.complain(f"{self.part.name} {end}; it is started again in {pause:g} s.")
            await asyncio.sleep(pause)
            await self.start()

    async def _pass_on(self, process: Process) -> None:
        if process.stdout is None:
            return
        async for line in lines_of(process.stdout):
            if self._held_back is not None:
                self._held_back.append(line)
            elif not (self._stopping and self.part.is_talkative):
                self._console.relay(self.part.name, line)


def how_it_ended(process: Process) -> str:
    """Say how a process ended, in words."""
    code = process.returncode or 0
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with code {code}"
