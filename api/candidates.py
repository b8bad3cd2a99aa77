"""Candidates as admins help them: what they wrote, another try at Test1, the end of a journey."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from api.access import Admin, Viewer
from api.problems import Problem, describe_problems
from api.surroundings import Around, Surroundings
from api.updates import REFUSALS, Settled, settled
from database import audit
from database.candidates import latest_words
from database.tables import Candidate
from database.tokens import ApiCaller
from domain.booking import Actor
from domain.ids import CandidateId
from workflows.candidate_journey import CandidateJourney
from workflows.journeys import signal_name
from workflows.occasions import JourneyCancelled, RetryAllowed

MOST = 500


class Words(BaseModel):
    """Something a candidate wrote outside of any question; the instant is UTC."""

    model_config = ConfigDict(from_attributes=True)

    candidate_public_id: UUID
    candidate_name: str | None
    candidate_username: str | None
    city_name: str | None
    text: str
    written_at: datetime


router = APIRouter(prefix="/api/v1/candidates", tags=["candidates"])


@router.get(
    "/words",
    summary="What candidates wrote",
    responses=describe_problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
)
async def words(around: Around, _caller: Viewer, limit: Annotated[int, Query(ge=1, le=MOST)] = 100) -> list[Words]:
    """List it, the latest first; where no recruiter of the city has Telegram, it is read here and nowhere else."""
    async with around.sessions() as session:
        return [Words.model_validate(each) for each in await latest_words(session, limit=limit)]


@router.post("/{public_id}/retry", summary="Allow another try at Test1", responses=REFUSALS)
async def retry(public_id: UUID, around: Around, caller: Admin) -> Settled:
    """Let a candidate whom Test1 refused begin it anew at once; anybody else's journey refuses this."""
    return await tell(around, caller, await find(around, public_id), CandidateJourney.allow_retry, RetryAllowed)


@router.post("/{public_id}/cancel", summary="End a journey", responses=REFUSALS)
async def cancel(public_id: UUID, around: Around, caller: Admin) -> Settled:
    """Free what the journey holds, tell the candidate and the recruiter, and close it."""
    return await tell(around, caller, await find(around, public_id), CandidateJourney.cancel_journey, JourneyCancelled)


async def tell(
    around: Surroundings,
    caller: ApiCaller,
    candidate_id: CandidateId,
    update: Any,
    news: type[RetryAllowed] | type[JourneyCancelled],
) -> Settled:
    """Tell the journey, write down who did what, and return where it stands; a refusal is a problem 409."""
    handle = around.journeys.handle(candidate_id)
    stands = await settled(handle.execute_update(update, news(by_id=caller.id)))
    async with around.sessions.begin() as session:
        await audit.record(
            session,
            actor=Actor.ADMIN,
            actor_id=caller.id,
            what=signal_name(news),
            at=around.now(),
            subject_table="candidates",
            subject_id=candidate_id,
            after={"stage": stands.stage},
        )
    return stands


async def find(around: Surroundings, public_id: UUID) -> CandidateId:
    """Return whose public id it is, a problem 404 where it is nobody's."""
    async with around.sessions() as session:
        candidate_id = await session.scalar(select(Candidate.id).where(Candidate.public_id == public_id))
    if candidate_id is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_candidate", "There is no such candidate.")
    return CandidateId(candidate_id)
