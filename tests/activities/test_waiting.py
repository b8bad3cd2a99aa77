"""Free slots come to those who wait: oldest first, no more than there are, each told once, none forgotten."""

import asyncio
from datetime import timedelta

import pytest

from activities.reservation import ReservationDeeds
from database.waiting import told_offers
from domain.booking import OfferSettlement
from tests.activities.booked import pick
from tests.activities.queue_of_candidates import queue_of
from tests.database.world import HOUR, NOW, World
from workflows.deeds import LeaveWaitlist, SettleOffer
from workflows.findings import SlotReserved

MINUTE = timedelta(minutes=1)
HALF_AN_HOUR = timedelta(minutes=30)


async def test_the_oldest_are_told_first_and_no_more_than_there_are_slots(world: World) -> None:
    queue = await queue_of(world, 5)
    first, second = await queue.slots(2)
    assert await queue.sweep() == 2
    assert queue.journeys.offered() == {queue.people[0]: first, queue.people[1]: second}
    assert [candidate for candidate, _ in queue.journeys.told] == queue.people[:2]
    news = queue.journeys.told[0][1]
    assert (news.recruiter_id, news.starts_at, news.lasts) == (queue.recruiter, NOW + 48 * HOUR, HALF_AN_HOUR)


async def test_nobody_is_told_twice_of_one_offer(world: World) -> None:
    queue = await queue_of(world, 3)
    await queue.slots(1)
    assert [await queue.sweep(NOW + minute * MINUTE) for minute in range(3)] == [1, 0, 0]
    assert len(queue.journeys.told) == 1


async def test_an_offer_that_a_crash_kept_from_its_journey_is_told_by_the_next_sweep(world: World) -> None:
    queue = await queue_of(world, 2)
    (slot,) = await queue.slots(1)
    queue.journeys.out_of_reach = set(queue.people)
    assert await queue.sweep() == 0
    queue.journeys.out_of_reach.clear()
    assert await queue.sweep(NOW + MINUTE) == 1
    assert queue.journeys.offered() == {queue.people[0]: slot}


async def test_a_journey_that_was_told_just_before_a_crash_is_told_the_same_again(world: World) -> None:
    queue = await queue_of(world, 1)
    await queue.slots(1)
    queue.journeys.crash_after_telling = True
    with pytest.raises(ConnectionError):
        await queue.sweep()
    queue.journeys.crash_after_telling = False
    assert await queue.sweep() == 1
    assert [candidate for candidate, _ in queue.journeys.told] == queue.people * 2
    assert queue.journeys.told[0] == queue.journeys.told[1]


async def test_one_journey_that_cannot_be_reached_does_not_hold_up_the_others(world: World) -> None:
    queue = await queue_of(world, 3)
    await queue.slots(3)
    queue.journeys.out_of_reach = {queue.people[0]}
    assert await queue.sweep() == 2
    assert [candidate for candidate, _ in queue.journeys.told] == queue.people[1:]


async def test_where_there_is_no_journey_any_more_the_slot_goes_to_the_next(world: World) -> None:
    queue = await queue_of(world, 2)
    (slot,) = await queue.slots(1)
    queue.journeys.closed = {queue.people[0]}
    assert [await queue.sweep(), await queue.sweep()] == [0, 1]
    assert queue.journeys.offered() == {queue.people[1]: slot}
    assert await queue.settlements() == [OfferSettlement.WITHDRAWN, None]
    assert await world.ask("SELECT count(*) FROM waitlist WHERE left_at IS NULL") == 1


async def test_an_offer_that_nobody_settled_in_time_goes_to_the_next(world: World) -> None:
    queue = await queue_of(world, 2)
    (slot,) = await queue.slots(1)
    await queue.sweep()
    assert await queue.sweep(NOW + HALF_AN_HOUR + MINUTE) == 1
    assert queue.journeys.offered() == {queue.people[0]: slot, queue.people[1]: slot}
    assert await queue.settlements() == [OfferSettlement.EXPIRED, None]


async def test_an_offer_that_expired_before_it_was_told_is_not_told(world: World) -> None:
    queue = await queue_of(world, 1)
    await queue.slots(1)
    queue.journeys.out_of_reach = set(queue.people)
    await queue.sweep()
    queue.journeys.out_of_reach.clear()
    assert await queue.sweep(NOW + HALF_AN_HOUR) == 0
    assert queue.journeys.told == []


