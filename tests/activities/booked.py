"""A booking made through the activities, and the orders about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from activities.approval import ApprovalDeeds
from activities.reservation import ReservationDeeds
from domain.booking import Actor
from domain.ids import BookingId, CandidateId, CityId, RecruiterId, SlotId
from tests.database.world import NOW, World
from workflows.deeds import ApproveBooking, BookingDeed, ReserveSlot
from workflows.findings import SlotReserved
from workflows.journeys import Journeys


@dataclass
class Booked:
    """Who and what the booking is about; `starts_at` is a day after NOW unless said otherwise."""

    world: World
    city_id: CityId
    recruiter_id: RecruiterId
    candidate_id: CandidateId
    slot_id: SlotId
    reserved: SlotReserved

    @property
    def booking_id(self) -> BookingId:
        return self.reserved.booking_id

    def by_recruiter(self, deed: type[BookingDeed], *, now: datetime = NOW, **details: Any) -> Any:
        who = {"by": Actor.RECRUITER, "by_id": self.recruiter_id}
        return self.order(deed, now=now, **(who | details))

    def by_candidate(self, deed: type[BookingDeed], *, now: datetime = NOW, **details: Any) -> Any:
        who = {"by": Actor.CANDIDATE, "by_id": self.candidate_id}
        return self.order(deed, now=now, **(who | details))

    def order(self, deed: type[BookingDeed], *, now: datetime, **details: Any) -> Any:
        about = {"candidate_id": self.candidate_id, "booking_id": self.booking_id, "revision": 1}
        return deed(now=now, **(about | details))

    async def approve(self) -> None:
        await deciding(self.world).approve_booking(self.by_recruiter(ApproveBooking))


class RankedJourneys(Journeys):
    """Journeys that only note which of them sleep."""

    def __init__(self) -> None:
        self.asleep: dict[CandidateId, bool] = {}

    async def rank(self, candidate_id: CandidateId, *, asleep: bool) -> None:
        self.asleep[candidate_id] = asleep


def deciding(world: World, journeys: Journeys | None = None) -> ApprovalDeeds:
    """Return the deeds of those who decide about a booking."""
    return ApprovalDeeds(world.sessions, journeys or RankedJourneys())


def pick(candidate_id: int, slot_id: int, city_id: int, **details: Any) -> ReserveSlot:
    return ReserveSlot(
        candidate_id=CandidateId(candidate_id),
        slot_id=SlotId(slot_id),
        expected_city_id=CityId(city_id),
        **({"now": NOW, "expected_recruiter_id": None, "booking_key": f"{candidate_id}-{slot_id}"} | details),
    )


async def booked(world: World, *, approved: bool = False, person: int | None = None, **recruiter: Any) -> Booked:
    """Return a pending (or approved) booking of a slot that starts a day after NOW; `person` is the Telegram user."""
    city = await world.city(zone="Asia/Yekaterinburg")
    recruiter_id = await world.recruiter(city, **recruiter)
    candidate = await world.candidate(**({} if person is None else {"telegram_id": person, "chat_id": person}))
    slot = await world.slot(recruiter_id, city)
    reserved = await ReservationDeeds(world.sessions).reserve_slot(pick(candidate, slot, city))
    assert isinstance(reserved, SlotReserved)
    scene = Booked(world, CityId(city), RecruiterId(recruiter_id), CandidateId(candidate), SlotId(slot), reserved)
    if approved:
        await scene.approve()
    return scene
