"""`otklik api`: the admin API."""

import asyncio

import click
import structlog
import uvicorn
from pydantic import HttpUrl
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from api.app import ApiSettings, build_app
from api.rates import Rates
from otklik.clock import now
from otklik.embedded.http_probe import answer_of
from otklik.embedded.ports import free_ports
from otklik.processes.boot import run_process
from otklik.processes.observed import observed
from otklik.processes.servers import reach_database, reach_temporal
from otklik.settings import Settings
from otklik.temporal_core import core_runtime

# Requests are short; whoever still waits after this long gets no answer.
GRACE_SECONDS = 3
USUAL_PORTS = {"http": 80, "https": 443}

logger = structlog.get_logger("otklik")


@click.command()
def command() -> None:
    """Serve the admin API, its documentation under /docs."""
    run_process(serve)


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve HTTP until asked to stop."""
    with observed(settings, "api") as interceptors:
        core = free_ports(1)[0]
        engine, client = await asyncio.gather(
            reach_database(settings, stop), reach_temporal(settings, stop, core_runtime(core), interceptors)
        )
        try:
            await _serve(settings, engine, client, core)
        finally:
            await engine.dispose()


async def _serve(settings: Settings, engine: AsyncEngine, client: Client, core_metrics_port: int) -> None:
    api_settings = ApiSettings(
        virtual_time=settings.virtual_time,
        temporal_ui_origin=_origin(settings.temporal_ui_url),
        open_codec=settings.open_codec,
        webhooks_to_private=settings.webhooks_to_private,
        rates=Rates(
            per_token=settings.api_rate_per_token,
            per_address=settings.api_rate_per_address,
            failures_per_address=settings.api_failures_per_address,
        ),
    )

    async def core_metrics() -> str:
        return await answer_of(core_metrics_port, "/metrics") or ""

    codec = client.data_converter.payload_codec
    app = build_app(api_settings, engine, client, now=now, codec=codec, more_metrics=core_metrics)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.api_host,
            port=settings.api_port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    logger.info("the admin API is up", host=settings.api_host, port=settings.api_port)
    await server.serve()


def _origin(address: HttpUrl | None) -> str | None:
    """Return what a browser calls the origin of a page: it leaves out a port that goes without saying."""
    if address is None:
        return None
    port = "" if address.port == USUAL_PORTS[address.scheme] else f":{address.port}"
    return f"{address.scheme}://{address.host}{port}"
