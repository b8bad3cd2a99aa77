"""A city with a recruiter and people who wait there, and what is done for them."""

from dataclasses import dataclass
from datetime import datetime

from database.people.recruiters import recruiters_with_free_slots
from database.slots.open_slots import free_slots
from database.waiting.offers import SlotOffer, offer_to_waiting, settle_offer
from database.waiting.waitlist import join_waitlist, leave_waitlist
from domain.booking import OfferSettlement
from tests.database.world import HOUR, NOW, World


@dataclass
class WaitingRoom:
    """A city in which nothing is free yet."""

    world: World
    city: int
    recruiter: int

    async def enter(self, *, minutes: int, recruiter: int | None = None) -> int:
        """Let a new candidate wait since that many minutes before NOW."""
        candidate = await self.world.candidate()
        since = NOW - minutes * HOUR / 60
        async with self.world.sessions.begin() as session:
            await join_waitlist(session, candidate_id=candidate, city_id=self.city, recruiter_id=recruiter, now=since)
        return candidate

    async def leave(self, candidate: int) -> None:
        async with self.world.sessions.begin() as session:
            await leave_waitlist(session, candidate, now=NOW)

    async def offer(self, *, now: datetime = NOW) -> list[SlotOffer]:
        async with self.world.sessions.begin() as session:
            return await offer_to_waiting(session, now=now)

    async def offered(self, *, now: datetime = NOW) -> dict[int, int]:
        """Offer, and return to whom which slot went."""
        return {offer.candidate_id: offer.slot_id for offer in await self.offer(now=now)}

    async def settle(self, candidate: int, slot: int, settlement: OfferSettlement) -> bool:
        async with self.world.sessions.begin() as session:
            return await settle_offer(session, candidate_id=candidate, slot_id=slot, settlement=settlement, now=NOW)

    async def settlement(self, candidate: int) -> str:
        """Return how the last offer to the candidate ended."""
        query = "SELECT coalesce(settlement, 'open') FROM slot_offers WHERE candidate_id = :id ORDER BY id DESC"
        return str(await self.world.ask(query, id=candidate))

    async def sees(self, candidate: int | None) -> set[int]:
        """Return the slots that a candidate is shown; both lists agree on how many."""
        async with self.world.sessions() as session:
            slots = await free_slots(
                session, city_id=self.city, recruiter_id=None, earliest=NOW, candidate_id=candidate
            )
            recruiters = await recruiters_with_free_slots(session, self.city, NOW, candidate)
        assert sum(recruiter.slots for recruiter in recruiters) == len(slots)
        return {slot.slot_id for slot in slots}


async def set_waiting_room(world: World) -> WaitingRoom:
    """Return a city with a recruiter and no slots."""
    city = await world.city()
    return WaitingRoom(world, city, await world.recruiter(city))
