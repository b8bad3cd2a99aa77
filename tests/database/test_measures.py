from datetime import timedelta

from database.inbox import IncomingUpdate, store_updates
from database.measures import Measures, Queue, take_measures
from domain.stages import Stage
from tests.database.moving import set_moving
from tests.database.world import HOUR, NOW, World

MINUTE = timedelta(minutes=1)


async def measured(world: World, after: timedelta = timedelta()) -> Measures:
    async with world.sessions() as session:
        return await take_measures(session, now=NOW + after)


async def test_an_empty_house_has_nobody_waiting(world: World) -> None:
    measures = await measured(world)
    assert set(measures.journeys) == set(Stage)
    assert not any(measures.journeys.values())
    nobody = Queue(waiting=0, oldest=None)
    assert (measures.webhooks, measures.announcements, measures.erasures) == (nobody, nobody, nobody)
    assert (measures.approvals.waiting, measures.approvals.oldest, measures.approvals.past_half) == (0, None, 0)
    assert (measures.inbox.waiting, measures.inbox.parked, measures.failing_endpoints) == (0, 0, 0)


async def test_candidates_are_counted_by_stage_without_the_erased(world: World) -> None:
    await world.candidate(stage=Stage.CHOOSING_SLOT)
    await world.candidate(stage=Stage.CHOOSING_SLOT)
    await world.candidate(erased_at=NOW - HOUR)
    measures = await measured(world)
    assert (measures.journeys[Stage.CHOOSING_SLOT], measures.journeys[Stage.SCREENING]) == (2, 0)
    assert measures.erasures == Queue(waiting=1, oldest=NOW - HOUR)


async def test_a_request_is_past_half_when_more_than_half_of_its_time_is_over(world: World) -> None:
    booking, _ = await world.booked()
    await world.run(
        "UPDATE bookings SET answer_until = requested_at + interval '4 hours' WHERE id = :id", id=booking.booking_id
    )
    early, late = await measured(world, 2 * HOUR), await measured(world, 2 * HOUR + MINUTE)
    assert (early.approvals.waiting, early.approvals.oldest, early.approvals.past_half) == (1, NOW, 0)
    assert late.approvals.past_half == 1


async def test_updates_wait_until_they_are_handled_and_parked_ones_are_told_apart(world: World) -> None:
    async with world.sessions.begin() as session:
        both = [IncomingUpdate(update_id=number, person_key=number, payload={}) for number in (1, 2)]
        await store_updates(session, 42, both)
    await world.run("UPDATE telegram_updates SET status = 'parked' WHERE update_id = 2")
    inbox = (await measured(world)).inbox
    assert (inbox.waiting, inbox.parked) == (1, 1)
    assert inbox.oldest is not None


async def test_a_move_waits_for_the_company_until_it_has_offered_and_again_when_one_is_picked(world: World) -> None:
    moving = await set_moving(world)
    await moving.ask()
    assert (await measured(world)).moves.waiting == 1
    await moving.offer(moving.wanted)
    assert (await measured(world)).moves.waiting == 0
    await moving.want()
    assert (await measured(world)).moves.waiting == 1
