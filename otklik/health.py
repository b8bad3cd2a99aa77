"""`/healthz`, `/readyz` and `/metrics` of a process that serves no HTTP otherwise."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from aiohttp import web
from prometheus_client import REGISTRY, generate_latest

from otklik.embedded.http_probe import answer_of

# A probe answers None when all is well, otherwise the reason in words.
Probe = Callable[[], Awaitable[str | None]]
# Measures are lines in Prometheus' text format.
Measure = Callable[[], Awaitable[str]]
UNAVAILABLE = 503
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@contextlib.asynccontextmanager
async def health_served(
    host: str,
    port: int | None,
    probes: Sequence[Probe],
    core_metrics_port: int | None = None,
    measures: Sequence[Measure] = (),
) -> AsyncIterator[None]:
    """Answer on `port` while inside; without a port nothing listens.

    `/metrics` joins our own figures with `measures` and with those that the Temporal core offers on
    `core_metrics_port`.
    """
    if port is None:
        yield
        return

    async def is_alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def is_ready(_request: web.Request) -> web.Response:
        reasons = [reason for probe in probes if (reason := await probe()) is not None]
        status = UNAVAILABLE if reasons else 200
        return web.json_response({"ready": not reasons, "reasons": reasons}, status=status)

    async def metrics(_request: web.Request) -> web.Response:
        body = await _all_metrics(core_metrics_port, measures)
        return web.Response(body=body, headers={"Content-Type": METRICS_TYPE})

    app = web.Application()
    app.router.add_get("/healthz", is_alive)
    app.router.add_get("/readyz", is_ready)
    app.router.add_get("/metrics", metrics)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()


async def _all_metrics(core_metrics_port: int | None, measures: Sequence[Measure]) -> bytes:
    core = "" if core_metrics_port is None else await answer_of(core_metrics_port, "/metrics") or ""
    measured = [await measure() for measure in measures]
    return generate_latest(REGISTRY) + "".join([*measured, core]).encode()
