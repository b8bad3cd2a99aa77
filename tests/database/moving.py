"""A booking that could move, and what people do to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from database.bookings import ChangeOutcome, approve_booking, end_booking
from database.moves import request_move, settle_move
from database.wanted_slots import claim_wanted, swap_to_wanted
from domain.booking import Actor, BookingStatus
from domain.moves import ClaimOutcome, SwapOutcome
from domain.reservation import ReservationOutcome
from tests.database.world import HOUR, NOW, World

SHOWN = "SELECT status FROM slots WHERE id = :slot"


@dataclass
class Moving:
    """A booking in the hands of a recruiter, and a free slot of theirs to which it could move."""

    world: World
    city: int
    recruiter: int
    candidate: int
    booking: int
    slot: int
    wanted: int

    async def claim(self, slot: int | None = None, *, revision: int = 1, now: datetime = NOW) -> ClaimOutcome:
        async with self.world.sessions.begin() as session:
            return await claim_wanted(
                session,
                booking_id=self.booking,
                revision=revision,
                slot_id=slot or self.wanted,
                now=now,
                minimum_notice=HOUR,
            )

    async def swap(self, *, revision: int = 1, **other: Any) -> SwapOutcome:
        by: dict[str, Any] = {"now": NOW, "actor": Actor.RECRUITER, "actor_id": self.recruiter} | other
        async with self.world.sessions.begin() as session:
            return await swap_to_wanted(session, booking_id=self.booking, revision=revision, **by)

    async def shown(self) -> tuple[str, str]:
        return await self.world.ask(SHOWN, slot=self.slot), await self.world.ask(SHOWN, slot=self.wanted)

    async def pick_by_another(self, slot: int) -> ReservationOutcome:
        return (await self.world.reserve(slot, await self.world.candidate(), self.city)).outcome

    async def ask(self) -> None:
        asked: dict[str, Any] = {"wish": None, "now": NOW, "answer_until": NOW + HOUR}
        async with self.world.sessions.begin() as session:
            await request_move(session, booking_id=self.booking, revision=1, candidate_id=self.candidate, **asked)

    async def keep(self) -> None:
        async with self.world.sessions.begin() as session:
            await settle_move(session, booking_id=self.booking, revision=1, settlement="kept", now=NOW)

    async def approve(self) -> None:
        by: dict[str, Any] = {"now": NOW, "actor": Actor.RECRUITER, "actor_id": self.recruiter}
        async with self.world.sessions.begin() as session:
            await approve_booking(session, booking_id=self.booking, revision=1, **by)

    async def end(self) -> None:
        """End the booking, at whichever revision it is."""
        by: dict[str, Any] = {"now": NOW, "actor": Actor.SYSTEM, "actor_id": 0}
        outcomes = []
        for revision in (1, 2):
            async with self.world.sessions.begin() as session:
                over = {"booking_id": self.booking, "revision": revision, "status": BookingStatus.CANCELLED} | by
                outcomes.append(await end_booking(session, **over))
        assert ChangeOutcome.DONE in outcomes


async def set_moving(world: World) -> Moving:
    """Return a pending booking that could move to the next free slot of its recruiter."""
    city = await world.city()
    return await another_moving(world, city, await world.recruiter(city), hours=24)


async def another_moving(world: World, city: int, recruiter: int, *, hours: float) -> Moving:
    """Return another one with the same recruiter, that many hours from NOW on."""
    slot, wanted = await world.slots(recruiter, city, count=2, hours=hours)
    candidate = await world.candidate()
    booking = (await world.reserve(slot, candidate, city)).booking_id
    assert booking is not None
    return Moving(world, city, recruiter, candidate, booking, slot, wanted)
