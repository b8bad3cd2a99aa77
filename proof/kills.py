"""Kill -9 around the moments at which something is due: where it strikes is drawn from a seed, and timed."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from proof.house import MARKS, House

WEIGHTS = {"worker": 4, "temporal": 3, "postgres": 3, "bot": 2}
CLOSE, CLOSE_SHARE = (-0.1, 0.5), 0.6  # seconds around a due moment, and how many of the kills are aimed that well
WIDE = (-4.0, 4.0)


@dataclass(frozen=True, kw_only=True)
class Kill:
    """One planned kill; `at` is in Unix seconds."""

    at: float
    victim: str


@dataclass
class Toll:
    """What was killed, and how many seconds each took to serve again."""

    recoveries: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in MARKS})

    @property
    def count(self) -> int:
        """How many were killed and came back."""
        return sum(map(len, self.recoveries.values()))


class Clock:
    """The time of the house as it was asked once, carried on by a clock that nobody sets."""

    def __init__(self, now: float) -> None:
        self._ahead = now - time.monotonic()

    def now(self) -> float:
        """Return the Unix seconds."""
        return self._ahead + time.monotonic()

    async def until(self, moment: float) -> None:
        """Sleep until that moment."""
        await asyncio.sleep(max(moment - self.now(), 0.0))


def plan_kills(chance: Random, dues: Sequence[float], count: int, weights: Mapping[str, int] = WEIGHTS) -> list[Kill]:
    """Draw what is killed when, in the order of time."""
    victims = chance.choices(list(weights), list(weights.values()), k=count)
    kills = []
    for victim in victims:
        around = CLOSE if chance.random() < CLOSE_SHARE else WIDE
        kills.append(Kill(at=chance.choice(dues) + chance.uniform(*around), victim=victim))
    return sorted(kills, key=lambda kill: kill.at)


async def strike(house: House, clock: Clock, kills: Sequence[Kill], toll: Toll) -> None:
    """Kill as planned; one that is still recovering is spared and another one that serves is taken in its place."""
    recovering: set[str] = set()
    returns: list[asyncio.Task[None]] = []
    for kill in kills:
        await clock.until(kill.at)
        standing = [name for name in (kill.victim, *WEIGHTS) if name not in recovering]
        victim = next((name for name in standing if house.pid_of(name) is not None), None)
        if victim is not None and (killed := house.kill(victim)) is not None:
            recovering.add(victim)
            returns.append(asyncio.create_task(_recover(house, victim, killed, toll, recovering)))
    await asyncio.gather(*returns)


async def _recover(house: House, name: str, killed: int, toll: Toll, recovering: set[str]) -> None:
    began = time.monotonic()
    await house.until_serving_again(name, killed)
    toll.recoveries[name].append(time.monotonic() - began)
    recovering.discard(name)