@pytest.mark.parametrize("settlement", [OfferSettlement.REFUSED, OfferSettlement.EXPIRED])
async def test_a_settled_offer_goes_to_the_next_and_stays_settled(world: World, settlement: OfferSettlement) -> None:
    queue = await queue_of(world, 2)
    (slot,) = await queue.slots(1)
    await queue.sweep()
    settle = SettleOffer(candidate_id=queue.people[0], now=NOW + MINUTE, slot_id=slot, settlement=settlement)
    for _ in range(2):
        await queue.deeds.settle_offer(settle)
    assert await queue.sweep(NOW + 2 * MINUTE) == 1
    assert queue.journeys.offered() == {queue.people[0]: slot, queue.people[1]: slot}
    assert await queue.settlements() == [settlement, None]


async def test_who_leaves_the_list_lets_go_of_what_was_held_for_them(world: World) -> None:
    queue = await queue_of(world, 1)
    await queue.slots(1)
    await queue.sweep()
    for _ in range(2):
        await queue.deeds.leave_waitlist(LeaveWaitlist(candidate_id=queue.people[0], now=NOW))
    assert await queue.settlements() == [OfferSettlement.WITHDRAWN]
    assert await queue.sweep(NOW + MINUTE) == 0


async def test_who_joins_twice_keeps_the_place(world: World) -> None:
    queue = await queue_of(world, 2)
    await queue.join(queue.people[0])
    await queue.slots(1)
    await queue.sweep()
    assert list(queue.journeys.offered()) == [queue.people[0]]


async def test_who_books_the_offered_slot_waits_no_more(world: World) -> None:
    queue = await queue_of(world, 1)
    (slot,) = await queue.slots(1)
    await queue.sweep()
    order = pick(queue.people[0], slot, queue.city)
    for _ in range(2):
        assert isinstance(await ReservationDeeds(world.sessions).reserve_slot(order), SlotReserved)
    assert await queue.settlements() == [OfferSettlement.TAKEN]
    assert await world.ask("SELECT count(*) FROM waitlist WHERE left_at IS NULL") == 0


async def test_a_pick_that_is_refused_leaves_the_candidate_on_the_list(world: World) -> None:
    queue = await queue_of(world, 2)
    (slot,) = await queue.slots(1)
    await queue.sweep()
    await ReservationDeeds(world.sessions).reserve_slot(pick(queue.people[1], slot, queue.city))
    assert await queue.settlements() == [None]
    assert await world.ask("SELECT count(*) FROM waitlist WHERE left_at IS NULL") == 2


async def test_a_crowd_is_served_in_several_transactions_of_one_sweep(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.waiting.AT_ONCE", 3)
    queue = await queue_of(world, 10)
    await queue.slots(8)
    assert await queue.sweep() == 8
    assert [candidate for candidate, _ in queue.journeys.told] == queue.people[:8]


async def test_sweeps_at_the_same_time_give_each_slot_to_one(world: World) -> None:
    queue = await queue_of(world, 6)
    await queue.slots(4)
    await asyncio.gather(*(queue.sweep() for _ in range(4)))
    assert sorted(queue.journeys.offered()) == sorted(queue.people[:4])
    async with world.sessions() as session:
        assert await told_offers.untold_offers(session, now=NOW) == []


async def test_who_was_told_of_an_offer_is_told_once_that_its_slot_was_taken_away(world: World) -> None:
    queue = await queue_of(world, 2)
    first, second = await queue.slots(2)
    await queue.sweep()
    await world.run("UPDATE slots SET withdrawn_at = :at WHERE id = :id", at=NOW + MINUTE, id=first)
    for _ in range(3):
        await queue.sweep(NOW + 2 * MINUTE)
    assert queue.journeys.withdrawn == [(queue.people[0], first)]
    assert queue.journeys.offered()[queue.people[1]] == second


async def test_nobody_is_told_of_the_end_of_an_offer_that_they_never_heard_of(world: World) -> None:
    queue = await queue_of(world, 1)
    (slot,) = await queue.slots(1)
    queue.journeys.out_of_reach.add(queue.people[0])
    await queue.sweep()
    queue.journeys.out_of_reach.clear()
    await world.run("UPDATE slots SET withdrawn_at = :at WHERE id = :id", at=NOW + MINUTE, id=slot)
    await queue.sweep(NOW + 2 * MINUTE)
    assert queue.journeys.withdrawn == []
