"""`otklik bot`: takes what people say in Telegram and tells the journeys."""

import asyncio

import click

from bot.process import BotSettings, run_bot
from bot.webhook import WebhookSettings
from otklik.clock import now
from otklik.health import health_served
from otklik.processes.boot import run_process
from otklik.processes.probes import database_probe, temporal_probe
from otklik.processes.servers import reach_database, reach_temporal
from otklik.processes.telegram import api_base, bot_token
from otklik.settings import Settings


@click.command()
def command() -> None:
    """Talk to Telegram until asked to stop: by polling, or by webhook when WEBHOOK_URL is set."""
    run_process(serve)


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Take updates until asked to stop."""
    bot_settings = BotSettings(token=bot_token(settings), api_base=api_base(settings), webhook=_webhook(settings))
    engine, client = await asyncio.gather(reach_database(settings, stop), reach_temporal(settings, stop))
    probes = (database_probe(engine), temporal_probe(client))
    try:
        async with health_served(settings.health_host, settings.health_port, probes):
            await run_bot(bot_settings, engine, client, now=now, stop=stop)
    finally:
        await engine.dispose()


def _webhook(settings: Settings) -> WebhookSettings | None:
    """Return where Telegram calls us, None for polling."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    return WebhookSettings(
        url=str(settings.webhook_url),
        secret=settings.webhook_secret.get_secret_value(),
        host=settings.webhook_host,
        port=settings.webhook_port,
    )
