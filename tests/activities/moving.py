"""A booking that both sides move by the orders of its journey."""

from datetime import datetime
from typing import Any

from activities.moving import MovingDeeds
from domain.ids import SlotId
from tests.activities.booked import Booked
from tests.database.world import HOUR, NOW
from workflows.findings import BookingMoved, MoveDenied, MoveRequestRecorded, WantedSlotHeld
from workflows.move_deeds import ClaimWantedSlot, MoveBooking, RecordMoveRequest, SettleMoveRequest


class Moving:
    """An approved booking a day after NOW, and how both sides move it; `other` starts two hours after its slot."""

    def __init__(self, scene: Booked, other: int) -> None:
        self.scene, self.other = scene, SlotId(other)
        self.deeds = MovingDeeds(scene.world.sessions)

    async def ask(self, *, hours: float = 1, **details: Any) -> MoveRequestRecorded:
        return await self.deeds.record_move_request(
            self.scene.by_candidate(RecordMoveRequest, now=NOW + hours * HOUR, **details)
        )

    async def offer(self, *slots: int, hours: float = 2, **details: Any) -> MoveRequestRecorded:
        order = self.scene.by_recruiter(RecordMoveRequest, now=NOW + hours * HOUR, offered=slots, **details)
        return await self.deeds.record_move_request(order)

    async def pick(
        self, slot: int | None = None, *, hours: float = 3, agreed: bool = False, **details: Any
    ) -> WantedSlotHeld | BookingMoved | MoveDenied:
        wanted = {"slot_id": slot or self.other, "agreed": agreed}
        order = self.scene.by_candidate(ClaimWantedSlot, now=NOW + hours * HOUR, **wanted, **details)
        return await self.deeds.claim_wanted_slot(order)

    async def approve(self, slot: int | None = None, *, hours: float = 4, **details: Any) -> BookingMoved | MoveDenied:
        order = self.scene.by_recruiter(MoveBooking, now=NOW + hours * HOUR, slot_id=slot or self.other, **details)
        return await self.deeds.move_booking(order)

    async def settle(self, settlement: str = "kept", *, hours: float = 4, **details: Any) -> None:
        order = self.scene.by_recruiter(SettleMoveRequest, now=NOW + hours * HOUR, settlement=settlement, **details)
        await self.deeds.settle_move_request(order)

    @property
    def starts_at(self) -> datetime:
        return self.scene.reserved.starts_at
