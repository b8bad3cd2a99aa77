"""What candidates wrote outside of any question: where no recruiter of the city has Telegram, it is read here only."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.access import Manager
from api.pages import Page, PagingIn, page_of
from api.problems import LOOKING
from api.surroundings import Around
from database.people.written_words import written_words


class WrittenWords(BaseModel):
    """Something a candidate wrote outside of any question; the instant is UTC."""

    model_config = ConfigDict(from_attributes=True)

    candidate_public_id: UUID
    candidate_name: str | None = Field(examples=["Petrova Anna"])
    candidate_username: str | None = Field(examples=["anna_petrova"])
    city_name: str | None = Field(examples=["Kazan"])
    text: str = Field(examples=["Could we meet in the evening?"])
    written_at: datetime


router = APIRouter(prefix="/api/v1/candidates", tags=["candidates"])


@router.get("/words", summary="What candidates wrote", responses=LOOKING)
async def words(around: Around, caller: Manager, paging: PagingIn) -> Page[WrittenWords]:
    """List it, the latest first."""
    async with around.sessions() as session:
        written = await written_words(session, paging.cut, cities=caller.cities)
    return page_of(written, WrittenWords.model_validate)
