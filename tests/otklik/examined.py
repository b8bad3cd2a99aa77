"""Settings that name only what a test names, and what the doctor found by check."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from otklik.checkup.diagnosis import Diagnosis, Level
from otklik.settings import Settings


def settings_of(folder: Path, **values: Any) -> Settings:
    unset = dict.fromkeys(Settings.model_fields)
    defaults = {name: field.default for name, field in Settings.model_fields.items() if name in unset}
    return Settings(**defaults | {"data_dir": folder} | values)


def by_name(found: list[Diagnosis]) -> Mapping[str, Diagnosis]:
    """Return the worst line of each check."""
    lines: dict[str, Diagnosis] = {}
    for each in found:
        lines[each.check] = each if each.check not in lines else max(lines[each.check], each, key=_badness)
    return lines


def _badness(each: Diagnosis) -> int:
    return list(Level).index(each.level)
