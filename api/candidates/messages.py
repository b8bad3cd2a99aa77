"""What became of every message about a candidate: sent, unknown, refused, and why; newest first, page by page."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.access import Viewer
from api.candidates.routes import find
from api.pages import Page, PagingIn, page_of
from api.problems import FINDING
from api.surroundings import Around
from database.ledger import ledger_lines
from database.tables import SendStatus


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


router = APIRouter(prefix="/api/v1/candidates", tags=["candidates"])


@router.get("/{public_id}/messages", summary="What became of each message", responses=FINDING)
async def messages(public_id: UUID, around: Around, caller: Viewer, paging: PagingIn) -> Page[Message]:
    """List the messages that the candidate's journeys had to send, the latest begun first."""
    async with around.sessions() as session:
        known = await find(session, public_id, caller)
        return page_of(await ledger_lines(session, known.id, paging.cut), Message.model_validate)
