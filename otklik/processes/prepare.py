"""What `otklik up` needs before people come: a migrated database, sample data in an empty one, and its invitations."""

import asyncio
from collections.abc import Sequence

import click
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.people.invitations import START_PREFIX
from database.seed import Invitation
from otklik.errors import CannotStartError
from otklik.invitations import OfferedInvitation, offer_invitations, offered_invitations
from otklik.processes.boot import run_process
from otklik.processes.migrate import migrate
from otklik.processes.patience import until_it_answers
from otklik.processes.seed import print_invitations, sample_data
from otklik.processes.servers import reach_database
from otklik.settings import Settings


class NotUpError(Exception):
    """The stand-in does not answer yet."""


@click.command(hidden=True)
@click.option("--sample", is_flag=True, help="Add sample data when there are no cities.")
@click.option("--offer-on", "standin_port", type=int, help="Port of the stand-in whose page offers the invitations.")
def command(*, sample: bool, standin_port: int | None) -> None:
    """Migrate, and fill an empty database."""

    async def prepare(settings: Settings, stop: asyncio.Event) -> None:
        await migrate(settings, stop)
        engine = await reach_database(settings, stop)
        try:
            if sample:
                await _add_sample(engine, standin_port, stop)
        finally:
            await engine.dispose()

    run_process(prepare)


async def _add_sample(engine: AsyncEngine, standin_port: int | None, stop: asyncio.Event) -> None:
    """Fill an empty database, and see to it that recruiters find their links on the page."""
    is_new = not await _has_cities(engine)
    if standin_port is None:
        if is_new:
            print_invitations(await sample_data(engine))
        return
    await _until_up(standin_port, stop)
    # A run that was killed in between has data but no links; they are known only when they are made.
    if is_new or not await offered_invitations(standin_port):
        await _offer(await sample_data(engine), standin_port)


async def _has_cities(engine: AsyncEngine) -> bool:
    async with engine.connect() as connection:
        return bool(await connection.scalar(text("SELECT EXISTS (SELECT FROM cities)")))


async def _until_up(standin_port: int, stop: asyncio.Event) -> None:
    async def ask() -> None:
        if await offered_invitations(standin_port) is None:
            raise NotUpError(f"nobody answers on port {standin_port}")

    await until_it_answers("The stand-in", ask, stop, (NotUpError,))


async def _offer(invitations: Sequence[Invitation], standin_port: int) -> None:
    offered = [
        OfferedInvitation(label=each.recruiter_name, payload=f"{START_PREFIX}{each.token}") for each in invitations
    ]
    if not await offer_invitations(standin_port, offered):
        raise CannotStartError("The stand-in did not take the recruiters' invitations; start again.")
