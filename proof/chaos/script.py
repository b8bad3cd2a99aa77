"""What each played candidate and their recruiter have in mind, drawn from the seed and from nothing that happens."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Ending(StrEnum):
    """What a candidate does when the reminder is there, or before it."""

    CONFIRM = "confirms"
    DECLINE = "declines"
    MOVE = "asks to move"
    SILENT = "stays silent"
    LEAVE = "leaves while the request waits"
    LEAVE_EARLY = "leaves in Test1"
    VANISH = "stops answering in Test1"


ENDINGS = {
    Ending.CONFIRM: 8,
    Ending.DECLINE: 3,
    Ending.MOVE: 4,
    Ending.SILENT: 2,
    Ending.LEAVE: 2,
    Ending.LEAVE_EARLY: 1,
    Ending.VANISH: 1,
}


@dataclass(frozen=True, kw_only=True)
class Script:
    """`twice`, `stale` and `talks` are the share of presses that come double, are repeated later, or come with words.

    `lead` is how many seconds after the time was entered its reminder is due. `rejected`: the recruiter finds the
    first time unsuitable; `agreed_twice`: the recruiter presses twice.
    """

    ending: Ending
    twice: float
    stale: float
    talks: bool
    lead: float
    rejected: bool
    agreed_twice: bool

    @property
    def is_calm(self) -> bool:
        """True for somebody who presses each button once and says nothing else."""
        return not (self.twice or self.stale or self.talks)


def draw_script(seed: int, place: int) -> Script:
    """Return the script of the candidate with this number; the same for the same seed."""
    chance = Random(f"script {seed} {place}")  # noqa: S311 - it has to be repeatable
    calm = chance.random() < 0.4
    return Script(
        ending=chance.choices(list(ENDINGS), list(ENDINGS.values()))[0],
        twice=0.0 if calm else chance.choice([0.0, 0.2, 0.5]),
        stale=0.0 if calm else chance.choice([0.0, 0.15, 0.3]),
        talks=not calm and chance.random() < 0.4,
        lead=chance.uniform(15.0, 45.0),
        rejected=chance.random() < 0.12,
        agreed_twice=chance.random() < 0.2,
    )
