"""The `otklik` command; each subcommand's module is loaded only when it is called, so that help is instant."""

import contextlib
import gc
import sys
from collections.abc import Iterator
from importlib import import_module

import click

# Name: module (with its `command`), help for the list, whether the list shows it.
COMMANDS: dict[str, tuple[str, str, bool]] = {
    "up": ("otklik.processes.up", "Start everything on this machine and print the addresses.", True),
    "demo": ("otklik.processes.demo", "Play three whole journeys by itself and print both chats.", True),
    "chaos": ("otklik.processes.chaos", "Play journeys among faults and audit what came of them.", True),
    "soak": ("otklik.processes.soak", "Play journeys for an hour and judge what has grown.", True),
    "migrate": ("otklik.processes.migrate", "Bring the database up to date, and Temporal what ops search by.", True),
    "seed": ("otklik.processes.seed", "Add sample cities, recruiters and slots.", True),
    "worker": ("otklik.processes.worker", "Run journeys and their activities.", True),
    "announce": ("otklik.processes.announce", "Tell Telegram the bot's commands and its webhook.", True),
    "bot": ("otklik.processes.bot", "Talk to Telegram.", True),
    "api": ("otklik.processes.api", "Serve the admin API.", True),
    "token": ("otklik.processes.token", "Issue a token for the admin API.", True),
    "openapi": ("otklik.processes.openapi", "Print the description of the admin API.", True),
    "doctor": ("otklik.processes.doctor", "Check every part and say what to do.", True),
    "reconcile": ("otklik.processes.reconcile", "Compare database and journeys after a restore, and repair.", True),
    "keys": (
        "otklik.processes.keys",
        "Show what the master keys wrap; `keys rewrap` after a change of PAYLOAD_KEY.",
        True,
    ),
    "erase": ("otklik.processes.erase", "Erase candidates by their numbers, after a backup brought them back.", True),
    "zones": ("otklik.processes.zones", "List slots whose wall time changed with the zone data.", True),
    "settings": ("otklik.processes.settings", "Print the table of all settings.", True),
    "prepare": ("otklik.processes.prepare", "Do what `up` needs before people come.", False),
}


class LazyGroup(click.Group):
    """Knows its commands by name and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return [name for name, (_, _, is_shown) in COMMANDS.items() if is_shown]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        if cmd_name not in COMMANDS:
            return None
        with nothing_collected():
            command = import_module(COMMANDS[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, COMMANDS[name][1]) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@contextlib.contextmanager
def nothing_collected() -> Iterator[None]:
    """Load without the collector, which finds no rubbish then and looks for it again and again.

    What is loaded stays as long as the process: afterwards the collector leaves it out of every later search.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@click.group(cls=LazyGroup, help="Otklik: a hiring bot in which no candidate is ever forgotten.")
@click.version_option(package_name="otklik")
def main() -> None:
    """Run one command."""


if __name__ == "__main__":
    sys.exit(main(prog_name="otklik"))
