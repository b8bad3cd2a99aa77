"""`otklik bot`: takes what people say in Telegram and tells the journeys."""

import asyncio

import click

from bot.process import BotSettings, bot_of, run_bot
from otklik.clock import now
from otklik.health import health_served
from otklik.processes.announce import announce_patiently
from otklik.processes.boot import run_process
from otklik.processes.observed import observed
from otklik.processes.probes import database_probe, temporal_probe
from otklik.processes.servers import reach_database, reach_temporal
from otklik.processes.telegram import api_base, bot_token, webhook
from otklik.settings import Settings
from otklik.temporal_core import core_metrics_port, core_runtime

ANNOUNCED_WITHIN = 5.0  # seconds; then people are served, and Telegram is told meanwhile


@click.command()
@click.option("--announce", "first_announce", is_flag=True, help="First do what `otklik announce` does.")
def command(*, first_announce: bool) -> None:
    """Talk to Telegram until asked to stop: by polling, or by webhook when WEBHOOK_URL is set."""
    run_process(announce_and_serve if first_announce else serve)


def telegram(settings: Settings) -> BotSettings:
    """Return as whom and through which server the bot speaks."""
    return BotSettings(token=bot_token(settings), api_base=api_base(settings), webhook=webhook(settings))


async def announce_and_serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve although Telegram may not be able to hear of our commands now; an error of either ends both."""
    async with bot_of(telegram(settings)) as bot:
        announcing = asyncio.create_task(announce_patiently(bot, settings, stop))
        await asyncio.wait({announcing}, timeout=ANNOUNCED_WITHIN)
        serving = asyncio.create_task(serve(settings, stop))
        try:
            await asyncio.wait({announcing, serving}, return_when=asyncio.FIRST_COMPLETED)
            if announcing.done() and not stop.is_set():
                announcing.result()
            await serving
        finally:
            announcing.cancel()
            serving.cancel()
            await asyncio.gather(announcing, serving, return_exceptions=True)


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Take updates until asked to stop."""
    speaks_as = telegram(settings)
    with observed(settings, "bot") as interceptors:
        core = core_metrics_port(settings)
        engine, client = await asyncio.gather(
            reach_database(settings, stop), reach_temporal(settings, stop, core_runtime(core), interceptors)
        )
        probes = (database_probe(engine), temporal_probe(client))
        try:
            async with health_served(settings.health_host, settings.health_port, probes, core):
                await run_bot(speaks_as, engine, client, now=now, stop=stop)
        finally:
            await engine.dispose()
