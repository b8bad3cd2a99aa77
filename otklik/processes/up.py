"""`otklik up`: its command, and what becomes of its end."""

import asyncio
import sys

import click

from otklik.errors import CannotStartError
from otklik.settings import Settings, load_settings
from otklik.up import cancelled_by_signals, up


@click.command()
def command() -> None:
    """Start everything that the environment does not replace, and stop it on Ctrl-C or SIGTERM."""
    try:
        asyncio.run(_until_stopped(load_settings()))
    except CannotStartError as error:
        click.echo(error, err=True)
        sys.exit(1)
    except asyncio.CancelledError:
        return


async def _until_stopped(settings: Settings) -> None:
    with cancelled_by_signals():
        await up(settings)
