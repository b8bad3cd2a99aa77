"""Bookings as admins see them: the requests that wait for an answer, and the answers.

An answer is an update of the journey: it returns when the booking has changed, or says why it cannot change.
"""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.access import Admin, Viewer
from api.deciding import decide
from api.problems import describe_problems
from api.surroundings import Around
from api.updates import REFUSALS, Settled
from database.booking_cards import BookingCard, approval_queue
from domain.booking import BookingStatus
from workflows.candidate_journey import CandidateJourney
from workflows.messages import BookingApproved, BookingCancelled, BookingRejected

MOST = 500
LONGEST_REASON = 1000


class WaitingBooking(BaseModel):
    """A request that waits for an answer; instants are UTC, zones are IANA names."""

    model_config = ConfigDict(from_attributes=True)

    public_id: UUID
    status: BookingStatus
    revision: int
    requested_at: datetime
    answer_until: datetime | None = Field(description="When the slot is released if nobody answers")
    starts_at: datetime
    ends_at: datetime
    candidate_public_id: UUID
    candidate_name: str | None
    candidate_username: str | None
    city_name: str
    city_zone: str
    recruiter_name: str
    recruiter_zone: str
    recruiter_reachable: bool = Field(description="False: the recruiter has no Telegram, the answer has to come here")


class Rejection(BaseModel):
    """Why not: the time does not suit, or the company does not go on with this candidate."""

    person: bool = Field(default=False, description="True ends the candidate's journey politely")
    reason: str | None = Field(default=None, max_length=LONGEST_REASON, description="The candidate reads it")


class Cancellation(BaseModel):
    """Why, and whether the slot goes with it."""

    reason: str | None = Field(default=None, max_length=LONGEST_REASON, description="The candidate reads it")
    withdraws_slot: bool = Field(default=False, description="True takes the slot away, false frees it")


router = APIRouter(prefix="/api/v1/bookings", tags=["bookings"])


@router.get(
    "/queue",
    summary="Requests that wait for an answer",
    responses=describe_problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
)
async def queue(
    around: Around, _caller: Viewer, limit: Annotated[int, Query(ge=1, le=MOST)] = 100
) -> list[WaitingBooking]:
    """List them, the most urgent deadline first; requests to recruiters without Telegram can only be answered here."""
    async with around.sessions() as session:
        cards = await approval_queue(session, limit=limit)
    return [describe(card) for card in cards]


@router.post("/{public_id}/approve", summary="Agree to an interview", responses=REFUSALS)
async def approve(public_id: UUID, around: Around, caller: Admin) -> Settled:
    """Agree for the recruiter: the candidate is congratulated now and reminded in time."""
    decided = await decide(around, public_id, caller)
    return await decided.tell(CandidateJourney.approve_booking, BookingApproved)


@router.post("/{public_id}/reject", summary="Decline an interview", responses=REFUSALS)
async def reject(public_id: UUID, rejection: Rejection, around: Around, caller: Admin) -> Settled:
    """Free the slot; the candidate is told, and offered other times unless the person is meant."""
    decided = await decide(around, public_id, caller)
    return await decided.tell(
        CandidateJourney.reject_booking, BookingRejected, person=rejection.person, reason=rejection.reason
    )


@router.post("/{public_id}/cancel", summary="Call an interview off", responses=REFUSALS)
async def cancel(public_id: UUID, cancellation: Cancellation, around: Around, caller: Admin) -> Settled:
    """Free the slot or take it away; the candidate is told and offered other times, the recruiter is told."""
    decided = await decide(around, public_id, caller)
    return await decided.tell(CandidateJourney.cancel_booking, BookingCancelled, **dict(cancellation))


def describe(card: BookingCard) -> WaitingBooking:
    """Return what admins see of a booking."""
    seen = {name: getattr(card, name) for name in WaitingBooking.model_fields if name != "recruiter_reachable"}
    return WaitingBooking(**seen, recruiter_reachable=card.recruiter_chat_id is not None)
