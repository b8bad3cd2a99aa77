"""One measured figure, as every benchmark returns it and as tables, JSON and plots show it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What a figure has to reach: `at_least` or `at_most` that much, None where there is no such bound."""

    at_least: float | None = None
    at_most: float | None = None

    def holds(self, value: float) -> bool:
        """Tell whether the value keeps to the bounds."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        bounds = (("≥", self.at_least), ("≤", self.at_most))
        return ", ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`ours` beside the bare baseline of the same run, both in `unit`; `value` is what the goal is about.

    `benchmark` is the module, `case` tells the lines of one benchmark apart. Without a baseline `bare` is None.
    `value` is a ratio wherever there is something to compare with.
    """

    benchmark: str
    case: str
    unit: str
    ours: float
    bare: float | None = None
    value: float
    goal: Goal | None = None

    @property
    def is_reached(self) -> bool | None:
        """Tell whether the goal is reached; None without a goal."""
        return None if self.goal is None else self.goal.holds(self.value)


def paired_ratio(ours: Sequence[float], bare: Sequence[float]) -> float:
    """Return the median of each round's own ratio: noise that lasts for a round strikes both alike."""
    return median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that so many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100) - 1, 0)]
