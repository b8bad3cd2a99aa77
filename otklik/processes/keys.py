"""`otklik keys`: which master keys wrap the keys of candidates, and wrapping them all by the first one."""

import asyncio

import click
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from database.engine import build_sessions
from database.people.candidate_keys import keys_by_master
from otklik.codec import UnreadablePayloadError
from otklik.columns import columns
from otklik.errors import CannotStartError
from otklik.key_wrapping import UnwrappableKeyError
from otklik.payload_keys import key_id
from otklik.processes.boot import run_process
from otklik.processes.servers import master_keys, reach_database, reach_temporal
from otklik.resealing import reseal_schedules
from otklik.rewrapping import rewrap_all
from otklik.settings import Settings
from workflows.sealing import UnreadableSecretError

HEADINGS = ("master key", "candidates", "is")


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List the master keys (by their ids) with the number of candidates' keys that each wraps."""
    if context.invoked_subcommand is None:
        run_process(_list)


@command.command()
def rewrap() -> None:
    """Put the first key of PAYLOAD_KEY in the place of the others: for candidates' keys, webhooks and schedules."""
    run_process(_rewrap)


async def _list(settings: Settings, stop: asyncio.Event) -> None:
    engine = await reach_database(settings, stop)
    try:
        click.echo(await _table(build_sessions(engine), [key_id(key).decode() for key in master_keys(settings)]))
    finally:
        await engine.dispose()


async def _table(sessions: async_sessionmaker[AsyncSession], known: list[str]) -> str:
    async with sessions() as session:
        wraps = await keys_by_master(session)
    ids = [*known, *sorted(wraps.keys() - set(known))]
    return columns([HEADINGS, *((each, str(wraps.get(each, 0)), _standing(each, known)) for each in ids)])


def _standing(master_key_id: str, known: list[str]) -> str:
    if master_key_id not in known:
        return "missing in PAYLOAD_KEY"
    return "the first: wraps what is new" if master_key_id == known[0] else "still opens"


async def _rewrap(settings: Settings, stop: asyncio.Event) -> None:
    engine = await reach_database(settings, stop)
    try:
        done = await rewrap_all(build_sessions(engine), master_keys(settings))
        click.echo(f"Wrapped anew: the keys of {done.candidates} candidates, the secrets of {done.webhooks} webhooks.")
        schedules = await reseal_schedules(await reach_temporal(settings, stop), master_keys(settings))
        click.echo(f"Sealed anew: {schedules} schedules in Temporal.")
    except UnwrappableKeyError as error:
        raise CannotStartError(f"{error}; add it to PAYLOAD_KEY.") from None
    except UnreadableSecretError:
        raise CannotStartError(
            "The secret of a webhook was sealed with a key that PAYLOAD_KEY lacks; add it."
        ) from None
    except UnreadablePayloadError as error:
        raise CannotStartError(f"A schedule of Temporal is sealed with an {error}; add it to PAYLOAD_KEY.") from None
    finally:
        await engine.dispose()
