"""What was measured, as a table for people, as JSON, and what is known of the machine."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from bench.figure import Figure, Goal

REACHED = {True: "[green]reached[/]", False: "[red]missed[/]", None: ""}


def table_of(figures: Sequence[Figure]) -> Table:
    """Return one line a figure."""
    table = Table("benchmark", "case", box=box.SIMPLE_HEAD, show_edge=False)
    for heading in ("ours", "bare"):
        table.add_column(heading, justify="right")
    table.add_column("unit")
    table.add_column("value", justify="right")
    table.add_column("goal")
    table.add_column("")
    before = ""
    for each in figures:
        name, before = "" if each.benchmark == before else each.benchmark, each.benchmark
        bare = "" if each.bare is None else number(each.bare)
        goal = "" if each.goal is None else str(each.goal)
        value = number(each.value)
        table.add_row(name, each.case, number(each.ours), bare, each.unit, value, goal, REACHED[each.is_reached])
    return table


def number(value: float) -> str:
    """Return it with as many digits as anybody reads."""
    if value >= 100:  # noqa: SIM108 - two thresholds read better in order
        digits = 0
    else:
        digits = 1 if value >= 10 else 2
    return f"{value:,.{digits}f}"


def print_figures(figures: Sequence[Figure]) -> None:
    """Print the table, however narrow the terminal is."""
    Console(highlight=False, width=max(Console().width, 140)).print(table_of(figures))


def write_json(path: Path, figures: Sequence[Figure]) -> None:
    """Write the figures with the machine they are from."""
    found = {"machine": machine(), "figures": [as_json(each) for each in figures]}
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_json(path: Path) -> list[Figure]:
    """Read figures that were written."""
    return [_figure(each) for each in json.loads(path.read_text(encoding="utf-8"))["figures"]]


def machine() -> Mapping[str, Any]:
    """Return what figures depend on: processors, how busy they are, the interpreter."""
    return {
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def as_json(figure: Figure) -> dict[str, Any]:
    """Return a figure with the judgement that its goal comes to."""
    return {**asdict(figure), "is_reached": figure.is_reached}


def _figure(told: dict[str, Any]) -> Figure:
    goal = None if told["goal"] is None else Goal(**told["goal"])
    return Figure(**{**{name: told[name] for name in told if name != "is_reached"}, "goal": goal})
