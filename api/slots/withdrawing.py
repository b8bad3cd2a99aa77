"""Taking a slot away: what that means for people is asked first, stated by who does it, and only then done."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Manager, Viewer
from api.bookings.deciding import Deciding, decide
from api.problems import CREATING, FINDING, Problem
from api.slots.consequences import Consequence, consequence_of, explain
from api.slots.refused import find_slot, refuse_standing
from api.slots.seen import Slot, describe
from api.surroundings import Around, Surroundings
from api.words import Words
from api.writing_down import write_down
from database.office.slots import OfficeSlot
from database.office.slots_withdrawing import restore_slot, take_back_withdrawal, withdraw_wanted
from database.office.tokens import ApiCaller
from database.slots.open_slots import withdraw_slot
from domain.booking import BookingStatus, SlotStatus
from domain.stages import Stage
from workflows.candidate_journey import CandidateJourney
from workflows.messages import BookingCancelled
from workflows.move_messages import MoveRefused

LONGEST_REASON = 1000


class Withdrawal(BaseModel):
    """What would happen if the slot were withdrawn now."""

    consequence: Consequence
    explanation: str = Field(examples=["Nobody holds this slot."])
    booking_public_id: UUID | None = Field(description="The booking that holds the slot, or asks to move there")
    booking_status: BookingStatus | None
    candidate_public_id: UUID | None = Field(description="Who holds it, asks to move there, or is offered it")
    starts_at: datetime
    offered_until: datetime | None = Field(description="Somebody who waits is offered it until then")


class WithdrawalOrder(BaseModel):
    """The consequence that the caller accepts, and why the slot goes."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"consequence": "none", "reason": "The room is taken"}]}
    )

    consequence: Consequence
    reason: Words | None = Field(
        default=None,
        max_length=LONGEST_REASON,
        description="A candidate whose interview is called off reads it",
        examples=["The room is taken that morning"],
    )


class WithdrawnSlot(BaseModel):
    """What was done."""

    consequence: Consequence
    slot: Slot
    stage: Stage | None = Field(default=None, description="Where the journey of the candidate concerned stands")


router = APIRouter(prefix="/api/v1/slots", tags=["slots"])


@router.get("/{public_id}/withdrawal", summary="What withdrawing a slot would mean", responses=FINDING)
async def withdrawal(public_id: UUID, around: Around, caller: Viewer) -> Withdrawal:
    """Tell who would be concerned, and how; nothing changes."""
    async with around.sessions() as session:
        found = await find_slot(session, public_id, caller.cities)
    consequence = consequence_of(found)
    return Withdrawal(
        consequence=consequence,
        explanation=explain(found, consequence),
        booking_public_id=found.booking_public_id,
        booking_status=found.booking_status,
        candidate_public_id=found.candidate_public_id or found.offered_to_public_id,
        starts_at=found.starts_at,
        offered_until=found.offered_until,
    )


@router.post("/{public_id}/withdraw", summary="Withdraw a slot", responses=CREATING)
async def withdraw(public_id: UUID, order: WithdrawalOrder, around: Around, caller: Manager) -> WithdrawnSlot:
    """Take the slot away if that has the consequence that was stated; with another one a 409 tells which."""
    async with around.sessions.begin() as session:
        found = await find_slot(session, public_id, caller.cities, locks=True)
        _agree(found, order)
        if order.consequence is Consequence.NONE:
            await withdraw_slot(session, found.id, now=around.now())
            await _write_down(session, around, caller, found, order)
        elif order.consequence is Consequence.MOVE_REFUSED:
            await withdraw_wanted(session, found.id, now=around.now())
    stage = await _tell(found, order, around, caller)
    async with around.sessions() as session:
        left = await find_slot(session, public_id, caller.cities)
    if left.status is not SlotStatus.WITHDRAWN:
        raise _differs(left)
    return WithdrawnSlot(consequence=order.consequence, slot=describe(left), stage=stage)


@router.post("/{public_id}/restore", summary="Give a withdrawn slot back", responses=CREATING)
async def restore(public_id: UUID, around: Around, caller: Manager) -> Slot:
    """Make a withdrawn slot free again, if no other one stands there now."""
    async with around.sessions.begin() as session:
        found = await find_slot(session, public_id, caller.cities, locks=True)
        if found.status is not SlotStatus.WITHDRAWN:
            raise Problem(HTTPStatus.CONFLICT, "slot_not_withdrawn", "Only a withdrawn slot can be given back.")
        await refuse_standing(session, found, now=around.now())
        await restore_slot(session, found.id)
        seen = describe(await find_slot(session, public_id, caller.cities))
        await write_down(
            session, around, caller, "slot_restored", table="slots", row_id=found.id, before=describe(found), after=seen
        )
    return seen


async def _tell(found: OfficeSlot, order: WithdrawalOrder, around: Surroundings, caller: ApiCaller) -> Stage | None:
    """Tell the journey that is concerned and return where it stands then, None where no journey is."""
    if found.booking_public_id is None:
        return None
    decided = await decide(around, found.booking_public_id, caller)
    if order.consequence is Consequence.MOVE_REFUSED:
        stage = await _refuse_move(found, decided)
    else:
        details = {"reason": order.reason, "withdraws_slot": True}
        stage = (await decided.tell(CandidateJourney.cancel_booking, BookingCancelled, **details)).stage
    async with around.sessions.begin() as session:
        await _write_down(session, around, caller, found, order)
    return stage


async def _refuse_move(found: OfficeSlot, decided: Deciding) -> Stage | None:
    """Keep the interview at its own time; None where the wish for this slot was over before."""
    try:
        return (await decided.tell(CandidateJourney.refuse_move, MoveRefused)).stage
    except Problem:
        async with decided.around.sessions.begin() as session:
            is_wanted = await take_back_withdrawal(session, found.id)
        if is_wanted:
            raise
        return None


async def _write_down(
    session: AsyncSession, around: Surroundings, caller: ApiCaller, found: OfficeSlot, order: WithdrawalOrder
) -> None:
    before = {"status": found.status}
    after = {"status": SlotStatus.WITHDRAWN, **order.model_dump(mode="json")}
    await write_down(
        session, around, caller, "slot_withdrawn", table="slots", row_id=found.id, before=before, after=after
    )


def _agree(found: OfficeSlot, order: WithdrawalOrder) -> None:
    if found.status is SlotStatus.WITHDRAWN:
        raise Problem(HTTPStatus.CONFLICT, "slot_withdrawn", "The slot is withdrawn already.")
    if consequence_of(found) is not order.consequence:
        raise _differs(found)


def _differs(found: OfficeSlot) -> Problem:
    truth = consequence_of(found)
    detail = f'{explain(found, truth)} Send the consequence "{truth}" if that is what you want.'
    return Problem(HTTPStatus.CONFLICT, "consequence_differs", detail)
