"""`python -m proof.soak`: whole journeys at a steady rate for a long time, with restarts among them.

Ends with 0 when nothing has grown and nothing was lost, with 1 when something has, with 2 when it could not be played.
"""

import asyncio
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from proof.phone import MissedError
from proof.soak.plan import Plan
from proof.soak.table import as_json, print_outcome
from proof.soak.trial import Outcome, play
from proof.stand_in import RefusedError
from proof.telling import Telling
from proof.truth import NOT_THERE

MOST_SECONDS = 7 * 24 * 60 * 60.0  # nobody is in a hurry: each wait has a limit of its own
COULD_NOT_BE_PLAYED = (RefusedError, MissedError, *NOT_THERE)


@click.command()
@click.option("--minutes", default=60.0, show_default=True, help="How long journeys begin.")
@click.option("--rate", type=float, help="Journeys a minute.  [default: half of what is measured at the start]")
@click.option("--seed", type=int, help="Repeats the restarts.")
@click.option("--restart-every", default=4.0, show_default=True, help="Minutes from one restart to the next; 0: none.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write all figures to this file, too.")
@click.option("--log", type=click.Path(path_type=Path), help="Keep here what the parts said.")
def main(
    *,
    minutes: float,
    rate: float | None,
    seed: int | None,
    restart_every: float,
    json_file: Path | None,
    log: Path | None,
) -> None:
    """Play journeys for long, with restarts among them; exit 1 if memory, connections, files or lag grow."""
    console = Console(highlight=False, soft_wrap=True)
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    plan = Plan(minutes=minutes, rate=rate, seed=seed, restart_every=restart_every)
    console.print(str(plan))
    outcome = _played(plan, console, log)
    if json_file is not None:
        json_file.write_text(as_json(plan, outcome) + "\n")
    print_outcome(console, plan, outcome)
    sys.exit(1 if outcome.violations() else 0)


def _played(plan: Plan, console: Console, log: Path | None) -> Outcome:
    try:
        return asyncio.run(play(plan, Telling(console, seconds=MOST_SECONDS), log=log))
    except* COULD_NOT_BE_PLAYED as group:
        for failure in _single(group):
            console.print(f"It could not be played to its end: {str(failure) or type(failure).__name__}. {plan}")
    sys.exit(2)


def _single(failure: BaseException) -> Iterator[BaseException]:
    """Yield what went wrong, however many groups it is wrapped in."""
    if isinstance(failure, BaseExceptionGroup):
        for each in failure.exceptions:
            yield from _single(each)
    else:
        yield failure


if __name__ == "__main__":
    main()
