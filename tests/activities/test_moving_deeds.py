"""Wishes to move, slots that are wanted, and moves, as the journey orders them; each may be ordered twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from domain.booking import Actor, BookingStatus
from domain.moves import MoveDenial
from tests.activities.booked import booked, deciding
from tests.activities.moving import Moving
from tests.database.world import HOUR, NOW, World
from workflows.deeds import EndBooking
from workflows.findings import BookingMoved, MoveDenied, MoveRequestRecorded, Verdict, WantedSlotHeld

MARGIN = timedelta(minutes=30)
CURRENT = "SELECT count(*) FROM slot_claims WHERE kind = 'current'"


@pytest.fixture
async def moving(world: World) -> Moving:
    """An approved booking that could move."""
    scene = await booked(world, approved=True)
    return Moving(scene, await world.slot(scene.recruiter_id, scene.city_id, hours=26))


async def test_a_wish_to_move_has_a_deadline_and_keeps_the_slot(moving: Moving, world: World) -> None:
    recorded = await moving.ask()
    assert recorded == MoveRequestRecorded(
        booking_id=moving.scene.booking_id, by=Actor.CANDIDATE, answer_until=moving.starts_at - MARGIN
    )
    assert await moving.ask() == recorded
    assert await world.ask("SELECT status FROM slots WHERE id = :id", id=moving.scene.slot_id) == "booked"


async def test_a_wish_that_the_database_refuses_has_no_time_left(moving: Moving) -> None:
    await moving.ask()
    await moving.settle(hours=2)
    with capture_logs() as logs:
        assert (await moving.ask(hours=3)).answer_until == NOW + 3 * HOUR
    assert [line["outcome"] for line in logs] == ["already"]


async def test_an_offer_gives_the_candidate_a_deadline_of_their_own(moving: Moving, world: World) -> None:
    await world.run("UPDATE cities SET policy = jsonb_build_object('approval_deadline', 4 * 3600)")
    assert (await moving.ask()).answer_until == NOW + 5 * HOUR
    offered = await moving.offer(moving.other)
    assert (offered.by, offered.offered, offered.answer_until) == (Actor.RECRUITER, (moving.other,), NOW + 6 * HOUR)
    assert await moving.offer(moving.other) == offered


async def test_a_candidate_who_asks_after_an_offer_is_answered_with_the_offer(moving: Moving) -> None:
    offered = await moving.offer(moving.other)
    assert await moving.ask(hours=3) == offered


async def test_a_pick_is_held_until_the_recruiter_answers_and_then_moved_to(moving: Moving, world: World) -> None:
    await moving.ask()
    held = await moving.pick()
    assert held == WantedSlotHeld(
        booking_id=moving.scene.booking_id, slot_id=moving.other, answer_until=moving.starts_at - MARGIN
    )
    assert await moving.pick() == held
    moved = await moving.approve()
    assert isinstance(moved, BookingMoved)
    assert (moved.revision, moved.slot_id, moved.by) == (2, moving.other, Actor.RECRUITER)
    assert moved.alarms.remind_at == NOW + 24 * HOUR - timedelta(seconds=moving.scene.candidate_id % 60)
    assert await moving.approve() == moved
    assert await world.ask("SELECT settlement FROM reschedule_requests") == "moved"


async def test_a_pick_that_starts_before_the_booking_is_answered_before_it_starts(moving: Moving, world: World) -> None:
    early = await world.slot(moving.scene.recruiter_id, moving.scene.city_id, hours=9)
    await moving.ask()
    held = await moving.pick(early)
    assert isinstance(held, WantedSlotHeld)
    assert held.answer_until == NOW + 9 * HOUR - MARGIN


async def test_an_offered_pick_moves_at_once_and_the_repeat_is_answered_the_same(moving: Moving) -> None:
    await moving.offer(moving.other)
    moved = await moving.pick(agreed=True)
    assert isinstance(moved, BookingMoved)
    assert (moved.revision, moved.by) == (2, Actor.CANDIDATE)
    assert await moving.pick(agreed=True) == moved


async def test_each_denial_has_its_reason(moving: Moving, world: World) -> None:
    scene = moving.scene
    other_city = await world.city()
    await world.serve(scene.recruiter_id, other_city)
    taken = await world.slot(scene.recruiter_id, scene.city_id, hours=30)
    await world.reserve(taken, await world.candidate(), scene.city_id)
    theirs = await world.slot(await world.recruiter(scene.city_id), scene.city_id, hours=31)
    await moving.ask()
    denials = {
        MoveDenial.OWN_SLOT: scene.slot_id,
        MoveDenial.SLOT_TAKEN: taken,
        MoveDenial.SLOT_GONE: 999_999,
        MoveDenial.WRONG_RECRUITER: theirs,
        MoveDenial.WRONG_CITY: await world.slot(scene.recruiter_id, other_city, hours=32),
        MoveDenial.SLOT_EXPIRED: await world.slot(scene.recruiter_id, scene.city_id, hours=3.5),
    }
    for denial, slot in denials.items():
        denied = MoveDenied(booking_id=scene.booking_id, denial=denial, by=Actor.CANDIDATE)
        assert await moving.pick(slot) == denied
    assert await world.ask("SELECT count(*) FROM slot_claims WHERE kind = 'wanted'") == 0


async def test_a_move_to_another_slot_than_the_wanted_one_is_denied(moving: Moving, world: World) -> None:
    third = await world.slot(moving.scene.recruiter_id, moving.scene.city_id, hours=40)
    await moving.ask()
    await moving.pick()
    denied = await moving.approve(third)
    assert (denied.by, isinstance(denied, MoveDenied) and denied.denial) == (Actor.RECRUITER, MoveDenial.NOTHING_WANTED)
    await moving.pick(third, hours=3.5)
    assert isinstance(await moving.approve(), MoveDenied)
    assert isinstance(await moving.approve(third), BookingMoved)


async def test_a_move_by_another_recruiter_is_denied_and_logged(moving: Moving, world: World) -> None:
    await moving.ask()
    await moving.pick()
    with capture_logs() as logs:
        denied = await moving.approve(by_id=await world.recruiter(moving.scene.city_id))
    assert isinstance(denied, MoveDenied)
    assert denied.denial is MoveDenial.NOT_YOURS
    assert [line["outcome"] for line in logs] == ["not_yours"]
    assert isinstance(await moving.approve(by=Actor.ADMIN, by_id=1), BookingMoved)


async def test_two_candidates_who_want_one_slot_have_one_winner(moving: Moving, world: World) -> None:
    scene, rival = moving.scene, await world.candidate()
    theirs = await world.slot(scene.recruiter_id, scene.city_id, hours=28)
    booking = (await world.reserve(theirs, rival, scene.city_id)).booking_id
    as_rival: dict[str, Any] = {"candidate_id": rival, "booking_id": booking, "by_id": rival}
    await asyncio.gather(moving.ask(), moving.ask(**as_rival))
    answers = await asyncio.gather(moving.pick(), moving.pick(**as_rival))
    assert {type(answer) for answer in answers} == {WantedSlotHeld, MoveDenied}


async def test_a_move_racing_with_a_cancellation_leaves_no_slot_behind(moving: Moving, world: World) -> None:
    await moving.ask()
    await moving.pick()
    over = moving.scene.by_candidate(EndBooking, now=NOW + 5 * HOUR, status=BookingStatus.CANCELLED)
    ends = deciding(world)
    moved, ended = await asyncio.gather(moving.approve(), ends.end_booking(over))
    if ended.verdict is Verdict.MOVED:
        assert isinstance(moved, BookingMoved)
        assert await world.ask(CURRENT) == 1
        assert (await ends.end_booking(replace(over, revision=2))).verdict is Verdict.DONE
    else:
        assert isinstance(moved, MoveDenied)
        assert moved.denial is MoveDenial.ENDED
    assert await world.ask("SELECT count(*) FROM slot_claims") == 0


async def test_after_as_many_moves_as_the_policy_allows_a_human_decides(moving: Moving, world: World) -> None:
    await world.run("UPDATE cities SET policy = jsonb_build_object('moves_by_candidate', 1)")
    assert not (await moving.ask()).by_hand
    await moving.pick()
    await moving.approve()
    assert (await moving.ask(hours=5, revision=2)).by_hand
    assert not (await moving.offer(moving.scene.slot_id, hours=6, revision=2)).by_hand


@pytest.mark.parametrize(("approved", "moves"), [(False, True), (True, False)])
async def test_a_request_that_waits_for_its_answer_again_has_its_new_deadline_in_the_queue(
    world: World, *, approved: bool, moves: bool
) -> None:
    scene = await booked(world, approved=approved)
    moving = Moving(scene, await world.slot(scene.recruiter_id, scene.city_id, hours=26))
    before = await world.ask("SELECT answer_until FROM bookings")
    later = moving.starts_at - timedelta(minutes=10)
    await moving.ask()
    await moving.settle(answer_until=later)
    assert await world.ask("SELECT answer_until FROM bookings") == (later if moves else before)
