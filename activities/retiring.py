"""Taking the buttons off messages that were answered, or whose question is settled."""

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import InlineKeyboardMarkup

from bot.card import Envelope
from bot.keyboards.buttons import kb_chosen

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def retire(bot: Bot, chat_id: int, envelope: Envelope) -> None:
    """Take the buttons off old messages; they are harmless if that fails, each press is checked anyway."""
    old: dict[int, InlineKeyboardMarkup | None] = dict.fromkeys(envelope.outdated)
    if envelope.retires is not None:
        old[envelope.retires] = kb_chosen(envelope.chosen) if envelope.chosen else None
    old.pop(envelope.edits or 0, None)  # the letter has just put its own buttons there
    for message_id, remains in old.items():
        try:
            await bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id, reply_markup=remains)
        except AiogramError as error:
            log.info("the buttons of an old message stay", kind=envelope.kind, error=type(error).__name__)
