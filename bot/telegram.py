"""The connection to Telegram, or to a stand-in that speaks its Bot API."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, SendDocument, SendMessage
from aiogram.methods.base import Response, TelegramMethod
from aiogram.types import Message, Update
from pydantic import BaseModel

from bot.traced_calls import TracedCalls

# Exactly the kinds of updates that somebody here understands.
KINDS_OF_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
# What is said all the time is built before anybody waits for it.
SPOKEN: Sequence[type[TelegramMethod[Any]]] = (
    *(SendMessage, SendDocument, EditMessageText, EditMessageReplyMarkup, AnswerCallbackQuery),
)


@cache
def built() -> Sequence[type[BaseModel]]:
    """Build these models, and keep those of Telegram's answers: aiogram makes one anew when nobody has it any more."""
    models: Sequence[type[BaseModel]] = (Update, Message, *SPOKEN)
    for model in models:
        model.model_rebuild()
    return [Response[method.__returning__] for method in SPOKEN]  # type: ignore[name-defined] # a type that is a value


def build_bot(token: str, api_base: str | None) -> Bot:
    """Return the bot that writes HTML; `api_base` is None for Telegram itself. Its session is closed by the caller."""
    built()
    server = PRODUCTION if api_base is None else TelegramAPIServer.from_base(api_base)
    session = AiohttpSession(api=server)
    session.middleware(TracedCalls())
    return Bot(token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
