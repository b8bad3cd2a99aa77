"""The judge of reminders and the plan of the kills around them; `make proof` plays the rounds themselves."""

from random import Random

import pytest

from proof.audit import Verdict, judge
from proof.kills import CLOSE, WIDE, plan_kills
from proof.truth import Fate

DUE, START = 1_000.0, 8_200.0


def fate(status: str | None, finished_at: float | None = 1_001.0) -> Fate:
    return Fate(status=status, attempts=1, finished_at=finished_at, starts_at=START)


@pytest.mark.parametrize(
    ("seen", "copies", "is_told", "verdict"),
    [
        (fate("sent"), 1, False, Verdict.SENT),
        (fate("unknown", None), 1, True, Verdict.DOUBTED_ARRIVED),
        (fate("unknown", None), 0, True, Verdict.DOUBTED_LOST),
        (fate("unknown", None), 0, False, Verdict.UNTOLD),
        (fate("sent"), 2, False, Verdict.TWICE),
        (fate("unknown", None), 2, True, Verdict.TWICE),
        (fate(None, None), 0, True, Verdict.MISSING),
        (fate("sent"), 0, False, Verdict.MISSING),
        (fate("sending", None), 1, False, Verdict.MISSING),
        (fate("failed"), 0, False, Verdict.MISSING),
        (fate("sent", 999.9), 1, False, Verdict.EARLY),
        (fate("sent", START - 599), 1, False, Verdict.LATE),
        (fate("sent", START - 601), 1, False, Verdict.SENT),
    ],
)
def test_a_reminder_is_judged_from_both_ends(seen: Fate, copies: int, is_told: bool, verdict: Verdict) -> None:
    assert judge(seen, due=DUE, copies=copies, is_told=is_told) is verdict


def test_a_seed_repeats_its_kills_which_lie_around_due_moments() -> None:
    kills, again = (plan_kills(Random(5), [100.0, 200.0], 50) for _ in range(2))  # noqa: S311 - it has to be repeatable
    assert kills == again
    assert kills == sorted(kills, key=lambda kill: kill.at)
    nearest = [min((kill.at - due for due in (100.0, 200.0)), key=abs) for kill in kills]
    assert all(WIDE[0] <= distance <= WIDE[1] for distance in nearest)
    assert sum(CLOSE[0] <= distance <= CLOSE[1] for distance in nearest) > 25
    assert {kill.victim for kill in kills} == {"worker", "bot", "temporal", "postgres"}
