"""The connection to Telegram, or to a stand-in that speaks its Bot API."""

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.enums import ParseMode

from bot.traced_calls import TracedCalls

# Exactly the kinds of updates that somebody here understands.
KINDS_OF_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


def build_bot(token: str, api_base: str | None) -> Bot:
    """Return the bot that writes HTML; `api_base` is None for Telegram itself. Its session is closed by the caller."""
    server = PRODUCTION if api_base is None else TelegramAPIServer.from_base(api_base)
    session = AiohttpSession(api=server)
    session.middleware(TracedCalls())
    return Bot(token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
