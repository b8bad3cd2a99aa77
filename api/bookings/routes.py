"""Bookings as admins see them: all of them, the requests that wait for an answer, and the answers.

An answer is an update of the journey: it returns when the booking has changed, or says why it cannot change.
"""

from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.access import Manager, Viewer
from api.bookings.deciding import decide
from api.bookings.seen import Booking, WholeBooking
from api.moments import Instant
from api.pages import Page, PagingIn, page_of
from api.problems import FINDING, LOOKING, Problem
from api.surroundings import Around
from api.updates import REFUSALS, Settled
from api.words import Words
from database.bookings.history import booking_history
from database.bookings.lines import BookingOrder, WantedBookings, booking_line, booking_lines
from domain.booking import BookingStatus
from workflows.candidate_journey import CandidateJourney
from workflows.messages import BookingApproved, BookingCancelled, BookingRejected

LONGEST_REASON = 1000
Reason = Annotated[Words | None, Field(max_length=LONGEST_REASON, description="The candidate reads it")]
City = Annotated[UUID | None, Query(description="Public id of a city")]
Recruiter = Annotated[UUID | None, Query(description="Public id of a recruiter")]


class Rejection(BaseModel):
    """Why not: the time does not suit, or the company does not go on with this candidate."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"person": False, "reason": "The room is taken that morning"}]}
    )

    person: bool = Field(default=False, description="True ends the candidate's journey politely")
    reason: Reason = None


class Cancellation(BaseModel):
    """Why, and whether the slot goes with it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "Maria is ill", "withdraws_slot": True}]}
    )

    reason: Reason = None
    withdraws_slot: bool = Field(default=False, description="True takes the slot away, false frees it")


router = APIRouter(prefix="/api/v1/bookings", tags=["bookings"])


@router.get("", summary="Bookings", responses=LOOKING)
async def bookings(
    around: Around,
    caller: Viewer,
    paging: PagingIn,
    *,
    city: City = None,
    recruiter: Recruiter = None,
    candidate: Annotated[UUID | None, Query(description="Public id of a candidate")] = None,
    status: BookingStatus | None = None,
    starts_from: Annotated[Instant | None, Query(description="The interview starts then or later")] = None,
    starts_to: Annotated[Instant | None, Query(description="The interview starts before then")] = None,
    sort: Literal["starts_at", "-starts_at", "requested_at", "-requested_at"] = "-starts_at",
) -> Page[Booking]:
    """List those that hold a slot as well as those that are over."""
    wanted = WantedBookings(
        cities=caller.cities,
        city=city,
        recruiter=recruiter,
        candidate=candidate,
        status=status,
        starts_from=starts_from,
        starts_to=starts_to,
    )
    async with around.sessions() as session:
        return page_of(await booking_lines(session, wanted, paging.cut, order=BookingOrder(sort)), Booking.of)


@router.get("/queue", summary="Requests that wait for an answer", responses=LOOKING)
async def queue(
    around: Around, caller: Viewer, paging: PagingIn, *, city: City = None, recruiter: Recruiter = None
) -> Page[Booking]:
    """List them, the most urgent deadline first; requests to recruiters without Telegram can only be answered here."""
    wanted = WantedBookings(cities=caller.cities, city=city, recruiter=recruiter, status=BookingStatus.PENDING)
    async with around.sessions() as session:
        waiting = await booking_lines(session, wanted, paging.cut, order=BookingOrder.MOST_URGENT)
    return page_of(waiting, Booking.of)


@router.get("/{public_id}", summary="A booking and its history", responses=FINDING)
async def booking(public_id: UUID, around: Around, caller: Viewer) -> WholeBooking:
    """Show what it is, and who made it that."""
    async with around.sessions() as session:
        line = await booking_line(session, public_id, cities=caller.cities)
        if line is None:
            raise Problem(HTTPStatus.NOT_FOUND, "no_booking", "There is no such booking.")
        return WholeBooking.with_history(line, await booking_history(session, line.id))


@router.post("/{public_id}/approve", summary="Agree to an interview", responses=REFUSALS)
async def approve(public_id: UUID, around: Around, caller: Manager) -> Settled:
    """Agree for the recruiter: the candidate is congratulated now and reminded in time."""
    decided = await decide(around, public_id, caller)
    return await decided.tell(CandidateJourney.approve_booking, BookingApproved)


@router.post("/{public_id}/reject", summary="Decline an interview", responses=REFUSALS)
async def reject(public_id: UUID, rejection: Rejection, around: Around, caller: Manager) -> Settled:
    """Free the slot; the candidate is told, and offered other times unless the person is meant."""
    decided = await decide(around, public_id, caller)
    return await decided.tell(
        CandidateJourney.reject_booking, BookingRejected, person=rejection.person, reason=rejection.reason
    )


@router.post("/{public_id}/cancel", summary="Call an interview off", responses=REFUSALS)
async def cancel(public_id: UUID, cancellation: Cancellation, around: Around, caller: Manager) -> Settled:
    """Free the slot or take it away; the candidate is told and offered other times, the recruiter is told."""
    decided = await decide(around, public_id, caller)
    return await decided.tell(CandidateJourney.cancel_booking, BookingCancelled, **dict(cancellation))
