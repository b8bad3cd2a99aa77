"""What a check finds: how bad it is, what is wrong, what to do; and how all of it is said to people and to machines."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from otklik.columns import columns


class Level(StrEnum):
    """How bad it is; what was not looked at (because something else is not there) is neither good nor bad."""

    OK = "ok"
    SKIPPED = "skipped"
    WARNING = "warning"
    FAILURE = "failure"


EXIT_CODES = {Level.OK: 0, Level.SKIPPED: 0, Level.WARNING: 1, Level.FAILURE: 2}


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """One line: `what` was found, and what to do about it (empty where nothing is to be done)."""

    check: str
    level: Level
    what: str
    advice: str = ""


def ok(check: str, what: str) -> Diagnosis:
    """Return that all is well."""
    return Diagnosis(check=check, level=Level.OK, what=what)


def skipped(check: str, why: str) -> Diagnosis:
    """Return that nobody could look."""
    return Diagnosis(check=check, level=Level.SKIPPED, what=why)


def warning(check: str, what: str, advice: str) -> Diagnosis:
    """Return what somebody should look at soon."""
    return Diagnosis(check=check, level=Level.WARNING, what=what, advice=advice)


def failure(check: str, what: str, advice: str) -> Diagnosis:
    """Return what keeps people from being served, or from being served on time."""
    return Diagnosis(check=check, level=Level.FAILURE, what=what, advice=advice)


def worst(found: Sequence[Diagnosis]) -> Level:
    """Return the worst level of all."""
    return max((each.level for each in found), key=EXIT_CODES.__getitem__, default=Level.OK)


def as_lines(found: Sequence[Diagnosis]) -> str:
    """Return one line a check: the level, its name, what was found and what to do."""
    return columns([(each.level.value, each.check, _sentence(each)) for each in found])


def as_json(found: Sequence[Diagnosis]) -> str:
    """Return the same for machines, with the worst level first."""
    return json.dumps({"level": worst(found), "checks": [asdict(each) for each in found]}, ensure_ascii=False)


def _sentence(each: Diagnosis) -> str:
    return f"{each.what}: {each.advice}" if each.advice else each.what
