"""Each benchmark can be asked for; one of them is run at its small sizes, through the door that people use."""

import subprocess
import sys
from dataclasses import is_dataclass
from pathlib import Path

import pytest

from bench.registry import BENCHMARKS, benchmark
from bench.report import read_json

RUN = [sys.executable, "-m", "bench"]


@pytest.mark.parametrize("name", BENCHMARKS)
def test_each_benchmark_has_small_and_whole_sizes(name: str) -> None:
    quick, full = benchmark(name, quick=True), benchmark(name)
    assert is_dataclass(quick.sizes)
    assert type(quick.sizes) is type(full.sizes)


def test_rounds_are_set_where_there_are_rounds() -> None:
    assert benchmark("press", rounds=2).sizes.rounds == 2
    assert benchmark("events", rounds=2) == benchmark("events")


def test_a_benchmark_prints_a_table_and_writes_its_figures(tmp_path: Path) -> None:
    files = ["--json", str(tmp_path / "figures.json"), "--plots", str(tmp_path)]
    ran = subprocess.run([*RUN, "press", "--quick", *files], capture_output=True, text=True, timeout=170, check=True)
    figures = read_json(tmp_path / "figures.json")
    assert [figure.case for figure in figures] == [
        f"{load}, p{percent}" for load in ("idle", "3 presses a second") for percent in (50, 99)
    ]
    assert all(figure.ours > 0 and figure.bare for figure in figures)
    assert "idle, p50" in ran.stdout
    assert (tmp_path / "press.svg").exists()
