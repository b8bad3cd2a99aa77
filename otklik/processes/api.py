"""`otklik api`: the admin API."""

import asyncio

import click
import structlog
import uvicorn
from pydantic import HttpUrl

from api.app import ApiSettings, build_app
from otklik.clock import now
from otklik.processes.boot import run_process
from otklik.processes.servers import payload_codec, reach_database, reach_temporal
from otklik.settings import Settings

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
    engine, client = await asyncio.gather(reach_database(settings, stop), reach_temporal(settings, stop))
    api_settings = ApiSettings(
        virtual_time=settings.virtual_time,
        temporal_ui_origin=_origin(settings.temporal_ui_url),
        open_codec=settings.open_codec,
    )
    app = build_app(api_settings, engine, client, now=now, codec=payload_codec(settings))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.api_host,
            port=settings.api_port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    logger.info("the admin API is up", host=settings.api_host, port=settings.api_port)
    try:
        await server.serve()
    finally:
        await engine.dispose()


def _origin(address: HttpUrl | None) -> str | None:
    """Return what a browser calls the origin of a page: it leaves out a port that goes without saying."""
    if address is None:
        return None
    port = "" if address.port == USUAL_PORTS[address.scheme] else f":{address.port}"
    return f"{address.scheme}://{address.host}{port}"
