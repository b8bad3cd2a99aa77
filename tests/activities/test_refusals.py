import errno
import json
from datetime import timedelta

import pytest
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage
from aiohttp import ClientConnectorError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey

from activities.refusals import TryAgain, has_nothing_to_edit, is_unchanged, judge
from workflows.findings import SendingTrouble

CALL = SendMessage(chat_id=1, text="hello")
NOWHERE = ConnectionKey("api.telegram.org", 443, True, True, None, None, None, None)


def network_error(cause: Exception) -> TelegramNetworkError:
    error = TelegramNetworkError(method=CALL, message=str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (TelegramRetryAfter(CALL, "slow down", 7), TryAgain(maybe_arrived=False, after=timedelta(seconds=7))),
        (TelegramAPIError(CALL, "Too Many Requests"), TryAgain(maybe_arrived=False)),
        (TelegramForbiddenError(CALL, "Forbidden: bot was blocked by the user"), SendingTrouble.UNREACHABLE),
        (TelegramForbiddenError(CALL, "Forbidden: user is deactivated"), SendingTrouble.UNREACHABLE),
        (TelegramBadRequest(CALL, "Bad Request: chat not found"), SendingTrouble.UNREACHABLE),
        (TelegramBadRequest(CALL, "Bad Request: can't parse entities"), SendingTrouble.REFUSED),
        (TelegramBadRequest(CALL, "Bad Request: message is too long"), SendingTrouble.REFUSED),
        (TelegramEntityTooLarge(CALL, "Request Entity Too Large"), SendingTrouble.REFUSED),
        (TelegramServerError(CALL, "Internal Server Error"), TryAgain(maybe_arrived=True)),
        (RestartingTelegram(CALL, "restart"), TryAgain(maybe_arrived=True)),
        (ClientDecodeError("no JSON", json.JSONDecodeError("", "", 0), "<html>"), TryAgain(maybe_arrived=True)),
        (network_error(TimeoutError()), TryAgain(maybe_arrived=True)),
        (network_error(ServerDisconnectedError()), TryAgain(maybe_arrived=True)),
        (
            network_error(ClientConnectorError(NOWHERE, OSError(errno.ECONNREFUSED, "refused"))),
            TryAgain(maybe_arrived=False),
        ),
        (TelegramUnauthorizedError(CALL, "Unauthorized"), TryAgain(maybe_arrived=False)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_error_of_telegram_has_its_consequence(error: AiogramError, verdict: SendingTrouble | TryAgain) -> None:
    assert judge(error) == verdict


def test_an_unchanged_message_and_a_missing_one_are_told_apart() -> None:
    unchanged = TelegramBadRequest(CALL, "Bad Request: message is not modified: specified new message content…")
    missing = TelegramBadRequest(CALL, "Bad Request: message to edit not found")
    assert (is_unchanged(unchanged), has_nothing_to_edit(unchanged)) == (True, False)
    assert (is_unchanged(missing), has_nothing_to_edit(missing)) == (False, True)
