"""What becomes of an update whose handling failed: tried again, or parked for a person to look at."""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from asyncpg import DataError  # type: ignore[import-untyped] # it is typed inside but does not say so
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio.service import RPCError, RPCStatusCode

from database import inbox
from database.inbox import ClaimedUpdate

TRIES = 5
OUTAGE_PAUSE = timedelta(seconds=1)
TOO_MANY_REQUESTS = "too many requests"
OUTAGES = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, ClientDecodeError, OSError)
# Temporal says this of what was sent; everything else it says of itself or of the way to it.
FAULTS_OF_OURS = frozenset({RPCStatusCode.INVALID_ARGUMENT, RPCStatusCode.OUT_OF_RANGE})

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class UnreadableUpdateError(Exception):
    """An update that aiogram cannot parse."""


async def note_misfortune(session: AsyncSession, claimed: ClaimedUpdate, error: Exception, *, now: datetime) -> None:
    """Note the failure: an outage is not counted, what is beyond help is parked at once, the rest after five tries."""
    if is_outage(error):
        log.warning("a server does not answer, the update waits", update_id=claimed.update_id, error=repr(error))
        await inbox.mark_failed(
            session,
            replace(claimed, attempts=claimed.attempts - 1),
            error=repr(error),
            next_try_at=now + pause_in(error),
            tries=TRIES,
        )
        return
    tries = 1 if is_beyond_help(error) else TRIES
    pause = timedelta(seconds=2**claimed.attempts)
    parked = await inbox.mark_failed(session, claimed, error=repr(error), next_try_at=now + pause, tries=tries)
    if parked:
        log.error("an update was parked; somebody has to look", update_id=claimed.update_id, exc_info=error)
    else:
        log.warning("an update failed, trying again", update_id=claimed.update_id, exc_info=error)


def is_beyond_help(error: Exception) -> bool:
    """Tell whether no retry can help: nobody can read the update, or it holds a value that no column can."""
    cause = error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig is not None else error
    return isinstance(cause, UnreadableUpdateError | DataError)


def pause_in(outage: Exception) -> timedelta:
    """Return how long an update waits for a server; Telegram's own wait is kept exactly."""
    if isinstance(outage, TelegramRetryAfter):
        return max(timedelta(seconds=outage.retry_after), OUTAGE_PAUSE)
    return OUTAGE_PAUSE


def is_outage(error: Exception) -> bool:
    """Tell whether a server behind the bot is to blame, and not the update."""
    if isinstance(error, RPCError):
        return error.status not in FAULTS_OF_OURS
    return isinstance(error, OUTAGES) or names_no_wait(error)


def names_no_wait(error: Exception) -> bool:
    """Tell whether Telegram asks to wait without saying how long, for which aiogram has no error of its own."""
    return type(error) is TelegramAPIError and TOO_MANY_REQUESTS in error.message.casefold()
