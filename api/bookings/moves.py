"""Wishes to move a booking, as admins see and settle them for the recruiter."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Manager, Viewer
from api.bookings.deciding import decide
from api.bookings.routes import City, Recruiter
from api.bookings.wishes_seen import Wish
from api.pages import Page, PagingIn, page_of
from api.problems import LOOKING, Problem
from api.surroundings import Around
from api.updates import REFUSALS, Settled
from database.moves.listed_wishes import WantedWishes, WishOrder, wish_lines
from database.row_ids import slots_of
from domain.ids import SlotId
from workflows.candidate_journey import CandidateJourney
from workflows.move_messages import MoveApproved, MoveRefused, OtherTimeAsked

MOST_OFFERED = 20


class OtherTimes(BaseModel):
    """The slots that are offered; none: the candidate shall pick one."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"slots": ["3a1d2f0e-5b7c-4c8e-9f10-1a2b3c4d5e6f"]}]}
    )

    slots: Annotated[list[UUID], Field(max_length=MOST_OFFERED)] = Field(default=[], description="Public ids of slots")


router = APIRouter(prefix="/api/v1/bookings", tags=["moves"])


@router.get("/moves", summary="Wishes to move that wait", responses=LOOKING)
async def moves(
    around: Around, caller: Viewer, paging: PagingIn, *, city: City = None, recruiter: Recruiter = None
) -> Page[Wish]:
    """List those that are not settled, the most urgent deadline first."""
    wanted = WantedWishes(cities=caller.cities, is_open=True, city=city, recruiter=recruiter)
    async with around.sessions() as session:
        return page_of(await wish_lines(session, wanted, paging.cut, order=WishOrder.MOST_URGENT), Wish.of)


@router.post("/{public_id}/offer-times", summary="Offer other times", responses=REFUSALS)
async def offer_times(public_id: UUID, times: OtherTimes, around: Around, caller: Manager) -> Settled:
    """Put other times before the candidate; the booking keeps its slot until one is picked."""
    decided = await decide(around, public_id, caller)
    async with around.sessions() as session:
        offered = await own_slots(session, times.slots, decided.card.recruiter_id)
    return await decided.tell(CandidateJourney.offer_other_times, OtherTimeAsked, slot_ids=offered)


@router.post("/{public_id}/move", summary="Agree to the wanted time", responses=REFUSALS)
async def move(public_id: UUID, around: Around, caller: Manager) -> Settled:
    """Move the booking to the slot that the candidate wants."""
    decided = await decide(around, public_id, caller)
    wish = decided.card.open_move
    if wish is None or wish.wanted_slot_id is None:
        raise Problem(HTTPStatus.CONFLICT, "nothing_wanted", "The candidate has not picked another time.")
    return await decided.tell(CandidateJourney.approve_move, MoveApproved, slot_id=wish.wanted_slot_id)


@router.post("/{public_id}/keep-time", summary="Keep the time", responses=REFUSALS)
async def keep_time(public_id: UUID, around: Around, caller: Manager) -> Settled:
    """Refuse the move: the interview stays when it is, and the candidate is told."""
    decided = await decide(around, public_id, caller)
    return await decided.tell(CandidateJourney.refuse_move, MoveRefused)


async def own_slots(session: AsyncSession, public_ids: list[UUID], recruiter_id: int) -> tuple[SlotId, ...]:
    """Return the ids of the recruiter's slots; a problem 422 names those that are not theirs."""
    found = await slots_of(session, public_ids, recruiter_id)
    strange = [str(public_id) for public_id in public_ids if public_id not in found]
    if strange:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "slots_of_another",
            f"These are no slots of the booking's recruiter: {', '.join(strange)}.",
        )
    return tuple(found[public_id] for public_id in dict.fromkeys(public_ids))
