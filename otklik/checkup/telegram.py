"""What is asked of Telegram: whether it knows the bot, how it tells us of updates, and what went wrong with that."""

from collections.abc import Sequence
from datetime import timedelta

from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from aiogram.types import WebhookInfo

from bot.telegram import KINDS_OF_UPDATES
from bot.webhook import WebhookSettings
from otklik.checkup.diagnosis import Diagnosis, failure, ok, warning
from otklik.checkup.patient import Patient, bot_of
from otklik.processes.telegram import webhook

MANY_WAIT = 100
LATELY = timedelta(hours=1)
ANNOUNCE = "run `otklik announce` with the settings of the bot"
PATIENCE = 5  # seconds


async def check_bot(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether Telegram answers and knows the token."""
    name = "telegram"
    try:
        me = await bot_of(patient).get_me(request_timeout=PATIENCE)
    except TelegramUnauthorizedError:
        return [failure(name, "the token is not known", "copy BOT_TOKEN from @BotFather")]
    except AiogramError as error:
        # What the error says may hold the address, and with it the token.
        return [failure(name, f"it does not answer ({type(error).__name__})", "look at the network and its status")]
    return [ok(name, f"@{me.username} answers")]


async def check_webhook(patient: Patient) -> Sequence[Diagnosis]:
    """Tell whether updates come the way that the settings say, and only that way."""
    name = "updates"
    try:
        info = await bot_of(patient).get_webhook_info(request_timeout=PATIENCE)
    except AiogramError as error:
        return [failure(name, f"nobody knows how they come ({type(error).__name__})", "look at the line of telegram")]
    wanted = webhook(patient.settings)
    found = [*_judge_address(name, info, wanted), *_judge_flow(name, info, patient)]
    return found or [ok(name, "by polling" if wanted is None else f"by the webhook {wanted.url}")]


def _judge_address(name: str, info: WebhookInfo, wanted: WebhookSettings | None) -> list[Diagnosis]:
    if wanted is None:
        if not info.url:
            return []
        what = f"the bot polls, but Telegram calls {info.url}: polling is refused with 409"
        return [failure(name, what, f"set WEBHOOK_URL, or {ANNOUNCE} to take the webhook away")]
    if not info.url:
        return [failure(name, f"Telegram does not call {wanted.url}", ANNOUNCE)]
    if info.url != wanted.url:
        return [failure(name, f"Telegram calls {info.url}, not {wanted.url}", ANNOUNCE)]
    if info.allowed_updates is not None and set(info.allowed_updates) != set(KINDS_OF_UPDATES):
        return [warning(name, f"Telegram tells of {', '.join(info.allowed_updates)} only", ANNOUNCE)]
    return []


def _judge_flow(name: str, info: WebhookInfo, patient: Patient) -> list[Diagnosis]:
    found = []
    if info.url and info.last_error_date is not None and info.last_error_date > patient.asked_at - LATELY:
        what = f"at {info.last_error_date:%H:%M:%S} UTC a call failed ({info.last_error_message})"
        found.append(warning(name, what, "look at the bot, its proxy and its certificate"))
    if info.pending_update_count > MANY_WAIT:
        what = f"{info.pending_update_count} updates wait at Telegram"
        found.append(warning(name, what, "is `otklik bot` running, and can it be reached?"))
    return found
