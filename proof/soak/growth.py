"""Has something grown? Two questions about a line of points, each answered by medians, so that a spike says nothing.

A process that was restarted begins anew, so plain figures of the beginning and of the end cannot be compared:

- at the same age: what a process held in the first quarter of the load, against what it held in the last quarter when
  it was as old (by minutes of age; younger than three minutes counts for nothing, it is still warming up). This finds
  what grows with all that was ever done, and survives restarts.
- within a life: the median of all slopes between two points of one life of the process (Theil and Sen), all lives
  together, times the longest life that was seen. This finds what a process never gives back.

Either may grow by what is allowed: a fixed part, a share of what was there, and a share for each ten minutes of a life.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from proof.soak.samples import Point

WARM_AFTER = 180.0  # seconds of age
BIN = 60.0  # seconds of age
SHORTEST_LIFE = 240.0  # seconds after it was warm; a shorter one has no slope worth the name
LEAST_DISTANCE = 60.0  # seconds between the two points of a slope
MOST_POINTS = 200  # of one life, evenly spread: every one is paired with every other
TEN_MINUTES = 600.0
QUARTER = 0.25
SHORTEST_LOAD = 60.0  # seconds; the quarters of a shorter one are moments


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How much something may grow: by `fixed`, by a share of itself, by a share of itself in ten minutes of a life."""

    fixed: float
    share: float = 0.0
    share_in_ten_minutes: float = 0.0

    def of(self, size: float, *, seconds: float = 0.0) -> float:
        """Return how much something of that size may grow in that time."""
        return self.fixed + size * (self.share + self.share_in_ten_minutes * seconds / TEN_MINUTES)


@dataclass(frozen=True, kw_only=True)
class Growth:
    """From `begin` by `grown`, of which `allowed` is allowed; `seconds` is how long it took."""

    begin: float
    grown: float
    allowed: float
    seconds: float

    @property
    def is_too_much(self) -> bool:
        return self.grown > self.allowed


def at_the_same_age(points: Sequence[Point], allowance: Allowance, *, seconds: float) -> Growth | None:
    """Compare the first quarter of a load of so many seconds with the last; None when no ages are comparable."""
    first = _by_age(point for point in points if point.at <= seconds * QUARTER)
    last = _by_age(point for point in points if seconds * (1 - QUARTER) <= point.at <= seconds)
    ages = first.keys() & last.keys()
    if not ages:
        return None
    begin = statistics.median(statistics.median(first[age]) for age in ages)
    grown = statistics.median(statistics.median(last[age]) - statistics.median(first[age]) for age in ages)
    return Growth(begin=begin, grown=grown, allowed=allowance.of(begin), seconds=seconds * (1 - QUARTER))


def between_quarters(points: Sequence[Point], allowance: Allowance, *, seconds: float) -> Growth | None:
    """Compare the quarters of what has no age; None when one of them is empty, or no more than a moment."""
    if seconds < SHORTEST_LOAD:
        return None
    first = [point.value for point in points if point.at <= seconds * QUARTER]
    last = [point.value for point in points if seconds * (1 - QUARTER) <= point.at <= seconds]
    if not first or not last:
        return None
    begin = statistics.median(first)
    grown = statistics.median(last) - begin
    return Growth(begin=begin, grown=grown, allowed=allowance.of(begin), seconds=seconds * (1 - QUARTER))


def within_a_life(points: Sequence[Point], allowance: Allowance) -> Growth | None:
    """Return how much the longest life would have grown at the median slope; None when every life was short."""
    lives: defaultdict[int, list[Point]] = defaultdict(list)
    for point in points:
        if point.age >= WARM_AFTER:
            lives[point.life].append(point)
    long = [life for life in lives.values() if life[-1].age - life[0].age >= SHORTEST_LIFE]
    slopes = [slope for life in long for slope in _slopes(life)]
    if not slopes:
        return None
    seconds = max(life[-1].age - life[0].age for life in long)
    begin = statistics.median(life[0].value for life in long)
    grown = statistics.median(slopes) * seconds
    return Growth(begin=begin, grown=grown, allowed=allowance.of(begin, seconds=seconds), seconds=seconds)


def _slopes(life: Sequence[Point]) -> list[float]:
    some = life[:: 1 + len(life) // MOST_POINTS]
    return [
        (later.value - earlier.value) / (later.age - earlier.age)
        for earlier, later in combinations(some, 2)
        if later.age - earlier.age >= LEAST_DISTANCE
    ]


def _by_age(points: Iterable[Point]) -> dict[int, list[float]]:
    """Return the values of the warm by the minute of their age."""
    found: defaultdict[int, list[float]] = defaultdict(list)
    for point in points:
        if point.age >= WARM_AFTER:
            found[int(point.age // BIN)].append(point.value)
    return found
