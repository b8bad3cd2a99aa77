"""What a trial plays: how many journeys, which faults at which moments; all of it drawn from one seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from types import MappingProxyType

PACE = 6.0  # seconds from one fault to the next, if nobody says otherwise
LONGEST_PAUSE = 30.0  # seconds
JITTER = (0.3, 1.7)  # of the mean distance between two faults
EVERYTHING = "all of them at once"


class Kind(StrEnum):
    """What may go wrong."""

    KILL = "kill -9"
    PAUSE = "paused (SIGSTOP)"
    CUT = "connections cut"
    STORM = "Telegram: 429 with a wait"
    BARE_STORM = "Telegram: 429 without a wait"
    LOST_REPLY = "Telegram: reply lost"
    LOST_CALL = "Telegram: call lost"
    BAD_GATEWAY = "Telegram: HTML 502"
    SERVER_ERROR = "Telegram: 500"
    SLOW = "Telegram: slow"
    DOWN = "Telegram: down"
    REPEATED = "updates delivered twice"
    DISORDER = "updates in the wrong order"
    SPIKE = "spike: newcomers all at once"


# How often each is drawn; the second word is the part that it strikes.
WEIGHTS: Mapping[tuple[Kind, str], int] = MappingProxyType(
    {
        (Kind.KILL, "worker"): 5,
        (Kind.KILL, "bot"): 4,
        (Kind.KILL, "api"): 1,
        (Kind.KILL, "temporal"): 4,
        (Kind.KILL, "postgres"): 4,
        (Kind.KILL, EVERYTHING): 2,
        (Kind.PAUSE, "worker"): 2,
        (Kind.PAUSE, "bot"): 2,
        (Kind.PAUSE, "temporal"): 1,
        (Kind.PAUSE, "postgres"): 1,
        (Kind.CUT, "postgres"): 3,
        (Kind.CUT, "temporal"): 3,
        (Kind.STORM, ""): 2,
        (Kind.BARE_STORM, ""): 1,
        (Kind.LOST_REPLY, ""): 4,
        (Kind.LOST_CALL, ""): 2,
        (Kind.BAD_GATEWAY, ""): 2,
        (Kind.SERVER_ERROR, ""): 1,
        (Kind.SLOW, ""): 2,
        (Kind.DOWN, ""): 1,
        (Kind.REPEATED, ""): 4,
        (Kind.DISORDER, ""): 2,
        (Kind.SPIKE, ""): 2,
    }
)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault, `at` seconds after the first journey began; `seconds` and `count` are how long and how often."""

    at: float
    kind: Kind
    part: str
    seconds: float
    count: int

    def __str__(self) -> str:
        return f"{self.kind} {self.part}".strip()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One trial."""

    journeys: int
    minutes: float
    faults: int
    seed: int

    def __str__(self) -> str:
        sizes = f"--journeys {self.journeys} --minutes {self.minutes:g} --faults {self.faults}"
        return f"otklik chaos {sizes} --seed {self.seed}"

    def draw_faults(self) -> list[Fault]:
        """Return the faults in the order of time; the same for the same plan."""
        chance = Random(f"faults {self.seed}")  # noqa: S311 - it has to be repeatable
        mean = self.minutes * 60 / max(self.faults, 1)
        at, drawn = 0.0, []
        for kind, part in chance.choices(list(WEIGHTS), list(WEIGHTS.values()), k=self.faults):
            at += mean * chance.uniform(*JITTER)
            seconds = chance.uniform(3.0, LONGEST_PAUSE)
            drawn.append(Fault(at=at, kind=kind, part=part, seconds=seconds, count=chance.randint(1, 5)))
        return drawn

    def draw_arrivals(self) -> list[float]:
        """Return when each candidate arrives: seconds within the first two thirds of the trial, in no order."""
        chance = Random(f"arrivals {self.seed}")  # noqa: S311 - the same
        return [chance.uniform(0.0, self.minutes * 40) for _ in range(self.journeys)]


def plan_of(*, journeys: int, minutes: float | None, faults: int | None, seed: int) -> Plan:
    """Return the plan; what is not given of minutes and faults follows from the other, at the usual pace."""
    if minutes is None:
        minutes = 3.0 if faults is None else faults * PACE / 60
    if faults is None:
        faults = round(minutes * 60 / PACE)
    return Plan(journeys=journeys, minutes=minutes, faults=faults, seed=seed)
