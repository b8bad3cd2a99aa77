"""Figures of many stories: what became of the reminders, how late they came, and what must not be."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from tests.workflows.generated.facts import Story
from tests.workflows.generated.oracle import Oracle
from tests.workflows.generated.scenario import draw
from tests.workflows.generated.verdicts import PUNCTUAL, Fate, Judgement
from tests.workflows.generated.world import World

FORBIDDEN = (
    "reminded twice",
    "reminded after the end",
    "reminded of an old time",
    "not reminded",
    "reminded in quiet hours",
    "silence",
    "no next action",
    "waits for nobody",
)


@dataclass
class Figures:
    """What was counted."""

    punctual: timedelta = PUNCTUAL
    journeys: int = 0
    steps: int = 0
    outages: int = 0
    fates: Counter[Fate] = field(default_factory=Counter)
    lateness: list[timedelta] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def add(self, story: Story) -> Judgement:
        """Judge a story and count it."""
        said = Oracle(story, self.punctual).judge()
        self.journeys += 1
        self.steps += story.steps
        self.outages += len(story.outages)
        self.fates.update(said.fates)
        self.lateness += said.lateness
        self.broken += said.broken
        return said

    def table(self) -> str:
        """Return the figures as lines of text."""
        punctual = [late for late in self.lateness if late <= self.punctual]
        late = [each for each in self.lateness if each > self.punctual]
        lines = [
            f"{self.journeys:>6}  journeys",
            f"{self.steps:>6}  pieces of news",
            f"{self.outages:>6}  outages",
            f"{sum(self.fates.values()):>6}  agreed times (a move is a new one)",
            *(f"{self.fates[fate]:>6}  {fate}" for fate in Fate),
            *(f"{sum(what in words for words in self.broken):>6}  {what}" for what in FORBIDDEN),
            f"{len(self.broken):>6}  promises broken in all",
            f"lateness without an outage: {_spread_of(punctual)}",
            f"lateness after an outage: {_spread_of(late)}",
        ]
        return "\n".join(lines)


def run(seeds: Iterable[int]) -> Figures:
    """Let the journeys of these seeds live, and judge them."""
    figures = Figures()
    for seed in seeds:
        figures.add(World(draw(seed)).live())
    return figures


def _spread_of(lateness: list[timedelta]) -> str:
    """Return the median and the 99th percentile."""
    if not lateness:
        return "none"
    inorder = sorted(lateness)
    middle, high = (inorder[min(len(inorder) - 1, len(inorder) * share // 100)] for share in (50, 99))
    return f"p50 {middle.total_seconds():.1f} s, p99 {high.total_seconds():.1f} s ({len(inorder)})"
