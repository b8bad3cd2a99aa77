"""The product's own judgement: `otklik doctor` and `otklik reconcile`, as their commands give it."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping

from proof.chaos.violations import Breach, Findings
from proof.stand_in import RefusedError

WITHIN = 180.0  # seconds, on a busy machine
# What a machine that is shared with others may warn of says nothing of the promise.
NOT_JUDGED = frozenset({"disk", "clock", "telegram clock"})
BREACH_OF = {"next actions": Breach.OVERDUE, "inbox": Breach.LOST_UPDATE}


async def ask_doctor(surroundings: Mapping[str, str], findings: Findings) -> None:
    """Note every check that is not well."""
    code, said = await _run(surroundings, "doctor", "--json")
    try:
        checks = json.loads(said)["checks"]
    except ValueError:
        findings.add(Breach.DISAGREEMENT, f"`otklik doctor` ended with {code}: {said[-500:]}")
        return
    for check in checks:
        if check["level"] in {"warning", "failure"} and check["check"] not in NOT_JUDGED:
            breach = BREACH_OF.get(check["check"], Breach.DISAGREEMENT)
            findings.add(breach, f"`otklik doctor` on {check['check']}: {check['what']}")


async def ask_reconcile(surroundings: Mapping[str, str], findings: Findings) -> None:
    """Note every line in which database and workflows differ."""
    code, said = await _run(surroundings, "reconcile")
    if code != 0:
        for line in said.strip().splitlines()[1:] or [said]:
            findings.add(Breach.DISAGREEMENT, f"`otklik reconcile`: {line}")


async def _run(surroundings: Mapping[str, str], *words: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "otklik", *words, stdout=PIPE, stderr=PIPE, env=dict(surroundings)
    )
    try:
        said, complaints = await asyncio.wait_for(process.communicate(), WITHIN)
    except TimeoutError:
        raise RefusedError(f"`otklik {words[0]}` did not end within {WITHIN:.0f} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, said.decode() or complaints.decode()
