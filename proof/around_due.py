"""`python -m proof.around_due`: kill -9 around the due moments of reminders, on the real processes of `otklik up`.

Plays candidates to agreed interviews whose reminders are due within a minute, kills worker, bot, Temporal and
PostgreSQL among them, and judges each reminder by the table of the promise. Ends with 1 if one is broken.
"""

import asyncio
import secrets
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from proof.audit import KEPT, Audit, Awaited, Finding, Verdict
from proof.crowd import crowd
from proof.due_round import LOST_REPLY, SLOW, DueRound
from proof.house import own_house
from proof.kills import Clock, Toll
from proof.phone import MissedError
from proof.recruiter import find_recruiter
from proof.stand_in import RefusedError, StandIn
from proof.telling import Telling
from proof.way import Way

LONGEST_ROUND = 300.0  # seconds


@dataclass(frozen=True, kw_only=True)
class Trial:
    """How much is played: rounds, reminders and kills in each of them, seconds of rest between two of them."""

    rounds: int
    candidates: int
    kills: int
    rest: float
    seed: int

    def __str__(self) -> str:
        sizes = f"--rounds {self.rounds} --candidates {self.candidates} --kills {self.kills} --rest {self.rest:g}"
        return f"python -m proof.around_due {sizes} --seed {self.seed}"


@click.command()
@click.option("--rounds", default=5, show_default=True)
@click.option("--candidates", default=8, show_default=True, help="Reminders in each round.")
@click.option("--kills", default=8, show_default=True, help="Kills in each round.")
@click.option("--rest", default=40.0, show_default=True, help="Seconds in which the supervisor's pauses end.")
@click.option("--seed", type=int, help="Repeats the same faults and the same kills at the same distances.")
@click.option("--log", type=click.Path(path_type=Path), help="Keep here what the parts said.")
@click.option("--settle", default=150.0, show_default=True, help="Seconds in which everything is told at the latest.")
def main(*, seed: int | None, log: Path | None, settle: float, **sizes: Any) -> None:
    """Kill -9 around the due moments of reminders; exit 1 if the promise is broken."""
    console = Console(highlight=False, soft_wrap=True)
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    trial = Trial(seed=seed, **sizes)
    console.print(str(trial))
    toll = Toll()
    try:
        findings = asyncio.run(_try(trial, console, toll, log=log, settle=settle))
    except (RefusedError, MissedError, TimeoutError) as failure:
        console.print(f"It could not be played to its end: {str(failure) or 'something was not back in time'}")
        sys.exit(2)
    broken = [finding for finding in findings if finding.verdict not in KEPT]
    _print_figures(console, findings, toll)
    for finding in findings:
        if finding.verdict is not Verdict.SENT:
            console.print(str(finding))
    console.print(f"{len(broken)} promises broken. {trial}")
    sys.exit(1 if broken else 0)


async def _try(trial: Trial, console: Console, toll: Toll, *, log: Path | None, settle: float) -> list[Finding]:
    async with own_house(log) as house, StandIn(house.page) as stand_in:
        telling = Telling(console, seconds=trial.rounds * LONGEST_ROUND)
        recruiter = await find_recruiter(stand_in, telling)
        await house.truth.clear_the_calendar(recruiter.name)
        due_round = DueRound(
            house=house,
            clock=Clock(await house.truth.now()),
            way=Way(stand_in=stand_in, telling=telling, recruiter=recruiter, days_to_turn=0),
            chance=Random(trial.seed),  # noqa: S311 - a trial that can be repeated, no secret
            applicants=crowd(),
            candidates=trial.candidates,
            kills=trial.kills,
        )
        awaited = await _play_rounds(trial, due_round, toll)
        audit = Audit(stand_in=stand_in, truth=house.truth, recruiter=recruiter.phone)
        findings = await audit.until_settled(awaited, seconds=settle)
        telling.say("settled")
        return findings


async def _play_rounds(trial: Trial, due_round: DueRound, toll: Toll) -> list[Awaited]:
    awaited: list[Awaited] = []
    for number in range(1, trial.rounds + 1):
        # Who has run for a minute is restarted after one second again when it is killed, and not after more and more.
        await asyncio.sleep(trial.rest if awaited else 0.0)
        awaited += await due_round.play(toll)
        due_round.way.telling.say(
            f"round {number} of {trial.rounds} is over: {toll.count} kills so far, everything serves"
        )
    return awaited


def _print_figures(console: Console, findings: Sequence[Finding], toll: Toll) -> None:
    faults = Counter(finding.awaited.fault for finding in findings)
    verdicts = Counter(finding.verdict for finding in findings)
    table = Table("what", "figure", show_edge=False)
    table.add_row("reminders due", str(len(findings)))
    table.add_row("of these Telegram was slow / its reply was lost", f"{faults[SLOW]} / {faults[LOST_REPLY]}")
    for verdict in Verdict:
        table.add_row(verdict.value, str(verdicts[verdict]))
    table.add_row("lateness", _spread([each.lateness for each in findings if each.lateness is not None]))
    doubts = [each.told_after for each in findings if each.told_after is not None]
    table.add_row("the recruiter told of a doubt, after it was due", _spread(doubts))
    table.add_row("kills", str(toll.count))
    for name, seconds in toll.recoveries.items():
        table.add_row(f"{name} killed, serves again after", _spread(seconds))
    console.print(table)


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    return f"p50 {statistics.median(seconds):.1f} s, max {max(seconds):.1f} s ({len(seconds)})"


if __name__ == "__main__":
    main()
