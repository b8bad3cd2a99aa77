"""`otklik worker`: runs the journeys and their activities."""

import asyncio

import click

from activities.webhook_worker import WebhookSettings
from activities.worker import WorkerSettings, run_worker
from bot.telegram import build_bot
from database.engine import build_sessions
from otklik.clock import now
from otklik.health import health_served
from otklik.metrics import Measurements
from otklik.processes.boot import run_process
from otklik.processes.observed import observed
from otklik.processes.probes import database_probe, temporal_probe
from otklik.processes.servers import reach_database, reach_temporal
from otklik.processes.telegram import api_base, bot_token
from otklik.settings import Settings
from otklik.temporal_core import core_metrics_port, core_runtime
from otklik.temporal_settings import worker_version


@click.command()
def command() -> None:
    """Run journeys and their activities until asked to stop; any number of workers may run."""
    run_process(serve)


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Work until asked to stop; raise when the worker fails."""
    with observed(settings, "worker") as interceptors:
        token, base = bot_token(settings), api_base(settings)
        core = core_metrics_port(settings)
        engine, client = await asyncio.gather(
            reach_database(settings, stop), reach_temporal(settings, stop, core_runtime(core), interceptors)
        )
        bot = build_bot(token, base)
        probes = (database_probe(engine), temporal_probe(client))
        measuring = Measurements(build_sessions(engine), client, now)
        try:
            async with health_served(
                settings.health_host, settings.health_port, probes, core, measures=[measuring.lines]
            ):
                version = worker_version(settings)
                webhooks = WebhookSettings(to_private=settings.webhooks_to_private)
                await run_worker(client, engine, bot, WorkerSettings(webhooks=webhooks, version=version), stop)
        finally:
            await bot.session.close()
            await engine.dispose()
