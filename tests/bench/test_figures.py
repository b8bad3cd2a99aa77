from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bench.figure import Figure, Goal, paired_ratio, percentile
from bench.plots import write_plots
from bench.report import number, read_json, table_of, write_json

SLOW = Figure(benchmark="press", case="idle, p50", unit="ms", ours=30.0, bare=15.0, value=2.0, goal=Goal(at_most=1.5))
FAST = Figure(
    benchmark="journeys", case="8 at once", unit="a minute", ours=80.0, bare=100.0, value=0.8, goal=Goal(at_least=0.7)
)
COUNTED = Figure(benchmark="events", case="signals", unit="events", ours=17, value=17)


@pytest.mark.parametrize(
    ("goal", "value", "holds"),
    [
        (Goal(at_most=1.5), 1.5, True),
        (Goal(at_most=1.5), 1.51, False),
        (Goal(at_least=0.7), 0.7, True),
        (Goal(at_least=0.7), 0.69, False),
        (Goal(at_least=0.9, at_most=1.1), 1.0, True),
    ],
)
def test_a_goal_holds_up_to_its_bounds(goal: Goal, value: float, holds: bool) -> None:
    assert goal.holds(value) is holds


def test_a_figure_without_a_goal_is_neither_reached_nor_missed() -> None:
    assert (SLOW.is_reached, FAST.is_reached, COUNTED.is_reached) == (False, True, None)


def test_noise_that_lasts_for_a_round_does_not_move_the_ratio() -> None:
    assert paired_ratio([10, 40, 10], [5, 20, 5]) == 2


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = list(map(float, range(1, 101)))
    assert (percentile(values, 50), percentile(values, 99), percentile([7.0], 99)) == (50, 99, 7)


@pytest.mark.parametrize(("value", "words"), [(1234.5, "1,234"), (17.0, "17.0"), (0.456, "0.46")])
def test_numbers_have_as_many_digits_as_anybody_reads(value: float, words: str) -> None:
    assert number(value) == words


def test_the_table_says_what_is_reached_and_what_is_missed() -> None:
    console = Console(width=120, file=StringIO(), record=True)
    console.print(table_of([SLOW, FAST, COUNTED]))
    _, _, slow, fast, counted = console.export_text().rstrip().splitlines()
    assert slow.split() == ["press", "idle,", "p50", "30.0", "15.0", "ms", "2.00", "≤", "1.5", "missed"]
    assert fast.split()[-3:] == ["≥", "0.7", "reached"]
    assert "≥" not in counted
    assert "≤" not in counted


def test_figures_survive_their_file(tmp_path: Path) -> None:
    write_json(tmp_path / "figures.json", [SLOW, FAST, COUNTED])
    assert read_json(tmp_path / "figures.json") == [SLOW, FAST, COUNTED]


def test_each_benchmark_has_a_plot_that_is_the_same_each_time(tmp_path: Path) -> None:
    for folder in ("first", "second"):
        write_plots(tmp_path / folder, [SLOW, FAST, COUNTED])
    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert names == ["events.svg", "journeys.svg", "press.svg"]
    for name in names:
        first, second = ((tmp_path / folder / name).read_text() for folder in ("first", "second"))
        assert first == second
    assert "idle, p50" in (tmp_path / "first" / "press.svg").read_text()
