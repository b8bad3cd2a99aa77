"""A booking that could move, and what people do to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from database.bookings.changes import ChangeOutcome, approve_booking, end_booking
from database.bookings.held import Order
from database.moves.other_times import take_other_time, want_other_time
from database.moves.wanted_slots import claim_wanted, swap_to_wanted
from database.moves.wish import MoveRequest, request_move, settle_move
from domain.booking import Actor, BookingStatus
from domain.moves import ClaimOutcome, MoveDenial, SwapOutcome
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

    async def swap(self, slot: int | None = None, *, revision: int = 1, **other: Any) -> SwapOutcome:
        by: dict[str, Any] = {"now": NOW, "actor": Actor.RECRUITER, "actor_id": self.recruiter} | other
        async with self.world.sessions.begin() as session:
            about: dict[str, Any] = {"booking_id": self.booking, "slot_id": slot or self.wanted}
            return await swap_to_wanted(session, revision=revision, **about, **by)

    async def shown(self) -> tuple[str, str]:
        return await self.world.ask(SHOWN, slot=self.slot), await self.world.ask(SHOWN, slot=self.wanted)

    async def pick_by_another(self, slot: int) -> ReservationOutcome:
        return (await self.world.reserve(slot, await self.world.candidate(), self.city)).outcome

    async def ask(self, **other: Any) -> MoveRequest:
        """Ask as the candidate unless said otherwise."""
        asked: dict[str, Any] = {"booking_id": self.booking, "revision": 1, "candidate_id": self.candidate}
        asked |= {"now": NOW, "answer_until": NOW + HOUR}
        async with self.world.sessions.begin() as session:
            return await request_move(session, **(asked | other))

    async def offer(self, *slots: int, **other: Any) -> MoveRequest:
        """Offer as the recruiter, five minutes later."""
        by = {"asked_by": Actor.RECRUITER, "asked_by_id": self.recruiter, "now": NOW + HOUR / 12}
        return await self.ask(**(by | {"offered": slots, "answer_until": NOW + 3 * HOUR} | other))

    def order(self, *, by: Actor = Actor.CANDIDATE, revision: int = 1, now: datetime = NOW + HOUR / 6) -> Order:
        who = {Actor.CANDIDATE: self.candidate, Actor.RECRUITER: self.recruiter}
        return Order(revision=revision, now=now, actor=by, actor_id=who.get(by, 0))

    async def want(self, slot: int | None = None, **order: Any) -> datetime | MoveDenial:
        """Pick a slot for which the recruiter has to say yes."""
        wish: dict[str, Any] = {"booking_id": self.booking, "slot_id": slot or self.wanted, "minimum_notice": HOUR}
        async with self.world.sessions.begin() as session:
            return await want_other_time(session, **wish, order=self.order(**order), answer_until=NOW + 5 * HOUR)

    async def take(self, slot: int | None = None, **order: Any) -> MoveDenial | None:
        """Pick a slot that the recruiter offered."""
        wish: dict[str, Any] = {"booking_id": self.booking, "slot_id": slot or self.wanted, "minimum_notice": HOUR}
        async with self.world.sessions.begin() as session:
            return await take_other_time(session, **wish, order=self.order(**order))

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
