"""`otklik worker`: runs the journeys and their activities."""

import asyncio

import click
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from activities.worker import WorkerSettings, run_worker
from bot.telegram import build_bot
from otklik.embedded.ports import LOOPBACK, free_ports
from otklik.health import health_served
from otklik.processes.boot import run_process
from otklik.processes.probes import database_probe, temporal_probe
from otklik.processes.servers import reach_database, reach_temporal
from otklik.processes.telegram import api_base, bot_token
from otklik.settings import Settings


@click.command()
def command() -> None:
    """Run journeys and their activities until asked to stop; any number of workers may run."""
    run_process(serve)


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Work until asked to stop; raise when the worker fails."""
    token, base = bot_token(settings), api_base(settings)
    core_metrics = free_ports(1)[0] if settings.health_port else None
    engine, client = await asyncio.gather(
        reach_database(settings, stop), reach_temporal(settings, stop, _runtime(core_metrics))
    )
    bot = build_bot(token, base)
    probes = (database_probe(engine), temporal_probe(client))
    try:
        async with health_served(settings.health_host, settings.health_port, probes, core_metrics):
            await run_worker(client, engine, bot, WorkerSettings(), stop)
    finally:
        await bot.session.close()
        await engine.dispose()


def _runtime(metrics_port: int | None) -> Runtime | None:
    """Return Temporal's core with its metrics in Prometheus' units, None for the default one without metrics."""
    if metrics_port is None:
        return None
    metrics = PrometheusConfig(
        bind_address=f"{LOOPBACK}:{metrics_port}",
        counters_total_suffix=True,
        unit_suffix=True,
        durations_as_seconds=True,
    )
    return Runtime(telemetry=TelemetryConfig(metrics=metrics))
