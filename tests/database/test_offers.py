"""Those who wait are offered what is free: oldest first, no more of them than slots, each alone for a while."""

import asyncio

import pytest

from database.places.policies import set_city_policy
from database.slots.open_slots import WithdrawOutcome, withdraw_slot
from domain.booking import OfferSettlement
from domain.reservation import ReservationOutcome
from tests.database.waiting import WaitingRoom, set_waiting_room
from tests.database.world import HOUR, NOW, World

MINUTE = HOUR / 60


@pytest.fixture
async def room(world: World) -> WaitingRoom:
    """A city with a recruiter, people to come, and no slots."""
    return await set_waiting_room(world)


async def test_slots_go_to_the_oldest_and_to_no_more_people_than_there_are_slots(room: WaitingRoom) -> None:
    last, first, second = [await room.enter(minutes=minutes) for minutes in (10, 30, 20)]
    sooner, later = await room.world.slots(room.recruiter, room.city, count=2, hours=30)
    assert await room.offered() == {first: sooner, second: later}
    assert await room.offered() == {}
    freed = await room.world.slot(room.recruiter, room.city, hours=50)
    assert await room.offered() == {last: freed}


async def test_an_offer_says_when_the_slot_starts_and_until_when_it_stands(room: WaitingRoom) -> None:
    await room.enter(minutes=2)
    await room.enter(minutes=1)
    await room.world.slot(room.recruiter, room.city, hours=23)
    await room.world.slot(room.recruiter, room.city, hours=25)
    today, tomorrow = await room.offer()
    assert (today.city_id, today.starts_at, today.expires_at) == (room.city, NOW + 23 * HOUR, NOW + 10 * MINUTE)
    assert (tomorrow.starts_at, tomorrow.expires_at) == (NOW + 25 * HOUR, NOW + 30 * MINUTE)


async def test_the_policy_of_the_city_says_how_long_an_offer_lasts(room: WaitingRoom) -> None:
    await room.enter(minutes=1)
    await room.world.slot(room.recruiter, room.city, hours=30)
    async with room.world.sessions.begin() as session:
        await set_city_policy(session, room.city, {"offer_lasts": 300})
    (offer,) = await room.offer()
    assert offer.expires_at == NOW + 5 * MINUTE


async def test_only_what_can_still_be_reserved_when_the_offer_ends_is_offered(room: WaitingRoom) -> None:
    await room.enter(minutes=1)
    await room.world.slot(room.recruiter, room.city, hours=1.1)
    assert await room.offer() == []
    slot = await room.world.slot(room.recruiter, room.city, hours=2)
    assert [offer.slot_id for offer in await room.offer()] == [slot]


async def test_who_waits_for_one_recruiter_is_offered_theirs_only(room: WaitingRoom) -> None:
    other = await room.world.recruiter(room.city)
    picky, easy = await room.enter(minutes=30, recruiter=other), await room.enter(minutes=20)
    slot = await room.world.slot(room.recruiter, room.city)
    assert await room.offered() == {easy: slot}
    theirs = await room.world.slot(other, room.city)
    assert await room.offered() == {picky: theirs}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cities SET active = false",
        "UPDATE recruiters SET active = false",
        "DELETE FROM recruiter_cities",
        "UPDATE slots SET withdrawn_at = now()",
        "UPDATE candidates SET blocked_at = now()",
        "UPDATE waitlist SET left_at = now()",
    ],
)
async def test_nobody_is_offered_what_they_could_not_have(room: WaitingRoom, change: str) -> None:
    await room.enter(minutes=1)
    await room.world.slot(room.recruiter, room.city)
    await room.world.run(change)
    assert await room.offer() == []


async def test_who_has_a_booking_is_offered_nothing(room: WaitingRoom) -> None:
    booked = await room.enter(minutes=30)
    slot = await room.world.slot(room.recruiter, room.city)
    await room.world.reserve(slot, booked, room.city)
    await room.world.slot(room.recruiter, room.city, hours=30)
    assert await room.offer() == []


async def test_an_offered_slot_is_shown_to_nobody_else_and_taken_for_everybody_else(room: WaitingRoom) -> None:
    waiting, passer_by = await room.enter(minutes=1), await room.world.candidate()
    slot = await room.world.slot(room.recruiter, room.city)
    assert await room.sees(passer_by) == {slot}
    await room.offer()
    assert [await room.sees(who) for who in (None, passer_by, waiting)] == [set(), set(), {slot}]
    refused = await room.world.reserve(slot, passer_by, room.city)
    assert (refused.outcome, refused.booking_id) == (ReservationOutcome.SLOT_TAKEN, None)
    assert await room.settlement(waiting) == "open"
    taken = await room.world.reserve(slot, waiting, room.city)
    assert taken.outcome is ReservationOutcome.RESERVED
    assert await room.settlement(waiting) == OfferSettlement.TAKEN


