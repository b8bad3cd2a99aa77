"""One short trial: whole journeys among faults, on the real processes of a house of its own."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

PLAYED_WITHIN = 280.0  # seconds on a busy machine, most of them for starting anew what was killed


@pytest.mark.timeout(300)
async def test_a_short_trial_breaks_no_promise_and_says_how_to_repeat_it(tmp_path: Path) -> None:
    sizes = ("--journeys", "3", "--minutes", "0.3", "--faults", "3", "--seed", "712")
    told = ("--json", str(tmp_path / "figures.json"), "--log", str(tmp_path / "up.log"))
    command = (sys.executable, "-m", "otklik", "chaos", *sizes, *told)
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT)
    try:
        output, _ = await asyncio.wait_for(process.communicate(), PLAYED_WITHIN)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    printed = output.decode()
    assert process.returncode == 0, printed
    assert "0 violations" in printed, printed
    assert "otklik chaos --journeys 3 --minutes 0.3 --faults 3 --seed 712" in printed, printed
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert figures["journeys"] == 3
    assert sum(figures["faults"].values()) + figures["spared"] == 3
    assert figures["figures"]["updates"] > 30
    assert figures["violations"] == []
