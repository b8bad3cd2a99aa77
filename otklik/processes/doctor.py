"""`otklik doctor`: checks every part, says what is wrong and what to do; its exit code is for monitors."""

import asyncio
import logging
from collections.abc import Sequence
from typing import NoReturn

import click

from otklik.checkup.diagnosis import EXIT_CODES, Diagnosis, as_json, as_lines, failure, worst
from otklik.checkup.doctor import examine
from otklik.errors import CannotStartError
from otklik.processes.boot import leave, run_process
from otklik.settings import Settings, load_settings


@click.command()
@click.option("--json", "is_for_machines", is_flag=True, help="Print one JSON object instead of lines.")
def command(*, is_for_machines: bool) -> None:
    """Check every part and change nothing; exit code 0: all is well, 1: warnings, 2: something does not work."""

    async def look(settings: Settings, stop: asyncio.Event) -> None:
        del stop  # each check ends by itself
        logging.disable()  # what libraries say of lost connections stands in the lines, without secrets
        _tell(await examine(settings), is_for_machines=is_for_machines)

    try:
        load_settings()
    except CannotStartError as error:
        # Nothing works with wrong settings, and a monitor has to learn of that as of all else.
        wrong = [failure("settings", line, "") for line in str(error).splitlines()]
        _tell(wrong, is_for_machines=is_for_machines)
    run_process(look)


def _tell(found: Sequence[Diagnosis], *, is_for_machines: bool) -> NoReturn:
    click.echo(as_json(found) if is_for_machines else as_lines(found))
    leave(EXIT_CODES[worst(found)])
