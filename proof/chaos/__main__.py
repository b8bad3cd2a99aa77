"""`python -m proof.chaos`: whole journeys among faults, on the real processes of a house of its own.

Ends with 0 when every promise was kept, with 1 when one was broken, with 2 when the trial could not be played.
"""

import asyncio
import secrets
import sys
from pathlib import Path

import click
from rich.console import Console

from proof.chaos.plan import Plan, plan_of
from proof.chaos.table import as_json, print_outcome
from proof.chaos.trial import Outcome, play
from proof.phone import MissedError
from proof.stand_in import RefusedError
from proof.telling import Telling
from proof.truth import NOT_THERE

MOST_SECONDS = 24 * 60 * 60.0  # nobody is in a hurry: each wait has a limit of its own
COULD_NOT_BE_PLAYED = (RefusedError, MissedError, *NOT_THERE)


@click.command()
@click.option("--journeys", default=24, show_default=True, help="Candidates, all on the way at once.")
@click.option("--minutes", type=float, help="How long faults are made.  [default: 3, or as --faults need]")
@click.option("--faults", type=int, help="How many faults.  [default: ten a minute]")
@click.option("--seed", type=int, help="Repeats scripts, faults and their moments.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all figures to this file, too.")
@click.option("--log", type=click.Path(path_type=Path), help="Keep here what the parts said.")
def main(
    *,
    journeys: int,
    minutes: float | None,
    faults: int | None,
    seed: int | None,
    json_file: Path | None,
    log: Path | None,
) -> None:
    """Play journeys among kills, pauses, cut connections and a broken Telegram; exit 1 if a promise is broken."""
    console = Console(highlight=False, soft_wrap=True)
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    plan = plan_of(journeys=journeys, minutes=minutes, faults=faults, seed=seed)
    console.print(str(plan))
    outcome = _played(plan, console, log)
    if json_file is not None:
        json_file.write_text(as_json(plan, outcome) + "\n")
    print_outcome(console, plan, outcome)
    sys.exit(1 if outcome.findings.violations else 0)


def _played(plan: Plan, console: Console, log: Path | None) -> Outcome:
    try:
        return asyncio.run(play(plan, Telling(console, seconds=MOST_SECONDS), log=log))
    except* COULD_NOT_BE_PLAYED as group:
        for failure in group.exceptions:
            console.print(f"It could not be played to its end: {failure or type(failure).__name__}. {plan}")
    sys.exit(2)


if __name__ == "__main__":
    main()
