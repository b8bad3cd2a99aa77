"""Plots for the documents: one SVG a benchmark, a bar a figure, with its goal; made without a display."""

import math
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet

from bench.figure import Figure
from bench.report import number

GREEN, RED, GREY, DARK = "#3a8f5c", "#c2513f", "#8a94a0", "#30363d"
COLOURS = {True: GREEN, False: RED, None: GREY}
# The same figures make the same file, and its words can be searched.
CALM: Any = {  # matplotlib knows the names and says no type that a dictionary of ours could have
    "svg.hashsalt": "otklik",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
}


def write_plots(folder: Path, figures: Sequence[Figure]) -> None:
    """Write `<benchmark>.svg` for each benchmark."""
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(CALM):
        for name, group in groupby(figures, key=lambda figure: figure.benchmark):
            sheet = _sheet(list(group))
            sheet.savefig(folder / f"{name}.svg", format="svg", metadata={"Date": None}, bbox_inches="tight")


def _sheet(figures: Sequence[Figure]) -> Sheet:
    sheet = Sheet(figsize=(7.5, 0.7 + 0.36 * len(figures)), facecolor="white")
    axes = sheet.add_subplot()
    places = range(len(figures))
    axes.barh(
        places, [each.value for each in figures], color=[COLOURS[each.is_reached] for each in figures], height=0.6
    )
    axes.set_yticks(places, [each.case for each in figures])
    axes.invert_yaxis()
    for place, each in zip(places, figures, strict=True):
        _describe(axes, place, each)
    axes.margins(x=0.35)
    axes.set_xlabel("value; the dark mark is the goal")
    axes.spines[["top", "right"]].set_visible(False)
    return sheet


def _describe(axes: Axes, place: int, figure: Figure) -> None:
    """Write the figure beside its bar, and mark its goal."""
    bare = "" if figure.bare is None else f" / {number(figure.bare)}"
    words = f" {number(figure.value)}   ({number(figure.ours)}{bare} {figure.unit})"
    axes.text(figure.value, place, words, va="center", color=DARK)
    goal = figure.goal
    for bound in () if goal is None else (goal.at_least, goal.at_most):
        if bound is not None and math.isfinite(bound):
            axes.plot([bound, bound], [place - 0.4, place + 0.4], color=DARK, linewidth=1.5)
