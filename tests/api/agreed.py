"""Bookings as they come about: requested at some time, and agreed to at some time, in a city of some zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from database.bookings.changes import approve_booking
from domain.booking import Actor
from domain.ids import BookingId
from tests.database.world import LENGTH, NOW, World

DAY = timedelta(days=1)


async def without_spread(world: World) -> None:
    """Give candidates ids by which no reminder is brought forward."""
    await world.run("ALTER TABLE candidates ALTER COLUMN id SET INCREMENT BY 60 RESTART WITH 60")


@dataclass(frozen=True)
class Town:
    """A city with as many recruiters as it needs."""

    world: World
    city_id: int
    public_id: str

    @classmethod
    async def at(cls, world: World, name: str, zone: str) -> "Town":
        city_id = await world.city(name=name, zone=zone)
        return cls(world, city_id, str(await world.ask("SELECT public_id FROM cities WHERE id = :id", id=city_id)))

    async def pending(self, starts_at: datetime, *, requested_at: datetime = NOW - DAY) -> BookingId:
        recruiter = await self.world.recruiter(self.city_id)
        slot = await self.world.slot(recruiter, self.city_id, starts_at=starts_at, ends_at=starts_at + LENGTH)
        candidate = await self.world.candidate()
        reserved = await self.world.reserve(slot, candidate, self.city_id, now=requested_at)
        assert reserved.booking_id is not None
        return reserved.booking_id

    async def agreed(self, starts_at: datetime, *, agreed_at: datetime = NOW - DAY) -> BookingId:
        booking_id = await self.pending(starts_at, requested_at=min(agreed_at, NOW - DAY))
        async with self.world.sessions.begin() as session:
            await approve_booking(
                session, booking_id=booking_id, revision=1, now=agreed_at, actor=Actor.ADMIN, actor_id=1
            )
        return booking_id

    async def reminded(self, starts_at: datetime) -> None:
        booking_id = await self.agreed(starts_at)
        await self.world.run(
            "INSERT INTO sent_messages (candidate_id, kind, booking_id, revision, chat_id)"
            " SELECT candidate_id, 'remind_candidate', id, revision, 1 FROM bookings WHERE id = :id",
            id=booking_id,
        )

    async def moving(self, starts_at: datetime) -> None:
        booking_id = await self.pending(starts_at)
        await self.world.run(
            "INSERT INTO reschedule_requests (booking_id, revision, candidate_id, requested_at, answer_until)"
            " SELECT id, 1, candidate_id, requested_at, requested_at FROM bookings WHERE id = :id",
            id=booking_id,
        )
