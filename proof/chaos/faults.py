"""Faults, as they are done to a running Otklik and to its Telegram, and how long each part took to serve again."""

import asyncio
import contextlib
import os
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from proof.chaos.plan import EVERYTHING, Fault, Kind
from proof.chaos.severing import cut_connections
from proof.house import MARKS, House
from proof.stand_in import Json, StandIn
from proof.truth import NOT_THERE

BACK_WITHIN = 300.0  # seconds; the supervisor waits up to 30 s, and others may be killed meanwhile
LOOKS_EVERY = 0.1  # seconds
CLIENTS = ("worker", "bot", "api")
STORM_CALLS, STORM_WAIT = 8, 3  # calls for each count of a storm, seconds that Telegram asks to wait
END_ALL_CONNECTIONS = """
    SELECT count(pg_terminate_backend(pid)) AS ended FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@dataclass
class Toll:
    """What was done, by kind, and how many seconds each part took to serve again."""

    done: Counter[str] = field(default_factory=Counter)
    spared: int = 0
    recoveries: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, seconds: float) -> None:
        """Note a recovery."""
        self.recoveries.setdefault(what, []).append(seconds)


@dataclass(kw_only=True)
class Faults:
    """Does one fault after another; those that last end by themselves, or at the latest when all is healed."""

    house: House
    stand_in: StandIn
    toll: Toll
    chance: Random
    let_all_in: Callable[[], int]  # newcomers who wait for their moment come at once; returns how many
    _down: set[str] = field(default_factory=set)
    _stopped: dict[str, Sequence[int]] = field(default_factory=dict)
    _afterwards: set[asyncio.Task[None]] = field(default_factory=set)

    async def do(self, fault: Fault) -> str:
        """Do it; return what was done in words, or why it was not."""
        doings: Mapping[Kind, Callable[[Fault], Awaitable[str | None]]] = {
            Kind.KILL: self._kill,
            Kind.PAUSE: self._pause,
            Kind.CUT: self._cut,
            Kind.REPEATED: self._repeat,
            Kind.DISORDER: self._disorder,
            Kind.SPIKE: self._spike,
            Kind.DOWN: self._take_telegram_down,
        }
        did = await doings.get(fault.kind, self._spoil)(fault)
        if did is None:
            self.toll.spared += 1
            return f"{fault}: spared, it is down or there is nothing to strike"
        self.toll.done[str(fault)] += 1
        return f"{fault}{did}"

    async def heal(self) -> None:
        """End every trouble and return when all parts serve; raise `RefusedError` when one does not come back."""
        await self.stand_in.end_trouble()
        for name in list(self._stopped):
            self._let_go_on(name)
        await asyncio.gather(*self._afterwards)
        for name in MARKS:
            await self.house.until_serving_again(name, 0, within=BACK_WITHIN, every=LOOKS_EVERY)

    async def _kill(self, fault: Fault) -> str | None:
        victims = MARKS if fault.part == EVERYTHING else (fault.part,)
        killed = {name: pid for name in victims if name not in self._down and (pid := self.house.kill(name))}
        for name, pid in killed.items():
            self._later(self._until_back(f"{name}, killed", [name], pid))
        return "" if killed else None

    async def _pause(self, fault: Fault) -> str | None:
        family = [] if fault.part in self._down else self.house.family_of(fault.part)
        if not family:
            return None
        self._stopped[fault.part] = family
        _signal(family, signal.SIGSTOP)
        self._later(self._resume_after(fault.part, fault.seconds))
        return f" for {fault.seconds:.0f} s"

    async def _cut(self, fault: Fault) -> str | None:
        if fault.part in self._down or self.house.pid_of(fault.part) is None:
            return None
        count = await self._end_connections() if fault.part == "postgres" else self._cut_off_temporal()
        if not count:
            return None
        clients = [name for name in CLIENTS if name not in self._down]
        self._later(self._until_back(f"connections to {fault.part}", clients, 0, strikes=()))
        return f": {count}"

    async def _end_connections(self) -> int:
        with contextlib.suppress(*NOT_THERE):
            return int((await self.house.truth.ask(END_ALL_CONNECTIONS))[0]["ended"])
        return 0

    def _cut_off_temporal(self) -> int:
        port = int(self.house.temporal_address.rpartition(":")[2])
        pids = [pid for name in CLIENTS if (pid := self.house.pid_of(name)) is not None]
        return sum(cut_connections(pid, port) for pid in pids)

    async def _repeat(self, fault: Fault) -> str | None:
        made = self.stand_in.update_ids
        if not made:
            return None
        for _ in range(fault.count):
            newest = made[-20:]
            await self.stand_in.repeat(self.chance.choice([*newest, self.chance.choice(made)]))
        return f": {fault.count}"

    async def _disorder(self, fault: Fault) -> str:
        await self.stand_in.disorder(fault.count)
        return f": {fault.count} batches"

    async def _spike(self, _fault: Fault) -> str | None:
        came = self.let_all_in()
        return f": {came}" if came else None

    async def _spoil(self, fault: Fault) -> str:
        """Let some of the next calls to Telegram go wrong."""
        storm, some = fault.count * STORM_CALLS, fault.count
        spoilt: Mapping[Kind, tuple[str, Json]] = {
            Kind.STORM: ("too_many_requests", {"count": storm, "retry_after": STORM_WAIT}),
            Kind.BARE_STORM: ("too_many_requests", {"count": storm}),
            Kind.LOST_REPLY: ("dropped_after", {"count": some, "method": "send*"}),
            Kind.LOST_CALL: ("dropped_before", {"count": some}),
            Kind.BAD_GATEWAY: ("bad_gateway", {"count": some * 2}),
            Kind.SERVER_ERROR: ("server_error", {"count": some * 2}),
            Kind.SLOW: ("slow", {"count": some * 2, "seconds": fault.seconds / 3}),
        }
        kind, details = spoilt[fault.kind]
        await self.stand_in.trouble(kind, **details)
        return f", {details['count']} calls"

    async def _take_telegram_down(self, fault: Fault) -> str:
        number = await self.stand_in.trouble("bad_gateway", method="*")
        self._later(self._bring_telegram_back(number, fault.seconds))
        return f" for {fault.seconds:.0f} s"

    async def _bring_telegram_back(self, number: int, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.stand_in.end_trouble(number)

    async def _resume_after(self, name: str, seconds: float) -> None:
        self._down.add(name)
        ends = time.monotonic() + seconds
        while name in self._stopped and time.monotonic() < ends:  # noqa: ASYNC110 - healing takes it out of there
            await asyncio.sleep(LOOKS_EVERY)
        self._let_go_on(name)
        await self._until_back(f"{name}, paused", [name], 0)

    def _let_go_on(self, name: str) -> None:
        _signal(self._stopped.pop(name, ()), signal.SIGCONT)

    async def _until_back(
        self, what: str, parts: Sequence[str], killed: int, strikes: Sequence[str] | None = None
    ) -> None:
        """Note how long it takes until these parts serve; those in `strikes` (all of them) are spared until then."""
        spared = set(parts if strikes is None else strikes)
        self._down |= spared
        began = time.monotonic()
        for name in parts:
            await self.house.until_serving_again(name, killed, within=BACK_WITHIN, every=LOOKS_EVERY)
        self.toll.note(what, time.monotonic() - began)
        self._down -= spared

    def _later(self, ending: Awaitable[None]) -> None:
        self._afterwards.add(asyncio.ensure_future(ending))


def _signal(family: Sequence[int], number: signal.Signals) -> None:
    for pid in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
