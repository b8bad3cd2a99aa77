"""`otklik demo`: the demo against a running `otklik up`, or against one started for it in a temporary folder."""

import asyncio
import contextlib
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import click

from otklik.addresses import spare_addresses
from otklik.console import Console
from otklik.errors import CannotStartError
from otklik.running import Running, find_running
from otklik.settings import Settings, load_settings
from otklik.up import cancelled_by_signals, everything

LOG = "up.log"
# The demo plays with embedded parts only: nothing that the environment names may hear of it.
EMBEDDED_ONLY = dict.fromkeys(("bot_token", "telegram_api_base", "database_url", "temporal_address", "webhook_url"))


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Play whole candidate journeys by itself and print the chats; ARGUMENTS go to `python -m proof.demo`."""
    try:
        sys.exit(asyncio.run(_play(load_settings(), arguments)))
    except CannotStartError as error:
        click.echo(error, err=True)
        sys.exit(1)
    except asyncio.CancelledError:
        sys.exit(130)


async def _play(settings: Settings, arguments: Sequence[str]) -> int:
    with cancelled_by_signals():
        found = find_running(settings.data_dir)
        if found is not None:
            return await _play_against(found, arguments)
        return await _play_alone(settings, arguments)


async def _play_alone(settings: Settings, arguments: Sequence[str]) -> int:
    """Start an Otklik, play, and leave nothing behind but, after a failure, its log."""
    data_dir = Path(tempfile.mkdtemp(prefix="otklik-demo-"))
    async with _started(settings.model_copy(update={**EMBEDDED_ONLY, "data_dir": data_dir})) as found:
        code = await _play_against(found, arguments)
    if code == 0:
        shutil.rmtree(data_dir, ignore_errors=True)
    else:
        click.echo(f"What its parts said: {data_dir / LOG}", err=True)
    return code


@contextlib.asynccontextmanager
async def _started(settings: Settings) -> AsyncIterator[Running]:
    with (settings.data_dir / LOG).open("w") as log:
        colours = settings.wants_colours(on_terminal=sys.stdout.isatty())
        console = Console(sys.stdout, colours=colours, parts=log)
        try:
            async with everything(settings, console, addresses=spare_addresses()) as found:
                yield found
        except CannotStartError as error:
            raise CannotStartError(f"{error} ({settings.data_dir / LOG})") from None


async def _play_against(found: Running, arguments: Sequence[str]) -> int:
    if found.page is None:
        raise CannotStartError("The running Otklik talks to the real Telegram; the demo needs the stand-in.")
    command = [sys.executable, "-m", "proof.demo", "--stand-in", found.page, *arguments]
    process = await asyncio.create_subprocess_exec(*command)
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
