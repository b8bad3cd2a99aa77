"""`python -m standin`: start the stand-in, say where it listens, and stop on SIGINT or SIGTERM."""

import asyncio
import re
import signal
import sqlite3
import sys
from pathlib import Path

import click
from aiohttp import web

from standin.application import build_app
from standin.settings import Settings
from standin.world import World


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8081, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--token", default="42:TEST", show_default=True, help="The only bot token that is accepted.")
@click.option("--state", type=click.Path(path_type=Path, dir_okay=False), help="File to remember in (SQLite).")
@click.option("--skip-url", help='Where "skip to the next event" is asked for.')
@click.option("--bot-name", default="Отклик", show_default=True)
@click.option("--bot-username", default="otklik_bot", show_default=True)
def main(
    *,
    host: str,
    port: int,
    token: str,
    state: Path | None,
    skip_url: str | None,
    bot_name: str,
    bot_username: str,
) -> None:
    """Speak Telegram's Bot API on this machine, with a page on which one plays the people."""
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
        raise click.BadParameter("a token looks like 42:TEST", param_hint="--token")
    settings = Settings(host, port, token, state, skip_url, bot_name, bot_username)
    try:
        asyncio.run(serve(settings))
    except sqlite3.Error as trouble:
        sys.exit(f"standin: cannot use {state}: {trouble}")
    except OSError as trouble:
        sys.exit(f"standin: cannot listen on {host}:{port}: {trouble}")


async def serve(settings: Settings) -> None:
    """Listen until a signal asks to stop; then let everybody go and keep the state."""
    world = World(settings)
    runner = web.AppRunner(build_app(world), access_log=None, shutdown_timeout=2)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
        host, port = runner.addresses[0][:2]
        click.echo(f"standin ready http://{host}:{port}")
        await stop_signal()
    finally:
        await runner.cleanup()
        world.close()


async def stop_signal() -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


if __name__ == "__main__":
    main()
