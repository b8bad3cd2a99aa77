"""Chance with a seed: whatever is drawn here is drawn again by the same seed."""

import math
import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A seeded source of decisions, durations and instants."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a test that can be repeated, no secret

    def happens(self, share: float) -> bool:
        """Tell whether something happens that happens in that share of all cases."""
        return self._random.random() < share

    def one_of(self, things: Sequence[T]) -> T:
        return self._random.choice(things)

    def some_of(self, things: Sequence[T], most: int) -> list[T]:
        """Return at most that many different things, in their order."""
        count = min(len(things), self._random.randint(0, most))
        return [things[place] for place in sorted(self._random.sample(range(len(things)), count))]

    def weighed(self, shares: Mapping[T, float]) -> T:
        return self._random.choices(list(shares), list(shares.values()))[0]

    def whole(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def lasting(self, shortest: timedelta, longest: timedelta) -> timedelta:
        """Return a duration; as many are between a minute and ten as between ten minutes and a hundred."""
        low, high = (math.log(bound.total_seconds()) for bound in (shortest, longest))
        return timedelta(seconds=round(math.exp(self._random.uniform(low, high))))

    def between(self, earliest: datetime, latest: datetime) -> datetime:
        """Return an instant of the span; the earliest where the span is empty."""
        if latest <= earliest:
            return earliest
        return earliest + (latest - earliest) * self._random.random()
