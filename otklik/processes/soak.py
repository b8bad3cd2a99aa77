"""`otklik soak`: an hour of journeys with restarts among them, on an Otklik started for it and removed afterwards."""

import os
import sys

import click


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Become `python -m proof.soak`, to which ARGUMENTS go: it needs nothing of us, and is reached by our signals."""
    os.execv(sys.executable, [sys.executable, "-m", "proof.soak", *arguments])  # noqa: S606 - our own module, no shell wanted
