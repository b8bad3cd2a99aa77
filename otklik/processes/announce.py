"""`otklik announce`: tells Telegram the bot's commands and where to call; once for each installation."""

import asyncio

import click
import structlog
from aiogram import Bot

from bot.commands import announce_commands
from bot.telegram import build_bot
from bot.webhook import WebhookSettings, remove_webhook, set_webhook
from otklik.processes.boot import run_process
from otklik.processes.telegram import api_base, bot_token, webhook
from otklik.settings import Settings

logger = structlog.get_logger("otklik")


@click.command()
def command() -> None:
    """Tell Telegram the bot's commands, and where to call when WEBHOOK_URL is set."""

    async def once(settings: Settings, _stop: asyncio.Event) -> None:
        bot = build_bot(bot_token(settings), api_base(settings))
        try:
            await announce(bot, webhook(settings))
        finally:
            await bot.session.close()

    run_process(once)


async def announce(bot: Bot, calls: WebhookSettings | None) -> None:
    """Set the menu and the webhook, or take an old webhook away; what Telegram still holds for us is kept."""
    await announce_commands(bot)
    if calls is None:
        await remove_webhook(bot)
    else:
        await set_webhook(bot, calls)
    logger.info("Telegram knows the commands", updates="polling" if calls is None else "webhook")
