"""Letting a journey's clock jump to its next event; only there when virtual time is on, which production never has."""

import asyncio
from datetime import datetime, timedelta
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from api.problems import Problem, describe_problems
from database.candidates import candidate_by_telegram
from domain.stages import Stage
from workflows.journeys import Journeys
from workflows.virtual_time import skip_to_next_alarm

PATIENCE = timedelta(seconds=20)


class Skip(BaseModel):
    """Whose journey is to be moved on."""

    telegram_user_id: int = Field(examples=[7000000001])


class Skipped(BaseModel):
    """Where the journey stands after the jump, and what its own clock shows (UTC)."""

    stage: Stage
    skipped_to: datetime


def build_sandbox_router(sessions: async_sessionmaker[AsyncSession], client: Client) -> APIRouter:
    """Return the call behind the page's button."""
    router = APIRouter(prefix="/sandbox", tags=["sandbox"])

    @router.post(
        "/skip",
        summary="Let a journey's clock jump to its next event",
        responses=describe_problems(HTTPStatus.NOT_FOUND, HTTPStatus.GATEWAY_TIMEOUT),
    )
    async def skip(order: Skip) -> Skipped:
        """Only this journey's clock jumps: other people, the database and the wall clock stay where they are."""
        async with sessions() as session:
            candidate = await candidate_by_telegram(session, order.telegram_user_id)
        if candidate is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_journey", "This person has no journey.")
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await skip_to_next_alarm(client, candidate.id)
                status = await Journeys(client).status(candidate.id)
        except TimeoutError as error:
            # The clock stands still while something is under way, above all while a letter is tried again.
            raise Problem(
                HTTPStatus.GATEWAY_TIMEOUT, "still_busy", "The journey is busy; its clock did not get there yet."
            ) from error
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise Problem(HTTPStatus.NOT_FOUND, "no_journey", "This person has no open journey.") from error
            raise
        return Skipped(stage=status.stage, skipped_to=status.now)

    return router
