"""Chance for the doors: everything thrown at them comes out of one seeded source, so that a seed repeats it.

Thousands of whole updates are made; a Hypothesis strategy for all of aiogram's models takes thirty times as long.
"""

import random
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

ThrownT = TypeVar("ThrownT")
SEED = 20261123


class Dice:
    """Chooses; the same seed chooses the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nothing here is a secret

    def one_of(self, choices: Sequence[ThrownT]) -> ThrownT:
        return choices[self._random.randrange(len(choices))]

    def some_of(self, choices: Sequence[ThrownT], most: int) -> list[ThrownT]:
        return self._random.sample(choices, min(len(choices), self.number(0, most)))

    def many(self, make: Callable[["Dice"], ThrownT], least: int, most: int) -> list[ThrownT]:
        return [make(self) for _ in range(self.number(least, most))]

    def number(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def happens(self, chance: float) -> bool:
        return self._random.random() < chance

    def signs(self, most: int) -> str:
        """Return any characters at all, those of the first planes more often than the others."""
        ends = (0x7F, 0x7FF, 0xFFFF, sys.maxunicode)
        return "".join(chr(self.number(0, self.one_of(ends))) for _ in range(self.number(1, most)))
