"""`otklik erase`: candidates by their numbers, for whoever restored a backup that still knows them."""

import asyncio
from collections.abc import Sequence

import click
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database import audit
from database.engine import build_sessions
from database.people.erasure import erase_candidate
from domain.booking import Actor
from otklik.clock import now
from otklik.errors import CannotStartError
from otklik.processes.boot import run_process
from otklik.processes.servers import reach_database
from otklik.settings import Settings

SOMEBODY = 0  # who sits at the machine has no number


@click.command()
@click.argument("candidates", nargs=-1, required=True, type=click.IntRange(min=1), metavar="NUMBER...")
def command(candidates: Sequence[int]) -> None:
    """Erase these candidates without a word to them; their journeys end within minutes, whatever they wait for."""

    async def erase(settings: Settings, stop: asyncio.Event) -> None:
        engine = await reach_database(settings, stop)
        try:
            unknown = [each for each in candidates if not await _erased(build_sessions(engine), each)]
        finally:
            await engine.dispose()
        click.echo(f"Erased: {len(candidates) - len(unknown)}.")
        if unknown:
            raise CannotStartError(f"There are no candidates {', '.join(map(str, unknown))}.")

    run_process(erase)


async def _erased(sessions: async_sessionmaker[AsyncSession], candidate_id: int) -> bool:
    async with sessions.begin() as session:
        if not await erase_candidate(session, candidate_id, now=now()):
            return False
        await audit.record(
            session,
            actor=Actor.SYSTEM,
            actor_id=SOMEBODY,
            what="candidate_erased",
            at=now(),
            subject_table="candidates",
            subject_id=candidate_id,
        )
    return True
