"""The real bot as a process that can be told where to die. Imports once, then forks a bot for each line on stdin.

Each line is a JSON object of `Wish`; answered by the pid, and by the wait status when that bot has ended.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.inbox import Inbox
from bot.process import BotSettings, run_bot
from bot.webhook import WebhookSettings
from database.engine import DatabaseSettings, build_engine
from otklik.clock import now
from workflows.connection import TemporalSettings, connect
from workflows.journeys import Journeys

TOKEN = "42:TEST"
SECRET = "a-secret-of-some-length"

Call = Callable[..., Awaitable[Any]]
POINTS: dict[str, tuple[type, tuple[str, ...], bool]] = {
    "before_storing": (Inbox, ("store",), True),
    "after_storing": (Inbox, ("store",), False),
    "before_signalling": (Journeys, ("arrive", "tell"), True),
    "after_signalling": (Journeys, ("arrive", "tell"), False),
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Where everything is, and at which of the POINTS to die (None: nowhere)."""

    database: str
    temporal: str
    telegram: str
    webhook: str | None
    die_at: str | None


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Let this process die around the first call that the point names; an empty batch is no call."""
    owner, names, before = POINTS[point]
    for name in names:
        setattr(owner, name, deadly(getattr(owner, name), before=before))


def deadly(call: Call, *, before: bool) -> Call:
    async def dying(self: object, *arguments: Any) -> Any:
        if before and arguments[0]:
            die()
        answer = await call(self, *arguments)
        if arguments[0]:
            die()
        return answer

    return dying


async def serve(wish: Wish) -> None:
    engine = build_engine(DatabaseSettings(wish.database))
    client = await connect(TemporalSettings(address=wish.temporal), codec=None)
    webhook = None
    if wish.webhook is not None:
        port = int(wish.webhook.rpartition(":")[2].partition("/")[0])
        webhook = WebhookSettings(url=wish.webhook, secret=SECRET, host="127.0.0.1", port=port)
    settings = BotSettings(token=TOKEN, api_base=wish.telegram, webhook=webhook)
    await run_bot(settings, engine, client, now=now, stop=asyncio.Event())


def main() -> None:
    for line in sys.stdin:
        wish = Wish(**json.loads(line))
        pid = os.fork()
        if pid == 0:
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what the bot logs is no answer
            if wish.die_at is not None:
                arm(wish.die_at)
            asyncio.run(serve(wish))
            os._exit(0)
        print(pid, flush=True)  # noqa: T201 - the answer to whoever reads our output
        print(os.waitpid(pid, 0)[1], flush=True)  # noqa: T201 - the same


if __name__ == "__main__":
    main()
