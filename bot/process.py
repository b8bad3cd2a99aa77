"""The bot's process: updates are taken in by polling or by webhook, and handled from the inbox."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from aiogram import Bot
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from bot.dispatcher import build_dispatcher
from bot.inbox import Inbox
from bot.intake import Intake
from bot.polling import Polling
from bot.telegram import build_bot
from bot.webhook import WebhookSettings, build_webhook
from database.engine import build_sessions
from workflows.journeys import Journeys

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class BotSettings:
    """Which bot speaks, through which server (None: Telegram's own), and how it is told of updates (None: polling)."""

    token: str = field(repr=False)
    api_base: str | None = None
    webhook: WebhookSettings | None = None


async def run_bot(
    settings: BotSettings, engine: AsyncEngine, client: Client, *, now: Callable[[], datetime], stop: asyncio.Event
) -> None:
    """Serve people until told to stop; the engine and the client are closed by the caller."""
    sessions = build_sessions(engine)
    async with bot_of(settings) as bot:
        inbox = Inbox(sessions, bot.id)
        dispatcher = build_dispatcher(journeys=Journeys(client), sessions=sessions)
        intake = Intake(sessions=sessions, bot=bot, dispatcher=dispatcher, now=now)
        async with taking_in(settings, bot, inbox):
            await intake.run(engine.url.render_as_string(hide_password=False), stop)


@contextlib.asynccontextmanager
async def bot_of(settings: BotSettings) -> AsyncIterator[Bot]:
    """Connect the bot while inside."""
    bot = build_bot(settings.token, settings.api_base)
    try:
        yield bot
    finally:
        await bot.session.close()


@contextlib.asynccontextmanager
async def taking_in(settings: BotSettings, bot: Bot, inbox: Inbox) -> AsyncIterator[None]:
    """Store updates while inside, by whichever way they come; a token that Telegram does not know ends it."""
    if settings.webhook is not None:
        async with webhook_served(inbox, settings.webhook):
            yield
        return
    async with asyncio.TaskGroup() as group:
        polling = group.create_task(Polling(bot, inbox).run())
        log.info("polling for updates")
        yield
        polling.cancel()


@contextlib.asynccontextmanager
async def webhook_served(inbox: Inbox, settings: WebhookSettings) -> AsyncIterator[None]:
    """Listen for Telegram's calls while inside."""
    # Telegram compresses nothing: whatever claims to be compressed is left as it is, and then is no JSON.
    runner = web.AppRunner(build_webhook(inbox, settings), access_log=None, auto_decompress=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        log.info("listening for the webhook", port=settings.port, path=settings.path)
        yield
    finally:
        await runner.cleanup()
