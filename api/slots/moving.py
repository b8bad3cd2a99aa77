"""Moving a slot: a free one moves at once, the holder of a held one is asked first."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import Manager
from api.bookings.deciding import decide
from api.etags import IfMatch, etag_of, require_match
from api.problems import CHANGING, Problem
from api.slots.refused import find_place, find_slot, refusal_of
from api.slots.seen import Slot, describe
from api.slots.times import MINUTE, Minutes, Start
from api.surroundings import Around, Surroundings
from api.writing_down import write_down
from database.office.slots import OfficeSlot
from database.office.slots_entering import BEATEN, SlotWish, enter_slots, judge_wishes
from database.office.slots_withdrawing import free_slot_at
from database.office.tokens import ApiCaller
from database.slots.open_slots import withdraw_slot
from domain.booking import Claim, SlotStatus
from domain.slots import FittingSlot, place_start
from domain.stages import Stage
from workflows.candidate_journey import CandidateJourney
from workflows.move_messages import OtherTimeAsked

# Without an answer the journey may have taken the offer: then the slot has to stay.
REFUSED = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT})


class NewTime(Start):
    """When the slot shall be; without `minutes` it lasts as long as before."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"wall_time": "2026-12-01T12:00"}]})

    minutes: Minutes | None = None


class SlotMove(BaseModel):
    """What became of the move."""

    result: Literal["moved", "asked_candidate"] = Field(
        description="The slot was free and stands at the new time now; or its holder is asked, and keeps it until then"
    )
    slot: Slot = Field(description="The slot at the new time: another one than before, so that old buttons are dead")
    replaces: UUID = Field(description="The slot at the old time: withdrawn if `moved`, else still held")
    stage: Stage | None = Field(default=None, description="Where the candidate's journey stands, if they were asked")


router = APIRouter(prefix="/api/v1/slots", tags=["slots"])


@router.post("/{public_id}/move", summary="Move a slot", responses=CHANGING)
async def move(
    public_id: UUID, to: NewTime, *, around: Around, caller: Manager, response: Response, if_match: IfMatch = None
) -> SlotMove:
    """Move a free slot; a held one is never moved without its candidate: they are offered the new time.

    A list that somebody has before them still shows the old time: what they press there finds that slot withdrawn.
    """
    async with around.sessions.begin() as session:
        found = await find_slot(session, public_id, caller.cities, locks=True)
        require_match(if_match, etag_of(describe(found)))
        _may_move(found)
        mover = Mover(session=session, around=around, caller=caller, found=found, to=to)
        slot, is_new = await (mover.move() if found.booking_public_id is None else mover.put_beside())
    stage = None
    if found.booking_public_id is not None:
        stage = await _ask(around, caller, found.booking_public_id, slot, is_new=is_new)
    seen = describe(slot)
    response.headers["ETag"] = etag_of(seen)
    return SlotMove(result="asked_candidate" if stage else "moved", slot=seen, replaces=public_id, stage=stage)


@dataclass(frozen=True, kw_only=True)
class Mover:
    """A slot that is locked, and when it shall be."""

    session: AsyncSession
    around: Surroundings
    caller: ApiCaller
    found: OfficeSlot
    to: NewTime

    @property
    def length(self) -> timedelta:
        """How long it shall last."""
        found = self.found
        return found.ends_at - found.starts_at if self.to.minutes is None else self.to.minutes * MINUTE

    async def move(self) -> tuple[OfficeSlot, bool]:
        """Withdraw the slot and enter it at the new time; an offer of the old time ends."""
        await withdraw_slot(self.session, self.found.id, now=self.around.now())
        slot = await self._enter()
        await self._write_down("slot_moved", self.found.id, before=describe(self.found), after=describe(slot))
        return slot, True

    async def put_beside(self) -> tuple[OfficeSlot, bool]:
        """Return the recruiter's free slot of the new time, and whether it had to be entered."""
        placed = place_start(self.to.start, self.length, self.found.recruiter_zone, now=self.around.now())
        there = None
        if isinstance(placed, FittingSlot):
            there = await free_slot_at(
                self.session,
                recruiter_id=self.found.recruiter_id,
                city_id=self.found.city_id,
                starts_at=placed.starts_at,
                length=self.length,
            )
        if there is not None:
            return await find_slot(self.session, there, self.caller.cities), False
        slot = await self._enter()
        await self._write_down("slot_created", slot.id, after=describe(slot))
        return slot, True

    async def _enter(self) -> OfficeSlot:
        whose, where = self.found.recruiter_public_id, self.found.city_public_id
        place = await find_place(self.session, self.caller, whose, where)
        wish = SlotWish(number=1, place=place, start=self.to.start, length=self.length)
        now = self.around.now()
        (verdict,) = await enter_slots(self.session, await judge_wishes(self.session, [wish], now=now), now=now)
        if verdict.refused is not None or verdict.public_id is None:
            raise refusal_of(verdict.refused or BEATEN, self.to, place.recruiter.zone)
        return await find_slot(self.session, verdict.public_id, self.caller.cities)

    async def _write_down(self, what: str, row_id: int, *, after: Slot, before: Slot | None = None) -> None:
        await write_down(
            self.session, self.around, self.caller, what, table="slots", row_id=row_id, before=before, after=after
        )


def _may_move(found: OfficeSlot) -> None:
    if found.status is SlotStatus.WITHDRAWN:
        raise Problem(HTTPStatus.CONFLICT, "slot_withdrawn", "The slot is withdrawn; restore it, or enter a new one.")
    if found.claim is Claim.WANTED:
        detail = f"Booking {found.booking_public_id} asks to move to this slot; agree to that or keep its time first."
        raise Problem(HTTPStatus.CONFLICT, "slot_wanted", detail)


async def _ask(around: Surroundings, caller: ApiCaller, booking: UUID, slot: OfficeSlot, *, is_new: bool) -> Stage:
    """Put the time before the candidate; a slot that was entered for it does not outlive a refusal."""
    try:
        decided = await decide(around, booking, caller)
        stands = await decided.tell(CandidateJourney.offer_other_times, OtherTimeAsked, slot_ids=(slot.id,))
    except Problem as problem:
        if is_new and problem.status in REFUSED:
            async with around.sessions.begin() as session:
                await withdraw_slot(session, slot.id, now=around.now())
                await write_down(session, around, caller, "slot_withdrawn", table="slots", row_id=slot.id)
        raise
    return stands.stage
