"""Letting a journey's clock jump to its next event; only there when virtual time is on, which production never has."""

import asyncio
from datetime import datetime, timedelta
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, Field
from temporalio.service import RPCError, RPCStatusCode

from api.problems import Problem, describe_problems
from api.surroundings import Around
from database.people.candidates import candidate_by_telegram
from domain.stages import Stage
from workflows.virtual_time import skip_to_next_alarm

PATIENCE = timedelta(seconds=20)


class Skip(BaseModel):
    """Whose journey is to be moved on."""

    telegram_user_id: int = Field(examples=[7000000001])


class Skipped(BaseModel):
    """Where the journey stands after the jump, and what its own clock shows (UTC)."""

    stage: Stage
    skipped_to: datetime


router = APIRouter(prefix="/sandbox", tags=["sandbox"])


@router.post(
    "/skip",
    summary="Let a journey's clock jump to its next event",
    responses=describe_problems(HTTPStatus.NOT_FOUND, HTTPStatus.GATEWAY_TIMEOUT),
)
async def skip(order: Skip, around: Around) -> Skipped:
    """Only this journey's clock jumps: other people, the database and the wall clock stay where they are."""
    async with around.sessions() as session:
        candidate = await candidate_by_telegram(session, order.telegram_user_id)
    if candidate is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_journey", "This person has no journey.")
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            await skip_to_next_alarm(around.client, candidate.id)
            status = await around.journeys.status(candidate.id)
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
