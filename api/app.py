"""The admin API: one application, built from what it needs and nothing global."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.converter import PayloadCodec

from api import bookings, candidates, cities, dry_runs, messages, moves, policies
from api.codec import build_codec_app
from api.health import build_health_router
from api.measuring import Measuring
from api.problems import answer_problems
from api.sandbox import build_sandbox_router
from api.surroundings import Surroundings
from database.engine import build_sessions

DESCRIPTION = """
What admins do that recruiters cannot: answer requests and wishes to move for recruiters without Telegram, read what
candidates wrote and what was sent to them, allow another try at Test1, end a journey, choose a city's lead, change the
policies by which reminders and deadlines come, and try such a change before it is made.

Every call except the health checks needs a bearer token, made by `otklik token NAME`. Refusals are problem details
(RFC 9457): `type` is stable, `detail` is for people. Instants are UTC.
"""


@dataclass(frozen=True, kw_only=True)
class ApiSettings:
    """Whether clocks may be skipped (never in production), and the origin of the UI that may use the codec server.

    `open_codec` lets that UI use it without a token, where nobody real is known.
    """

    virtual_time: bool = False
    temporal_ui_origin: str | None = None
    open_codec: bool = False


def build_app(
    settings: ApiSettings,
    engine: AsyncEngine,
    client: Client,
    *,
    now: Callable[[], datetime],
    codec: PayloadCodec | None = None,
) -> FastAPI:
    """Return the application; the engine and the client are closed by the caller. Without a codec no codec server."""
    sessions = build_sessions(engine)
    around = Surroundings(sessions=sessions, client=client, now=now)
    registry = CollectorRegistry()
    app = FastAPI(title="Otklik", summary="The admin API of a hiring bot", description=DESCRIPTION, version="1")
    app.state.surroundings = around
    app.add_middleware(Measuring, registry=registry)
    answer_problems(app)
    app.include_router(bookings.router)
    app.include_router(moves.router)
    app.include_router(candidates.router)
    app.include_router(messages.router)
    app.include_router(cities.router)
    app.include_router(policies.router)
    app.include_router(dry_runs.router)
    app.include_router(build_health_router(sessions, client, registry))
    if settings.virtual_time:
        app.include_router(build_sandbox_router(sessions, client))
    if codec is not None:
        codec_app = build_codec_app(codec, settings.temporal_ui_origin, needs_token=not settings.open_codec)
        codec_app.state.surroundings = around
        app.mount("/codec", codec_app)
    return app
