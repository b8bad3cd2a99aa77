"""What would break a promise, each kind with its name; and what one audit has found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Breach(StrEnum):
    """The columns of the table: what was lost, doubled, booked twice or left lying."""

    LOST_LETTER = "lost letters"
    LOST_UPDATE = "lost updates"
    DOUBLED = "duplicated letters"
    ACTED_TWICE = "acted on twice"
    BOOKED_TWICE = "double-booked"
    STUCK = "stuck"
    OVERDUE = "overdue alarms"
    UNTOLD = "doubts that nobody was told of"
    DISAGREEMENT = "database and workflows disagree"


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One broken promise."""

    breach: Breach
    what: str

    def __str__(self) -> str:
        return f"{self.breach}: {self.what}"


@dataclass(kw_only=True)
class Findings:
    """The violations, and what was counted beside them."""

    violations: list[Violation] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)

    def add(self, breach: Breach, what: str) -> None:
        """Note a violation."""
        self.violations.append(Violation(breach=breach, what=what))

    def by_breach(self) -> Iterator[tuple[Breach, int]]:
        """Yield how many there are of each kind."""
        counted = Counter(each.breach for each in self.violations)
        return ((breach, counted[breach]) for breach in Breach)
