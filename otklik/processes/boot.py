"""How every process begins and ends: settings, logs, signals, and an exit that cannot abort."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn

from prometheus_client import disable_created_metrics

from otklik.errors import CannotStartError
from otklik.logs import configure_logs
from otklik.processes.patience import StoppedEarlyError
from otklik.settings import Settings, load_settings

Serve = Callable[[Settings, asyncio.Event], Awaitable[None]]
STOPPED_BY = (signal.SIGINT, signal.SIGTERM)


def run_process(serve: Serve) -> NoReturn:
    """Run a process until it is done or a signal stops it; a reason not to start is one line and exit code 1."""
    try:
        settings = load_settings()
        set_up_logs(settings)
        disable_created_metrics()  # type: ignore[no-untyped-call]  # one series less for each that somebody reads
        asyncio.run(_until_stopped(serve, settings))
    except StoppedEarlyError:
        leave(0)
    except CannotStartError as error:
        print(error, file=sys.stderr)
        leave(1)
    except Exception:
        logging.getLogger("otklik").exception("the process failed")
        leave(1)
    leave(0)


def leave(code: int) -> NoReturn:
    """End at once: Temporal's core may abort while the interpreter shuts down after the work is done."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def set_up_logs(settings: Settings) -> None:
    """Send all logs to standard output as the settings want them."""
    on_terminal = sys.stdout.isatty()
    configure_logs(
        settings.log_format or ("console" if on_terminal else "json"),
        settings.log_level,
        colours=settings.wants_colours(on_terminal=on_terminal),
        secrets=settings.secrets(),
    )


async def _until_stopped(serve: Serve, settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOPPED_BY:
        loop.add_signal_handler(number, stop.set)
    await serve(settings, stop)
