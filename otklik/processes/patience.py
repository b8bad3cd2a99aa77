"""Patience with servers that are not up yet: ask again until they answer, say so, and give up with a reason."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from otklik.errors import CannotStartError

PATIENCE_SECONDS = 90.0
ATTEMPT_SECONDS = 10.0  # whoever takes the connection and says nothing is somebody else
PAUSE_SECONDS = 0.25
# All parts start together: nobody needs to hear of the first seconds.
FIRST_WORD_AFTER = 20
WORD_EVERY = 40

SAID_BY_THE_SYSTEM = re.compile(r'Os \{ code: \d+, .*message: "([^"]+)"')

Answer = TypeVar("Answer")
logger = structlog.get_logger("otklik")


class StoppedEarlyError(Exception):
    """A signal asked us to end before we had begun to serve."""


async def until_it_answers(
    what: str,
    ask: Callable[[], Awaitable[Answer]],
    stop: asyncio.Event,
    temporary: tuple[type[Exception], ...],
    patience: float = PATIENCE_SECONDS,
) -> Answer:
    """Ask until there is an answer; raise `CannotStartError` with the last reason when patience ends."""
    clock = asyncio.get_running_loop().time
    end = clock() + patience
    worth_waiting: tuple[type[Exception], ...] = (*temporary, TimeoutError)
    attempt = 0
    while True:
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                return await ask()
        except worth_waiting as error:
            reason = first_line(error)
        if clock() > end:
            raise CannotStartError(f"{what} did not answer within {patience:.0f} s: {reason}")
        attempt += 1
        if attempt % WORD_EVERY == FIRST_WORD_AFTER:
            logger.info("still waiting", waiting_for=what, reason=reason)
        await _pause(stop)


def first_line(error: Exception) -> str:
    """Return the first line of an error's words, or its name when it has none.

    Temporal's core wraps what the system said in words of its own, which help nobody who has to mend it.
    """
    lines = str(error).splitlines()
    if not lines:
        return type(error).__name__
    said = SAID_BY_THE_SYSTEM.search(lines[0])
    return said[1] if said else lines[0]


async def _pause(stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)
    if stop.is_set():
        raise StoppedEarlyError
