"""What became of every message about a candidate: sent, unknown, refused, and why; newest first, page by page."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.access import Viewer
from api.candidates import find
from api.problems import describe_problems
from api.surroundings import Around
from database.ledger import ledger_lines
from database.tables import SendStatus

MOST = 500


class Message(BaseModel):
    """A message to the candidate, or about them to a recruiter; instants are UTC, its words are not kept."""

    model_config = ConfigDict(from_attributes=True)

    kind: str = Field(description="Which letter; a document that belongs to it is a message of its own")
    booking_public_id: UUID | None = Field(description="The booking that it is about, if it is about one")
    revision: int = Field(description="Of the booking: it grows when the booking moves")
    status: SendStatus = Field(
        description="`unknown`: it may have arrived; `sending`: under way, or cut off by a crash"
    )
    attempts: int
    started_at: datetime
    finished_at: datetime | None = Field(description="When its last try ended")
    error: str | None = Field(description="What went wrong at the last try, by name")


class Messages(BaseModel):
    """One page; with `next_cursor` as `cursor` comes the next one, and null says that there is none."""

    messages: list[Message]
    next_cursor: int | None


router = APIRouter(prefix="/api/v1/candidates", tags=["candidates"])


@router.get(
    "/{public_id}/messages",
    summary="What became of each message",
    responses=describe_problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND),
)
async def messages(
    public_id: UUID,
    around: Around,
    _caller: Viewer,
    cursor: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="`next_cursor` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> Messages:
    """List the messages that the candidate's journeys had to send, the latest begun first."""
    candidate_id = await find(around, public_id)
    async with around.sessions() as session:
        lines = await ledger_lines(session, candidate_id, before=cursor, limit=limit + 1)
    page = lines[:limit]
    return Messages(
        messages=[Message.model_validate(line) for line in page],
        next_cursor=page[-1].id if len(lines) > limit else None,
    )
