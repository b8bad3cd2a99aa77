"""What orchestrators and Prometheus ask this process: is it alive, can it serve, how much does it do."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio.service import RPCError

from api.surroundings import Around

PATIENCE = timedelta(seconds=3)

Health = Literal["ok", "unreachable"]
Metrics = Callable[[], Awaitable[str]]


class Readiness(BaseModel):
    """Which of the servers behind the API answer."""

    database: Health
    temporal: Health


async def no_more_metrics() -> str:
    """Return nothing: there are no metrics but our own."""
    return ""


def build_health_router(registry: CollectorRegistry, more_metrics: Metrics = no_more_metrics) -> APIRouter:
    """Return the three calls that need no token; `more_metrics` are lines in Prometheus' format, added to our own."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="Is the process alive?")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get(
        "/readyz",
        summary="Can it serve?",
        responses={503: {"model": Readiness, "description": "PostgreSQL or Temporal does not answer"}},
    )
    async def readyz(response: Response, around: Around) -> Readiness:
        asked = around.client.service_client.check_health(timeout=PATIENCE)
        database, temporal = await asyncio.gather(_health(_ask_database(around.sessions)), _health(asked))
        if "unreachable" in (database, temporal):
            response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return Readiness(database=database, temporal=temporal)

    @router.get("/metrics", summary="Counters for Prometheus", response_class=Response)
    async def metrics() -> Response:
        return Response(generate_latest(registry).decode() + await more_metrics(), media_type=CONTENT_TYPE_LATEST)

    return router


async def _health(question: Awaitable[object]) -> Health:
    try:
        await asyncio.wait_for(question, PATIENCE.total_seconds())
    except (SQLAlchemyError, RPCError, OSError, TimeoutError):
        return "unreachable"
    return "ok"


async def _ask_database(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        await session.execute(text("SELECT 1"))
