"""The shortest soak there is: two journeys on the real processes, to see that the command plays, judges and tells."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

PLAYED_WITHIN = 180.0  # seconds on a busy machine, most of them for starting everything


@pytest.mark.timeout(200)
async def test_a_short_soak_loses_nobody_and_says_how_to_repeat_it(tmp_path: Path) -> None:
    sizes = ("--minutes", "0.05", "--rate", "40", "--seed", "9", "--restart-every", "0")
    told = ("--json", str(tmp_path / "figures.json"), "--log", str(tmp_path / "up.log"))
    command = (sys.executable, "-m", "otklik", "soak", *sizes, *told)
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT)
    try:
        output, _ = await asyncio.wait_for(process.communicate(), PLAYED_WITHIN)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    printed = output.decode()
    assert process.returncode == 0, printed
    assert "0 violations. otklik soak --minutes 0.05 --rate 40 --seed 9 --restart-every 0" in printed, printed
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert figures["journeys"] == 2
    assert figures["figures"]["journeys closed"] == 2
    assert figures["violations"] == []
    *_, megabytes = figures["points"]["worker memory"][0]
    assert 50 < megabytes < 500
