"""Why did I get this? Everything that happened to a candidate, in plain Russian, the newest first."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.access import Viewer
from api.candidates.routes import find
from api.moments import Moment
from api.pages import Page, PagingIn, page_of
from api.problems import FINDING
from api.surroundings import Around
from bot.chronicle import chronicle
from database.local_clocks import WITHOUT_CITY
from database.people.timeline import TimelineLine, timeline
from database.tables import Role

KIND = "Which table knows of it, and what it was: stable"


class TimelineEntry(BaseModel):
    """One thing that happened, by the clock of the candidate's city."""

    at: Moment
    kind: str = Field(description=KIND, examples=["message.remind_candidate", "booking.booked", "offer.made"])
    text: str = Field(description="What happened and why, in Russian")
    booking_public_id: UUID | None = Field(description="The booking that it is about, if it is about one")
    words: str | None = Field(description="What somebody wrote; shown to managers and admins")


router = APIRouter(prefix="/api/v1/candidates", tags=["candidates"])


@router.get("/{public_id}/timeline", summary="What happened to a candidate, and why", responses=FINDING)
async def candidate_timeline(public_id: UUID, around: Around, caller: Viewer, paging: PagingIn) -> Page[TimelineEntry]:
    """List messages and what became of them, bookings and who changed them, Test1, words, moves, waiting, offers."""
    async with around.sessions() as session:
        known = await find(session, public_id, caller)
        happened = await timeline(session, known.id, paging.cut)
    zone, reads_words = known.found.city_zone or WITHOUT_CITY, caller.role is not Role.VIEWER
    return page_of(happened, lambda line: _entry(line, zone, reads_words=reads_words))


def _entry(line: TimelineLine, zone: str, *, reads_words: bool) -> TimelineEntry:
    return TimelineEntry(
        at=Moment.at(line.at, zone),
        kind=f"{line.topic}.{line.word}",
        text=chronicle().tell(line),
        booking_public_id=line.details.get("booking"),
        words=line.details.get("words") if reads_words else None,
    )
