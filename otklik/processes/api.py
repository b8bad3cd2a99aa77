"""`otklik api`: the admin API."""

import asyncio

import click
import uvicorn
from api.app import ApiSettings, build_app

from otklik.processes.boot import run_process
from otklik.processes.servers import reach_database, reach_temporal
from otklik.settings import Settings

# Requests are short; whoever still waits after this long gets no answer.
GRACE_SECONDS = 3


@click.command()
def command() -> None:
    """Serve the admin API, its documentation under /docs."""
    run_process(serve)


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Serve HTTP until asked to stop."""
    engine, client = await asyncio.gather(reach_database(settings, stop), reach_temporal(settings, stop))
    app = build_app(ApiSettings(), engine, client)
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
    try:
        await server.serve()
    finally:
        await engine.dispose()
