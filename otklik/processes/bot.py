"""`otklik bot`: takes what people say in Telegram and tells the journeys."""

import asyncio

import click

from bot.process import BotSettings, bot_of, run_bot
from otklik.clock import now
from otklik.health import health_served
from otklik.processes.announce import announce, note_name
from otklik.processes.boot import run_process
from otklik.processes.observed import observed
from otklik.processes.probes import database_probe, temporal_probe
from otklik.processes.servers import reach_database, reach_temporal
from otklik.processes.telegram import api_base, bot_token, webhook
from otklik.settings import Settings
from otklik.temporal_core import core_metrics_port, core_runtime


@click.command()
@click.option("--announce", "first_announce", is_flag=True, help="First do what `otklik announce` does.")
def command(*, first_announce: bool) -> None:
    """Talk to Telegram until asked to stop: by polling, or by webhook when WEBHOOK_URL is set."""

    async def announce_and_serve(settings: Settings, stop: asyncio.Event) -> None:
        async with bot_of(telegram(settings)) as bot:
            await announce(bot, webhook(settings))
            await note_name(bot, settings, stop)
        await serve(settings, stop)

    run_process(announce_and_serve if first_announce else serve)


def telegram(settings: Settings) -> BotSettings:
    """Return as whom and through which server the bot speaks."""
    return BotSettings(token=bot_token(settings), api_base=api_base(settings), webhook=webhook(settings))


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
