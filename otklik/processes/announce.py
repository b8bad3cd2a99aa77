"""`otklik announce`: tells Telegram the bot's commands and where to call, and the database the bot's name.

Once for each installation: what Telegram was told stays, and links to the bot need its name.
"""

import asyncio
from datetime import timedelta

import click
import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from sqlalchemy.exc import SQLAlchemyError

from bot.commands import announce_commands
from bot.misfortunes import is_outage
from bot.pauses import Pauses
from bot.telegram import build_bot
from bot.webhook import WebhookSettings, remove_webhook, set_webhook
from database.engine import build_sessions
from database.places.company import note_bot_username
from otklik.errors import CannotStartError
from otklik.processes.boot import run_process
from otklik.processes.servers import reach_database
from otklik.processes.telegram import api_base, bot_token, webhook
from otklik.settings import Settings

OUTAGES_OF_THE_DATABASE = (CannotStartError, SQLAlchemyError)

logger = structlog.get_logger("otklik")


@click.command()
def command() -> None:
    """Tell Telegram the bot's commands, and where to call when WEBHOOK_URL is set."""

    async def once(settings: Settings, stop: asyncio.Event) -> None:
        bot = build_bot(bot_token(settings), api_base(settings))
        try:
            await announce(bot, webhook(settings))
            await note_name(bot, settings, stop)
        finally:
            await bot.session.close()

    run_process(once)


async def announce_patiently(bot: Bot, settings: Settings, stop: asyncio.Event) -> None:
    """Announce as soon as Telegram lets us; raise what no patience helps against, like a token that is not known."""
    pauses = Pauses()
    while True:
        try:
            await announce(bot, webhook(settings))
            await note_name(bot, settings, stop)
        except TelegramRetryAfter as error:
            pause = timedelta(seconds=error.retry_after)
        except Exception as error:
            if not is_outage(error) and not isinstance(error, OUTAGES_OF_THE_DATABASE):
                raise
            pause = pauses.longer()
            logger.warning("the commands could not be announced, trying again", error=type(error).__name__)
        else:
            return
        await asyncio.sleep(pause.total_seconds())


async def announce(bot: Bot, calls: WebhookSettings | None) -> None:
    """Set the menu and the webhook, or take an old webhook away; what Telegram still holds for us is kept."""
    await announce_commands(bot)
    if calls is None:
        await remove_webhook(bot)
    else:
        await set_webhook(bot, calls)
    logger.info("Telegram knows the commands", updates="polling" if calls is None else "webhook")


async def note_name(bot: Bot, settings: Settings, stop: asyncio.Event) -> None:
    """Let the API know at which address people find the bot: t.me knows only bots of Telegram's own server."""
    username = (await bot.me()).username if settings.telegram_api_base is None else None
    engine = await reach_database(settings, stop)
    try:
        async with build_sessions(engine).begin() as session:
            await note_bot_username(session, username)
    finally:
        await engine.dispose()
