"""Whoever hands out offers is woken by everything that may give somebody who waits a slot, psql included."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from database.freshness import RECONNECTED, SLOTS, listen
from domain.booking import OfferSettlement
from tests.database.waiting import WaitingRoom, set_waiting_room
from tests.database.world import NOW, World

OPENINGS = {
    "a slot is withdrawn no longer": (
        "UPDATE slots SET withdrawn_at = now()",
        "UPDATE slots SET withdrawn_at = NULL",
    ),
    "a booking ends": (
        None,
        "UPDATE bookings SET status = 'cancelled', ended_at = now()",
    ),
    "a recruiter is switched on": (
        "UPDATE recruiters SET active = false",
        "UPDATE recruiters SET active = true",
    ),
    "a city is switched on": (
        "UPDATE cities SET active = false",
        "UPDATE cities SET active = true",
    ),
    "a recruiter begins to serve the city": (
        "DELETE FROM recruiter_cities",
        "INSERT INTO recruiter_cities SELECT recruiters.id, cities.id FROM recruiters, cities",
    ),
    "a slot is put off": (
        None,
        "UPDATE slots SET ends_at = ends_at + interval '1 day', starts_at = starts_at + interval '1 day' WHERE id = :free",
    ),
}


class Ear:
    """What was heard of slots that may be free."""

    def __init__(self) -> None:
        self._heard: asyncio.Queue[str] = asyncio.Queue()

    def hear(self, payload: str) -> None:
        self._heard.put_nowait(payload)

    async def next(self) -> str:
        return await asyncio.wait_for(self._heard.get(), 5)

    async def all(self, world: World) -> list[str]:
        """Return what was heard up to now; a word of our own tells when that is."""
        await world.run(f"NOTIFY {SLOTS}, 'now'")
        heard = []
        while (word := await self.next()) != "now":
            heard.append(word)
        return heard


@pytest.fixture
async def room(world: World) -> WaitingRoom:
    """A city with a recruiter and no slots."""
    return await set_waiting_room(world)


@pytest.fixture
async def ear(database_url: str) -> AsyncIterator[Ear]:
    """A listener."""
    ear = Ear()
    listening = asyncio.create_task(listen(database_url, SLOTS, ear.hear))
    assert await ear.next() == RECONNECTED
    yield ear
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_a_new_slot_is_heard_with_its_city(room: WaitingRoom, ear: Ear) -> None:
    await room.world.slots(room.recruiter, room.city, count=3)
    assert await ear.all(room.world) == [str(room.city)]


@pytest.mark.parametrize("name", OPENINGS)
async def test_whatever_opens_a_slot_is_heard(room: WaitingRoom, ear: Ear, name: str) -> None:
    before, opening = OPENINGS[name]
    booked, free = await room.world.slots(room.recruiter, room.city, count=2)
    await room.world.reserve(booked, await room.world.candidate(), room.city)
    if before is not None:
        await room.world.run(before)
    await ear.all(room.world)
    await room.world.run(opening, **({"free": free} if ":free" in opening else {}))
    assert await ear.all(room.world) == [str(room.city)]


async def test_what_opens_nothing_is_not_heard(room: WaitingRoom, ear: Ear) -> None:
    taken, free = await room.world.slots(room.recruiter, room.city, count=2)
    await ear.all(room.world)
    await room.world.reserve(taken, await room.world.candidate(), room.city)
    await room.world.run("UPDATE slots SET withdrawn_at = now() WHERE id = :id", id=free)
    await room.world.run("UPDATE slots SET wall_zone = 'UTC'")
    await room.world.run("UPDATE recruiters SET active = false")
    assert await ear.all(room.world) == []


@pytest.mark.parametrize("settlement", sorted(OfferSettlement))
async def test_an_offer_that_ends_without_being_taken_is_heard(
    room: WaitingRoom, ear: Ear, settlement: OfferSettlement
) -> None:
    candidate = await room.enter(minutes=1)
    slot = await room.world.slot(room.recruiter, room.city)
    await room.offer()
    await ear.all(room.world)
    await room.settle(candidate, slot, settlement)
    expected = [] if settlement is OfferSettlement.TAKEN else [str(room.city)]
    assert await ear.all(room.world) == expected


async def test_somebody_who_joins_the_list_is_heard(room: WaitingRoom, ear: Ear) -> None:
    await room.enter(minutes=1)
    assert await ear.all(room.world) == [str(room.city)]


async def test_a_freed_slot_of_a_withdrawn_offer_is_heard_at_once(room: WaitingRoom, ear: Ear) -> None:
    candidate = await room.enter(minutes=1)
    await room.world.slot(room.recruiter, room.city)
    await room.offer(now=NOW)
    await ear.all(room.world)
    await room.leave(candidate)
    assert await ear.all(room.world) == [str(room.city)]
