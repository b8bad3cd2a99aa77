"""A candidate about to pick a slot, and everything that can be in the way."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from database.slots.open_slots import WithdrawOutcome, withdraw_slot
from domain.reservation import ReservationOutcome
from tests.database.world import HOUR, NOW, World


@dataclass
class Scene:
    """A candidate about to pick a slot that is free, and what they believe of it."""

    world: World
    city: int
    recruiter: int
    slot: int
    candidate: int
    expected_recruiter: int | None = None
    expected_city: int = 0

    async def pick(self, key: str = "the pick") -> ReservationOutcome:
        answer = await self.world.reserve(
            self.slot,
            self.candidate,
            self.expected_city or self.city,
            expected_recruiter_id=self.expected_recruiter,
            booking_key=key,
        )
        return answer.outcome

    async def count(self, what: str) -> int:
        return int(await self.world.ask(f"SELECT count(*) FROM {what}"))


async def set_scene(world: World) -> Scene:
    """Return a pick that would succeed."""
    city = await world.city()
    recruiter = await world.recruiter(city)
    slot = await world.slot(recruiter, city)
    return Scene(world, city, recruiter, slot, await world.candidate(), expected_recruiter=recruiter)


async def have_another_booking(scene: Scene) -> None:
    other = await scene.world.slot(scene.recruiter, scene.city, hours=48)
    await scene.world.reserve(other, scene.candidate, scene.city)


async def switch_the_city_off(scene: Scene) -> None:
    await scene.world.run("UPDATE cities SET active = false WHERE id = :id", id=scene.city)


async def switch_the_recruiter_off(scene: Scene) -> None:
    await scene.world.run("UPDATE recruiters SET active = false WHERE id = :id", id=scene.recruiter)


async def let_the_start_come_near(scene: Scene) -> None:
    await scene.world.run(
        "UPDATE slots SET starts_at = :start, ends_at = :end WHERE id = :id",
        start=NOW + HOUR / 2,
        end=NOW + HOUR,
        id=scene.slot,
    )


async def believe_in_another_city(scene: Scene) -> None:
    scene.expected_city = await scene.world.city()


async def stop_serving_the_city(scene: Scene) -> None:
    await scene.world.run("DELETE FROM recruiter_cities WHERE recruiter_id = :id", id=scene.recruiter)


async def believe_in_another_recruiter(scene: Scene) -> None:
    scene.expected_recruiter = await scene.world.recruiter(scene.city)


async def let_somebody_else_take_it(scene: Scene) -> None:
    answer = await scene.world.reserve(scene.slot, await scene.world.candidate(), scene.city)
    assert answer.outcome is ReservationOutcome.RESERVED


async def let_somebody_else_want_it(scene: Scene) -> None:
    booking, _ = await scene.world.booked()
    await scene.world.run(
        "INSERT INTO slot_claims (slot_id, booking_id, kind) VALUES (:slot, :booking, 'wanted')",
        slot=scene.slot,
        booking=booking.booking_id,
    )


async def take_it_before(scene: Scene) -> None:
    assert await scene.pick("an earlier pick") is ReservationOutcome.RESERVED


async def withdraw_it(scene: Scene) -> None:
    async with scene.world.sessions.begin() as session:
        assert await withdraw_slot(session, scene.slot, now=NOW) is WithdrawOutcome.WITHDRAWN


async def name_a_slot_that_never_was(scene: Scene) -> None:
    scene.slot = 999_999


Trouble = Callable[[Scene], Awaitable[None]]

# From the last to be looked at to the first.
TROUBLES: tuple[tuple[Trouble, ReservationOutcome], ...] = (
    (have_another_booking, ReservationOutcome.DUPLICATE_CANDIDATE),
    (switch_the_city_off, ReservationOutcome.CITY_INACTIVE),
    (switch_the_recruiter_off, ReservationOutcome.RECRUITER_INACTIVE),
    (let_the_start_come_near, ReservationOutcome.SLOT_EXPIRED),
    (believe_in_another_city, ReservationOutcome.WRONG_CITY),
    (believe_in_another_recruiter, ReservationOutcome.WRONG_RECRUITER),
)
LONE_TROUBLES: tuple[tuple[Trouble, ReservationOutcome], ...] = (
    *TROUBLES,
    (stop_serving_the_city, ReservationOutcome.WRONG_CITY),
    (let_somebody_else_take_it, ReservationOutcome.SLOT_TAKEN),
    (let_somebody_else_want_it, ReservationOutcome.SLOT_TAKEN),
    (take_it_before, ReservationOutcome.ALREADY_RESERVED),
    (withdraw_it, ReservationOutcome.SLOT_GONE),
    (name_a_slot_that_never_was, ReservationOutcome.SLOT_GONE),
)
