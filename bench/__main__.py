"""`python -m bench`: run all benchmarks or the named ones, print what they found, write it as JSON and as plots.

Each runs in a process of its own, so that none is judged by the memory or the garbage of another.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click

from bench.figure import Figure
from bench.plots import write_plots
from bench.registry import BENCHMARKS, benchmark
from bench.report import machine, print_figures, read_json, write_json

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
LIST = "\n\n".join(f"{name}: {about}" for name, about in BENCHMARKS.items())


@click.command(epilog=f"\b\n{LIST.replace(chr(10) * 2, chr(10))}")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)))
@click.option("--json", "json_file", type=FILE, help="Write the figures here.")
@click.option("--plots", type=FOLDER, help="Write an SVG for each benchmark into this folder.")
@click.option("--rounds", type=int, help="How many rounds, for those that have rounds.")
@click.option("--quick", is_flag=True, help="Small sizes, for trying; the figures say nothing.")
@click.option("--in-this-process", "alone", is_flag=True, hidden=True)
def main(
    *, names: Sequence[str], json_file: Path | None, plots: Path | None, rounds: int | None, quick: bool, alone: bool
) -> None:
    """Measure Otklik beside bare baselines, in the same run on the same machine."""
    chosen = [name for name in BENCHMARKS if name in names or not names]
    figures: list[Figure] = []
    failed: list[str] = []
    run = run_here if alone else run_apart
    for name in chosen:
        measured = run(name, quick=quick, rounds=rounds)
        if measured is None:
            failed.append(name)
            continue
        figures += measured
        # An hour may be broken off at any time: what was measured stays.
        if json_file is not None:
            write_json(json_file, figures)
        if not alone:
            print_figures(measured)
    if plots is not None:
        write_plots(plots, figures)
    if failed:
        sys.exit(f"These did not come to their end: {', '.join(failed)}.")


def run_here(name: str, *, quick: bool, rounds: int | None) -> Sequence[Figure]:
    """Run one benchmark in this process."""
    chosen = benchmark(name, quick=quick, rounds=rounds)
    return asyncio.run(chosen.measure(chosen.sizes))


def run_apart(name: str, *, quick: bool, rounds: int | None) -> Sequence[Figure] | None:
    """Run one in a process of its own; return what was measured, None if it failed."""
    options = [*(["--quick"] if quick else []), *([] if rounds is None else ["--rounds", str(rounds)])]
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        file = Path(folder) / "figures.json"
        began = time.monotonic()
        command = [sys.executable, "-m", "bench", name, *options, "--in-this-process", "--json", str(file)]
        ended = subprocess.run(command, check=False)  # noqa: S603 - ourselves
        print(f"{name} took {time.monotonic() - began:.0f} s, load {machine()['load']}", file=sys.stderr)
        return read_json(file) if ended.returncode == 0 else None


if __name__ == "__main__":
    main()
