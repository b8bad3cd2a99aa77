"""Wishes to move, settled by an admin for a recruiter without Telegram."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from domain.booking import Actor
from domain.ids import BookingId, SlotId
from domain.stages import Stage
from tests.api.office import Office
from tests.api.pending import Pending
from tests.database.world import LENGTH, World
from workflows.messages import AboutBooking
from workflows.move_messages import MoveRequested, WantedSlotPicked

MOVES = "/api/v1/bookings/moves"


def answer(pending: Pending, word: str) -> str:
    return f"/api/v1/bookings/{pending.public_id}/{word}"


async def agreed(office: Office, pending: Pending, world: World) -> tuple[SlotId, str]:
    """Let the interview be agreed, and return another free slot of the recruiter: its id and its public id."""
    await office.http.post(answer(pending, "approve"), headers=office.admin)
    recruiter, city = await world.ask("SELECT recruiter_id FROM slots"), await world.ask("SELECT city_id FROM slots")
    starts_at = await world.ask("SELECT starts_at FROM slots") + timedelta(days=1)
    other = SlotId(await world.slot(recruiter, city, starts_at=starts_at, ends_at=starts_at + LENGTH))
    return other, str(await world.ask("SELECT public_id FROM slots WHERE id = :id", id=other))


async def press(pending: Pending, world: World, update_id: int, kind: type[AboutBooking], **details: object) -> None:
    booking = BookingId(await world.ask("SELECT id FROM bookings"))
    about: dict[str, object] = {"booking_id": booking, "revision": 1, "by": Actor.CANDIDATE}
    news = kind(update_id=update_id, **about, by_id=int(pending.candidate_id), **details)  # type: ignore[arg-type]
    assert await pending.journeys.tell(pending.candidate_id, news)


async def test_a_wanted_time_is_listed_and_agreed_to(office: Office, pending: Pending, world: World) -> None:
    other, _ = await agreed(office, pending, world)
    early = await office.http.post(answer(pending, "move"), headers=office.admin)
    assert (early.status_code, early.json()["type"]) == (409, "urn:otklik:problem:nothing_wanted")
    await press(pending, world, 900, MoveRequested)
    await press(pending, world, 901, WantedSlotPicked, slot_id=other)
    await pending.until(Stage.RESCHEDULE_REQUESTED)
    async with asyncio.timeout(10):
        while (wish := await listed(office))["wanted"] is None:
            await asyncio.sleep(0.05)
    starts_at = await world.ask("SELECT starts_at FROM slots WHERE id = :id", id=other)
    assert datetime.fromisoformat(wish["wanted"]["utc"]) == starts_at
    assert (wish["asked_by"], wish["waits_for_candidate"]) == ("candidate", False)

    moved = await office.http.post(answer(pending, "move"), headers=office.admin)
    assert (moved.status_code, moved.json()) == (200, {"stage": "scheduled"})
    assert await world.ask("SELECT slot_id FROM bookings WHERE revision = 2") == other
    assert (await office.http.get(MOVES, headers=office.viewer)).json()["items"] == []


async def test_offered_times_wait_for_the_candidate_who_may_take_one(
    office: Office, pending: Pending, world: World
) -> None:
    other, public_id = await agreed(office, pending, world)
    offered = await office.http.post(answer(pending, "offer-times"), headers=office.admin, json={"slots": [public_id]})
    assert (offered.status_code, offered.json()) == (200, {"stage": "reschedule_requested"})
    assert (await listed(office))["waits_for_candidate"]
    await press(pending, world, 900, WantedSlotPicked, slot_id=other)
    await pending.until(Stage.SCHEDULED)
    assert await world.ask("SELECT slot_id FROM bookings WHERE revision = 2") == other


async def test_a_move_that_is_refused_leaves_the_time_and_cannot_be_refused_twice(
    office: Office, pending: Pending, world: World
) -> None:
    await agreed(office, pending, world)
    await press(pending, world, 900, MoveRequested)
    await pending.until(Stage.RESCHEDULE_REQUESTED)
    kept = await office.http.post(answer(pending, "keep-time"), headers=office.admin)
    assert (kept.status_code, kept.json()) == (200, {"stage": "scheduled"})
    again = await office.http.post(answer(pending, "keep-time"), headers=office.admin)
    assert (again.status_code, again.json()["type"]) == (409, "urn:otklik:problem:refused")


async def test_slots_of_another_recruiter_cannot_be_offered(office: Office, pending: Pending, world: World) -> None:
    strange = await world.slot(await world.recruiter(await world.ask("SELECT id FROM cities")), 1)
    public_id = str(await world.ask("SELECT public_id FROM slots WHERE id = :id", id=strange))
    refused = await office.http.post(answer(pending, "offer-times"), headers=office.admin, json={"slots": [public_id]})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:otklik:problem:slots_of_another")
    assert public_id in refused.json()["detail"]


async def listed(office: Office) -> dict[str, Any]:
    (wish,) = (await office.http.get(MOVES, headers=office.viewer)).json()["items"]
    return dict(wish)
