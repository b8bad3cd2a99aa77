"""What the demo says while it plays: one line a step with the seconds, so that a pause has a name."""

import statistics
import time

from rich.console import Console
from rich.text import Text

STEPS_COLUMN = 7


class Telling:
    """The clock of the play: how long it may take in all, how long each answer took."""

    def __init__(self, console: Console, *, seconds: float) -> None:
        self._console = console
        self._began = time.monotonic()
        self._ends = self._began + seconds
        self._acted = self._began
        self._answers: list[tuple[float, str]] = []

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds until the play has to be over."""
        return max(self._ends - time.monotonic(), 0.0)

    def say(self, words: str, style: str = "") -> None:
        """Tell one step."""
        self._console.print(Text.assemble((f"{self.elapsed:{STEPS_COLUMN}.1f} s  ", "dim"), (words, style)))

    def note_act(self) -> None:
        """Somebody has pressed or said something: what it leads to is measured from here."""
        self._acted = time.monotonic()

    def note_answer(self, what: str) -> None:
        """Note that what was expected has arrived."""
        self._answers.append((time.monotonic() - self._acted, what))

    def summary(self) -> str:
        """Say how quick the answers were."""
        if not self._answers:
            return "nothing was answered"
        slowest, what = max(self._answers)
        median = statistics.median(seconds for seconds, _ in self._answers)
        return f"{len(self._answers)} answers, {median:.2f} s at the median, {slowest:.2f} s at most ({what})"
