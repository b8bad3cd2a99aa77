"""The admin API: one application, built from what it needs and nothing global."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.converter import PayloadCodec

from api import audit, sandbox
from api.auto_messages import orders as auto_message_orders
from api.auto_messages import routes as auto_messages
from api.auto_messages import runs as auto_message_runs
from api.bookings import moves, reschedule_requests, waitlist
from api.bookings import routes as bookings
from api.candidates import messages, timeline, written_words
from api.candidates import routes as candidates
from api.cities import company
from api.cities import routes as cities
from api.codec import build_codec_app
from api.described import DescribedApp
from api.exports import routes as exports
from api.exports import statistics
from api.headers import SecurityHeaders
from api.health import Metrics, build_health_router, no_more_metrics
from api.measuring import Measuring
from api.policies import dry_runs
from api.policies import routes as policies
from api.problems import LOOKING, answer_problems
from api.questionnaires import routes as questionnaires
from api.rates import RateLimits, Rates
from api.recruiters import invitations
from api.recruiters import routes as recruiters
from api.slots import bulk as slots_bulk
from api.slots import free as slots_free
from api.slots import imports as slot_imports
from api.slots import moving as slots_moving
from api.slots import routes as slots
from api.slots import withdrawing as slots_withdrawing
from api.surroundings import Surroundings
from api.templates import overrides as template_overrides
from api.templates import routes as templates
from api.tokens import routes as tokens
from api.webhooks import deliveries as webhook_deliveries
from api.webhooks import routes as webhooks
from database.engine import build_sessions

# In the order of the documentation; what has a name comes before what has an id at the same place.
ROUTERS = (
    moves.router,
    bookings.router,
    reschedule_requests.router,
    waitlist.router,
    written_words.router,
    candidates.router,
    timeline.router,
    messages.router,
    auto_message_runs.router,
    auto_messages.router,
    auto_message_orders.router,
    cities.router,
    company.router,
    recruiters.router,
    invitations.router,
    tokens.router,
    slots_bulk.router,
    slots_free.router,
    slot_imports.router,
    slots.router,
    slots_moving.router,
    slots_withdrawing.router,
    template_overrides.router,
    templates.router,
    questionnaires.router,
    policies.router,
    dry_runs.router,
    audit.router,
    statistics.router,
    exports.router,
    webhooks.router,
    webhook_deliveries.router,
)

LARGEST_BODY = 256 * 1024  # bytes; a call that takes lists says how much more it takes

DESCRIPTION = """
What admins do that recruiters cannot: answer requests and wishes to move for recruiters without Telegram, read what
candidates wrote and what was sent to them, allow another try at Test1, end a journey, choose a city's lead, change the
policies by which reminders and deadlines come, and try such a change before it is made.

Every call except the health checks needs a bearer token, made by `otklik token NAME`. A viewer looks, a manager runs
the cities that the token names, an admin may do everything; what lies outside a token's cities is not there for it.
Refusals are problem details (RFC 9457): `code` is stable, `detail` says what is wrong and what to do. Lists come in
pages (`next_cursor`). Changes need `If-Match` with the `ETag` that was read, so that nobody's change is lost; creates
take an `Idempotency-Key`. Instants are UTC, and beside it as the wall clock of the place where people read them.
"""


@dataclass(frozen=True, kw_only=True)
class ApiSettings:
    """Whether clocks may be skipped (never in production), and the origin of the UI that may use the codec server.

    `open_codec` lets that UI use it without a token, where nobody real is known. `rates` limit how often one may call.
    `webhooks_to_private` lets webhooks be addresses inside the house.
    """

    virtual_time: bool = False
    temporal_ui_origin: str | None = None
    open_codec: bool = False
    rates: Rates = field(default_factory=Rates)
    webhooks_to_private: bool = False


def build_app(
    settings: ApiSettings,
    engine: AsyncEngine,
    client: Client,
    *,
    now: Callable[[], datetime],
    codec: PayloadCodec | None = None,
    more_metrics: Metrics = no_more_metrics,
) -> FastAPI:
    """Return the application; the engine and the client are closed by the caller. Without a codec no codec server."""
    sessions = build_sessions(engine)
    around = Surroundings(sessions=sessions, client=client, now=now, webhooks_to_private=settings.webhooks_to_private)
    registry = CollectorRegistry()
    app = bare_app()
    app.state.surroundings = around
    # The last one added is the first to see a call.
    app.add_middleware(RateLimits, rates=settings.rates, now=now)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Measuring, registry=registry)
    answer_problems(app)
    app.include_router(build_health_router(registry, more_metrics))
    if settings.virtual_time:
        app.include_router(sandbox.router)
    if codec is not None:
        codec_app = build_codec_app(codec, settings.temporal_ui_origin, needs_token=not settings.open_codec)
        codec_app.state.surroundings = around
        app.mount("/codec", codec_app)
    return app


def bare_app() -> DescribedApp:
    """Return every call of `/api/v1` with nothing behind it: enough to describe them."""
    app = DescribedApp(
        title="Otklik",
        summary="The admin API of a hiring bot",
        description=DESCRIPTION,
        version="1",
        max_body_size=LARGEST_BODY,
    )
    for router in ROUTERS:
        app.include_router(router, responses=LOOKING)
    return app
