"""Who waits for a slot to appear, and what is offered to them at the moment."""

from datetime import datetime
from typing import Self
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.access import Viewer
from api.bookings.routes import City
from api.moments import Moment
from api.pages import Page, PagingIn, page_of
from api.problems import LOOKING
from api.surroundings import Around
from database.waiting.lines import WaitingLine, waiting_lines


class OpenOffer(BaseModel):
    """A slot that is held for the candidate alone; its start and the end of the offer by the clock of the city."""

    slot_public_id: UUID
    starts: Moment
    expires: Moment = Field(description="Then it is offered to the next")


class Waiting(BaseModel):
    """A candidate who waits in a city; the instant is UTC."""

    candidate_public_id: UUID
    candidate_name: str | None = Field(examples=["Petrova Anna"])
    candidate_username: str | None = Field(examples=["anna_petrova"])
    candidate_blocked_at: datetime | None = Field(
        description="Since when the bot cannot reach them: nothing is offered"
    )
    city_public_id: UUID
    city_name: str = Field(examples=["Kazan"])
    recruiter_public_id: UUID | None = Field(description="Whom they wait for; null: for anybody")
    recruiter_name: str | None = Field(examples=["Maria"])
    since: datetime
    position: int = Field(ge=1, description="Place in the queue of the city")
    offer: OpenOffer | None

    @classmethod
    def of(cls, line: WaitingLine) -> Self:
        """Return what is seen of somebody who waits."""
        same = (name for name in cls.model_fields if name != "offer")
        return cls(**{name: getattr(line, name) for name in same}, offer=_offer(line))


def _offer(line: WaitingLine) -> OpenOffer | None:
    if line.offered_slot_public_id is None or line.offered_starts_at is None or line.offer_expires_at is None:
        return None
    return OpenOffer(
        slot_public_id=line.offered_slot_public_id,
        starts=Moment.at(line.offered_starts_at, line.city_zone),
        expires=Moment.at(line.offer_expires_at, line.city_zone),
    )


router = APIRouter(prefix="/api/v1/waitlist", tags=["waitlist"])


@router.get("", summary="Who waits for a slot", responses=LOOKING)
async def waitlist(around: Around, caller: Viewer, paging: PagingIn, *, city: City = None) -> Page[Waiting]:
    """List them, who has waited longest first."""
    async with around.sessions() as session:
        waiting = await waiting_lines(session, paging.cut, cities=caller.cities, city=city)
    return page_of(waiting, Waiting.of)
