"""`otklik seed`: sample cities, recruiters and slots, with a deep link for each recruiter."""

import asyncio
from collections.abc import Sequence

import click
from sqlalchemy.ext.asyncio import AsyncEngine

from database.seed import Invitation, seed
from otklik.clock import now
from otklik.processes.boot import run_process
from otklik.processes.servers import reach_database
from otklik.settings import Settings


@click.command()
def command() -> None:
    """Add the sample data and print how its recruiters walk in."""
    run_process(_seed)


async def sample_data(engine: AsyncEngine) -> list[Invitation]:
    """Add the sample data where there is none; return new invitations for all recruiters who have not come yet."""
    return await seed(engine, now=now())


def print_invitations(invitations: Sequence[Invitation]) -> None:
    """Print the deep links, which nobody can learn later."""
    for invitation in invitations:
        click.echo(f"{invitation.recruiter_name} walks in with /start r_{invitation.token}")


async def _seed(settings: Settings, stop: asyncio.Event) -> None:
    engine = await reach_database(settings, stop)
    try:
        print_invitations(await sample_data(engine))
    finally:
        await engine.dispose()
