"""Wishes to move a booking, as admins see and settle them for the recruiter."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Admin, Viewer
from api.deciding import decide
from api.problems import Problem, describe_problems
from api.surroundings import Around
from api.updates import REFUSALS, Settled
from database.booking_cards import booking_card
from database.open_moves import OpenMove, open_moves
from database.slot_times import slot_times
from database.tables import Slot
from domain.booking import Actor
from domain.ids import SlotId
from workflows.candidate_journey import CandidateJourney
from workflows.move_messages import MoveApproved, MoveRefused, OtherTimeAsked

MOST_OFFERED = 20


class Move(BaseModel):
    """A wish to move that is not settled yet; instants are UTC, zones are IANA names."""

    booking_public_id: UUID
    candidate_public_id: UUID
    candidate_name: str | None
    recruiter_name: str
    city_name: str
    city_zone: str
    starts_at: datetime = Field(description="When the interview still is")
    asked_by: Actor
    wish: str | None = Field(description="In the candidate's words")
    requested_at: datetime
    answer_until: datetime = Field(description="Until when it is somebody's turn")
    waits_for_candidate: bool = Field(description="Times were offered, and the candidate has not picked one yet")
    offered: list[datetime] = Field(description="Starts of the slots that were offered")
    wanted: datetime | None = Field(description="Start of the slot that the candidate picked, held for them")


class OtherTimes(BaseModel):
    """The slots that are offered; none: the candidate shall pick one."""

    slots: Annotated[list[UUID], Field(max_length=MOST_OFFERED)] = Field(default=[], description="Public ids of slots")


router = APIRouter(prefix="/api/v1/bookings", tags=["moves"])


@router.get(
    "/moves",
    summary="Wishes to move",
    responses=describe_problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
)
async def moves(around: Around, _caller: Viewer) -> list[Move]:
    """List those that are not settled, the most urgent deadline first."""
    async with around.sessions() as session:
        return [await describe(session, move) for move in await open_moves(session)]


@router.post("/{public_id}/offer-times", summary="Offer other times", responses=REFUSALS)
async def offer_times(public_id: UUID, times: OtherTimes, around: Around, caller: Admin) -> Settled:
    """Put other times before the candidate; the booking keeps its slot until one is picked."""
    decided = await decide(around, public_id, caller)
    async with around.sessions() as session:
        offered = await own_slots(session, times.slots, decided.card.recruiter_id)
    return await decided.tell(CandidateJourney.offer_other_times, OtherTimeAsked, slot_ids=offered)


@router.post("/{public_id}/move", summary="Agree to the wanted time", responses=REFUSALS)
async def move(public_id: UUID, around: Around, caller: Admin) -> Settled:
    """Move the booking to the slot that the candidate wants."""
    decided = await decide(around, public_id, caller)
    wish = decided.card.moves_open
    if wish is None or wish.wanted_slot_id is None:
        raise Problem(HTTPStatus.CONFLICT, "nothing_wanted", "The candidate has not picked another time.")
    return await decided.tell(CandidateJourney.approve_move, MoveApproved, slot_id=wish.wanted_slot_id)


@router.post("/{public_id}/keep-time", summary="Keep the time", responses=REFUSALS)
async def keep_time(public_id: UUID, around: Around, caller: Admin) -> Settled:
    """Refuse the move: the interview stays when it is, and the candidate is told."""
    decided = await decide(around, public_id, caller)
    return await decided.tell(CandidateJourney.refuse_move, MoveRefused)


async def own_slots(session: AsyncSession, public_ids: list[UUID], recruiter_id: int) -> tuple[SlotId, ...]:
    """Return the ids of the recruiter's slots; a problem 422 names those that are not theirs."""
    query = select(Slot.public_id, Slot.id).where(Slot.public_id.in_(public_ids), Slot.recruiter_id == recruiter_id)
    found = {row.public_id: SlotId(row.id) for row in await session.execute(query)}
    strange = [str(public_id) for public_id in public_ids if public_id not in found]
    if strange:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "slots_of_another",
            f"These are no slots of the booking's recruiter: {', '.join(strange)}.",
        )
    return tuple(found[public_id] for public_id in public_ids)


async def describe(session: AsyncSession, wish: OpenMove) -> Move:
    """Return what admins see of a wish."""
    card = await booking_card(session, wish.booking_id)
    assert card is not None  # noqa: S101 - a wish refers to its booking
    wanted = [] if wish.wanted_slot_id is None else [wish.wanted_slot_id]
    starts = {slot.slot_id: slot.starts_at for slot in await slot_times(session, [*wish.offered, *wanted])}
    return Move(
        booking_public_id=card.public_id,
        candidate_public_id=card.candidate_public_id,
        candidate_name=card.candidate_name,
        recruiter_name=card.recruiter_name,
        city_name=card.city_name,
        city_zone=card.city_zone,
        starts_at=card.starts_at,
        asked_by=wish.asked_by,
        wish=wish.wish,
        requested_at=wish.requested_at,
        answer_until=wish.answer_until,
        waits_for_candidate=wish.waits_for_candidate,
        offered=[starts[slot_id] for slot_id in wish.offered],
        wanted=starts.get(wish.wanted_slot_id) if wish.wanted_slot_id else None,
    )
