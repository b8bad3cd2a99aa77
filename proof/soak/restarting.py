"""Restarts among the load, at their moments, and how long each part took to serve again."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from proof.house import House
from proof.kills import Clock
from proof.soak.plan import Plan, Restart

BACK_WITHIN = 180.0  # seconds
LOOKS_EVERY = 0.1


@dataclass(frozen=True, kw_only=True)
class Restarted:
    """A restart that was done at a moment (Unix seconds); `served_at` is when the part served again."""

    restart: Restart
    at: float
    served_at: float


@dataclass(kw_only=True)
class Restarting:
    """Restarts one part after the other; `done` is in the order of time."""

    house: House
    clock: Clock
    say: Callable[[str], None]
    done: list[Restarted] = field(default_factory=list)

    async def follow(self, plan: Plan) -> None:
        """Restart as planned; raise `RefusedError` when a part does not come back."""
        began = time.monotonic()
        for restart in plan.draw_restarts():
            await asyncio.sleep(max(began + restart.at - time.monotonic(), 0.0))
            await self._restart(restart)

    async def _restart(self, restart: Restart) -> None:
        at = self.clock.now()
        end = self.house.ask_to_stop if restart.politely else self.house.kill
        ended = end(restart.part)
        await self.house.until_serving_again(restart.part, ended or 0, within=BACK_WITHIN, every=LOOKS_EVERY)
        self.done.append(Restarted(restart=restart, at=at, served_at=self.clock.now()))
        self.say(f"restarted {restart}: serves again after {self.clock.now() - at:.1f} s")


async def begin_anew(house: House, parts: Sequence[str]) -> None:
    """Ask several parts to stop, and return when all of them serve again."""
    ended = {part: house.ask_to_stop(part) for part in parts}
    for part, pid in ended.items():
        await house.until_serving_again(part, pid or 0, within=BACK_WITHIN, every=LOOKS_EVERY)


def is_calm(at: float, restarts: Sequence[Restarted], *, settled_after: float) -> bool:
    """Tell whether nothing was being restarted at that moment, nor had just been."""
    return not any(each.at - 1 <= at <= each.served_at + settled_after for each in restarts)