async def test_an_expired_offer_goes_to_the_next_and_not_back_to_the_same(room: WaitingRoom) -> None:
    first, second = await room.enter(minutes=2), await room.enter(minutes=1)
    slot = await room.world.slot(room.recruiter, room.city, hours=30)
    assert await room.offered() == {first: slot}
    assert await room.offered(now=NOW + 29 * MINUTE) == {}
    assert await room.offered(now=NOW + 30 * MINUTE) == {second: slot}
    assert await room.settlement(first) == OfferSettlement.EXPIRED
    assert await room.offered(now=NOW + 60 * MINUTE) == {}
    assert await room.sees(None) == {slot}


async def test_who_joins_anew_may_be_offered_what_they_let_pass(room: WaitingRoom) -> None:
    candidate = await room.enter(minutes=1)
    slot = await room.world.slot(room.recruiter, room.city, hours=30)
    await room.offer()
    await room.leave(candidate)
    assert await room.settlement(candidate) == OfferSettlement.WITHDRAWN
    await room.world.run("UPDATE waitlist SET left_at = NULL, since = :later", later=NOW + MINUTE)
    assert await room.offered(now=NOW + 2 * MINUTE) == {candidate: slot}


async def test_an_expired_offer_that_nobody_settled_stands_in_nobodys_way(room: WaitingRoom) -> None:
    waiting, passer_by = await room.enter(minutes=1), await room.world.candidate()
    slot = await room.world.slot(room.recruiter, room.city, hours=30)
    await room.offer()
    answer = await room.world.reserve(slot, passer_by, room.city, now=NOW + HOUR)
    assert answer.outcome is ReservationOutcome.RESERVED
    assert await room.settlement(waiting) == OfferSettlement.EXPIRED


async def test_settling_an_offer_twice_is_settling_it_once(room: WaitingRoom) -> None:
    candidate = await room.enter(minutes=1)
    slot = await room.world.slot(room.recruiter, room.city)
    assert await room.settle(candidate, slot, OfferSettlement.REFUSED) is False
    await room.offer()
    assert await room.settle(candidate, slot, OfferSettlement.REFUSED) is True
    assert await room.settle(candidate, slot, OfferSettlement.REFUSED) is True
    assert await room.settle(candidate, slot, OfferSettlement.EXPIRED) is False
    assert await room.settlement(candidate) == OfferSettlement.REFUSED


async def test_who_books_another_time_has_no_offer_any_more(room: WaitingRoom) -> None:
    candidate = await room.enter(minutes=1)
    slot = await room.world.slot(room.recruiter, room.city, hours=30)
    await room.offer()
    other = await room.world.slot(room.recruiter, room.city, hours=40)
    await room.world.reserve(other, candidate, room.city)
    assert await room.settlement(candidate) == OfferSettlement.WITHDRAWN
    assert await room.sees(None) == {slot}


async def test_withdrawing_an_offered_slot_ends_its_offer(room: WaitingRoom) -> None:
    candidate = await room.enter(minutes=1)
    slot = await room.world.slot(room.recruiter, room.city)
    await room.offer()
    async with room.world.sessions.begin() as session:
        assert await withdraw_slot(session, slot, now=NOW) is WithdrawOutcome.WITHDRAWN
    assert await room.settlement(candidate) == OfferSettlement.WITHDRAWN


async def test_several_processes_offer_each_slot_once_and_to_the_oldest(room: WaitingRoom) -> None:
    people = [await room.enter(minutes=100 - number) for number in range(12)]
    slots = await room.world.slots(room.recruiter, room.city, count=8, hours=30)
    rounds = await asyncio.gather(*(room.offered() for _ in range(6)))
    given = {candidate: slot for offered in rounds for candidate, slot in offered.items()}
    assert sum(len(offered) for offered in rounds) == 8
    assert given == dict(zip(people, slots, strict=False))


async def test_offers_racing_with_picks_give_no_slot_to_two_people(room: WaitingRoom) -> None:
    for number in range(20):
        await room.enter(minutes=100 - number)
        slots = await room.world.slots(room.recruiter, room.city, count=2, hours=30 + 2 * number)
        pickers = await room.world.candidates(2)
        picks = asyncio.gather(
            *(room.world.reserve(slot, who, room.city) for slot, who in zip(slots, pickers, strict=True))
        )
        offered, answers = await asyncio.gather(room.offered(now=NOW + number * HOUR), picks)
        booked = {answer.slot_id for answer in answers if answer.outcome is ReservationOutcome.RESERVED}
        refused = {answer.slot_id for answer in answers if answer.outcome is ReservationOutcome.SLOT_TAKEN}
        assert booked | refused == set(slots)
        assert not booked & set(offered.values())
        await room.world.run("UPDATE waitlist SET left_at = now()")
        await room.world.run(
            "UPDATE slot_offers SET settled_at = now(), settlement = 'refused' WHERE settled_at IS NULL"
        )
        await room.world.run("UPDATE slots SET withdrawn_at = now() WHERE status = 'free'")
