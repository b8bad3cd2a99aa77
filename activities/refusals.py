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


def is_unchanged(error: TelegramBadRequest) -> bool:
    """Tell whether the message already looks like this, which is a success."""
    return _says(error, UNCHANGED)


def has_nothing_to_edit(error: TelegramBadRequest) -> bool:
    """Tell whether the message to edit is gone, so that a new one has to be sent."""
    return _says(error, *NOTHING_TO_EDIT)


def _says(error: TelegramBadRequest, *words: str) -> bool:
    said = error.message.casefold()
    return any(word in said for word in words)
