"""Waiting between attempts: longer each time, with jitter."""

import random
from datetime import timedelta

SHORTEST = timedelta(milliseconds=500)
LONGEST = timedelta(seconds=30)
# Jitter needs no secrecy, only that two processes do not keep step.
JITTER = random.SystemRandom()


class Pauses:
    """Doubling pauses between 0.5 and 30 seconds, each shortened by up to a half at random."""

    def __init__(self) -> None:
        self._next = SHORTEST

    def longer(self) -> timedelta:
        """Return the next pause and make the one after it longer."""
        current, self._next = self._next, min(self._next * 2, LONGEST)
        return current * JITTER.uniform(0.5, 1)

    def reset(self) -> None:
        """Begin anew after a success."""
        self._next = SHORTEST
