"""What a soak plays: for how long, at which rate, and which part is restarted when; the restarts come from the seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

from proof.house import MARKS

MINUTE = 60.0


@dataclass(frozen=True, kw_only=True)
class Restart:
    """One restart, `at` seconds after the load began: asked to stop, or ended at once."""

    at: float
    part: str
    politely: bool

    def __str__(self) -> str:
        return f"{self.part}, {'asked to stop' if self.politely else 'kill -9'}"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One soak; `rate` is journeys a minute, None for half of what the machine can do."""

    minutes: float
    rate: float | None
    seed: int
    restart_every: float

    def __str__(self) -> str:
        rate = "" if self.rate is None else f" --rate {self.rate:g}"
        return f"otklik soak --minutes {self.minutes:g}{rate} --seed {self.seed} --restart-every {self.restart_every:g}"

    @property
    def seconds(self) -> float:
        """How long journeys begin."""
        return self.minutes * MINUTE

    def draw_restarts(self) -> list[Restart]:
        """Return the restarts in the order of time, one every few minutes; the same for the same plan."""
        chance = Random(f"restarts {self.seed}")  # noqa: S311 - it has to be repeatable
        drawn, pause = _by_turns(chance), self.restart_every * MINUTE
        moments = [pause * (number + 1) for number in range(int(self.seconds // pause))] if pause else []
        return [
            Restart(at=at, part=part, politely=politely)
            for at, (part, politely) in zip((at for at in moments if at < self.seconds), drawn, strict=False)
        ]


def _by_turns(chance: Random) -> Iterator[tuple[str, bool]]:
    """Yield each part in each manner once, in any order, and then again: nobody is left out for long."""
    while True:
        turn = list(product(MARKS, (True, False)))
        chance.shuffle(turn)
        yield from turn
