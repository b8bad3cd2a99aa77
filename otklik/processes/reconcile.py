"""`otklik reconcile`: what differs between database and journeys after a restore, repaired by rule if wanted."""

import asyncio
import logging
from collections.abc import Sequence

import click
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from database.engine import build_sessions
from otklik.clock import now
from otklik.columns import columns
from otklik.processes.boot import leave, run_process
from otklik.processes.servers import reach_database, reach_temporal
from otklik.reconciling.differences import Difference
from otklik.reconciling.looking import Findings, Looking, journeys_awake
from otklik.reconciling.repairing import Repairing
from otklik.settings import Settings
from otklik.temporal_core import core_runtime
from otklik.temporal_settings import worker_version
from workflows.journeys import Journeys

LOOKS_AGAIN_AFTER = 3.0  # seconds: what was only under way is done by then
ROUNDS = 3  # a journey that goes on from where it was ended may differ, too
HEADINGS = ("what", "candidate", "difference", "who is right")


@click.command()
@click.option("--repair", "repairs", is_flag=True, help="Repair what differs, by the rules of docs/recovery.md.")
def command(*, repairs: bool) -> None:
    """List what differs, and with --repair mend it; exit code 1 while anything differs.

    Stop bot, worker and API first: what people press meanwhile waits at Telegram.
    """

    async def serve(settings: Settings, stop: asyncio.Event) -> None:
        for chatty, level in (("temporalio.worker", logging.WARNING), ("temporalio.core", logging.ERROR)):
            logging.getLogger(chatty).setLevel(level)  # the list is all that is wanted here
        engine, client = await asyncio.gather(
            reach_database(settings, stop), reach_temporal(settings, stop, core_runtime(None))
        )
        try:
            async with journeys_awake(client, worker_version(settings)):
                left = await reconcile(client, engine, repairs=repairs)
        finally:
            await engine.dispose()
        if left:
            leave(1)

    run_process(serve)


async def reconcile(
    client: Client, engine: AsyncEngine, *, repairs: bool, pause: float = LOOKS_AGAIN_AFTER
) -> list[Difference]:
    """Say what differs, repair it if wanted, and return what still does."""
    sessions = build_sessions(engine)
    looking, repairing = Looking(client, sessions), Repairing(Journeys(client), sessions)
    found, differences = await _look_twice(looking, pause)
    _say(differences)
    for _ in range(ROUNDS if repairs else 0):
        if not differences:
            break
        if paused := await repairing.repair(found, differences, now=now()):
            click.echo(f"\nPaused: {paused} auto-messages that were due since the copy; see who got them, then resume.")
        found, differences = await _look_twice(looking, pause)
        if differences:
            click.echo("\nAfter the repair:")
        _say(differences)
    return differences


async def _look_twice(looking: Looking, pause: float) -> tuple[Findings, list[Difference]]:
    """Return what differs now and has differed a moment ago."""
    first = await looking.look(now=now())
    if not first.differences:
        return first, []
    await asyncio.sleep(pause)
    again = await looking.look(now=now())
    before = set(first.differences)
    return again, [difference for difference in again.differences if difference in before]


def _say(differences: Sequence[Difference]) -> None:
    if not differences:
        click.echo("Database and journeys agree.")
        return
    click.echo(columns([HEADINGS, *map(_row, differences)]))


def _row(each: Difference) -> tuple[str, ...]:
    candidate = "" if each.candidate_id is None else str(each.candidate_id)
    return each.kind.value, candidate, each.what, each.rule.right.value
