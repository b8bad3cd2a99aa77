"""What an error of Telegram means for a letter: it will never arrive, or it is worth another try."""

from dataclasses import dataclass
from datetime import timedelta

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientConnectorError
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from workflows.findings import SendingTrouble

GONE = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")
UNCHANGED = "message is not modified"
NOTHING_TO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")


@dataclass(frozen=True, kw_only=True)
class TryAgain:
    """Another try may succeed; `after` is the wait that Telegram asked for, if it did."""

    maybe_arrived: bool
    after: timedelta | None = None


def judge(error: AiogramError) -> SendingTrouble | TryAgain:
    """Return why the letter will never arrive, or how to try again."""
    match error:
        case TelegramRetryAfter():
            return TryAgain(maybe_arrived=False, after=timedelta(seconds=error.retry_after))
        case TelegramForbiddenError():
            return SendingTrouble.UNREACHABLE
        case TelegramBadRequest():
            return SendingTrouble.UNREACHABLE if _says(error, *GONE) else SendingTrouble.REFUSED
        case TelegramEntityTooLarge() | TelegramMigrateToChat():
            return SendingTrouble.REFUSED
        case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
            # Without a connection nothing was sent; anything later may have been a lost reply.
            return TryAgain(maybe_arrived=not isinstance(error.__cause__, ClientConnectorError))
        case _:  # among them 429 without a wait, and a token that Telegram does not know
            return TryAgain(maybe_arrived=False)


def try_again(error: AiogramError, verdict: TryAgain) -> ApplicationError:
    """Return what makes Temporal try again, after exactly the wait that Telegram asks for; it names no person."""
    name = type(error).__name__
    if verdict.after is None:
        return ApplicationError(f"Telegram: {name}", type=name)
    wait = f"Telegram asks to wait {verdict.after.total_seconds():.0f} s"
    return ApplicationError(wait, type=name, next_retry_delay=verdict.after, category=ApplicationErrorCategory.BENIGN)


def is_unchanged(error: TelegramBadRequest) -> bool:
    """Tell whether the message already looks like this, which is a success."""
    return _says(error, UNCHANGED)


def has_nothing_to_edit(error: TelegramBadRequest) -> bool:
    """Tell whether the message to edit is gone, so that a new one has to be sent."""
    return _says(error, *NOTHING_TO_EDIT)


def _says(error: TelegramBadRequest, *words: str) -> bool:
    said = error.message.casefold()
    return any(word in said for word in words)


def name_of(error: AiogramError) -> str:
    """Return what is noted of an error: its kind; its words only where they cannot quote a person or a message."""
    name = type(error).__name__
    return f"{name}: {error.message}" if isinstance(error, TelegramForbiddenError) else name
