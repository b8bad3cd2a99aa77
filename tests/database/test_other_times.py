"""Offers of the recruiter, the candidate's picks, and the end of both."""

import asyncio
from datetime import datetime

import pytest

from database.bookings.changes import ChangeOutcome, end_booking
from database.moves.open_wishes import open_move
from database.moves.wish import moves_of_candidate, note_wish
from domain.booking import Actor, BookingStatus
from domain.moves import MoveDenial
from domain.reservation import ReservationOutcome
from tests.database.moving import SHOWN, Moving, another_moving, set_moving
from tests.database.world import HOUR, NOW, World

LATER = NOW + HOUR / 2


@pytest.fixture
async def moving(world: World) -> Moving:
    """A pending booking that could move."""
    return await set_moving(world)


async def test_the_company_asks_as_often_as_it_likes_and_the_last_offer_stands(moving: Moving) -> None:
    first = await moving.offer(moving.wanted)
    assert (first.outcome, first.asked_by, first.offered) == (ChangeOutcome.DONE, Actor.RECRUITER, (moving.wanted,))
    second = await moving.offer(now=LATER, answer_until=NOW + 6 * HOUR)
    assert (second.request_id, second.offered, second.answer_until) == (first.request_id, (), NOW + 6 * HOUR)
    await moving.keep()
    third = await moving.offer(moving.wanted, now=NOW + HOUR)
    assert third.outcome is ChangeOutcome.DONE
    assert third.request_id != first.request_id


async def test_the_same_offer_again_is_answered_as_the_first_time(moving: Moving) -> None:
    await moving.ask()
    first = await moving.offer(moving.wanted)
    assert await moving.offer(moving.wanted) == first


async def test_an_offer_answers_the_wish_of_the_candidate_and_lets_go_of_what_they_wanted(moving: Moving) -> None:
    asked = await moving.ask()
    await moving.want()
    other = await moving.world.slot(moving.recruiter, moving.city, hours=60)
    offered = await moving.offer(other)
    assert (offered.request_id, offered.asked_by) == (asked.request_id, Actor.CANDIDATE)
    assert await moving.shown() == ("pending", "free")
    async with moving.world.sessions() as session:
        move = await open_move(session, moving.booking)
    assert move is not None
    assert (move.offered, move.answer_until, move.waits_for_candidate) == ((other,), NOW + 3 * HOUR, True)


async def test_a_candidate_who_asks_while_an_offer_stands_learns_of_the_offer(moving: Moving) -> None:
    offered = await moving.offer(moving.wanted)
    asked = await moving.ask(now=LATER)
    assert (asked.outcome, asked.request_id, asked.offered) == (
        ChangeOutcome.ALREADY,
        offered.request_id,
        offered.offered,
    )


async def test_another_recruiter_offers_nothing(moving: Moving) -> None:
    stranger = await moving.world.recruiter(moving.city)
    assert (await moving.offer(moving.wanted, asked_by_id=stranger)).outcome is ChangeOutcome.NOT_YOURS
    assert (await moving.offer(asked_by=Actor.ADMIN, asked_by_id=7)).outcome is ChangeOutcome.DONE


async def test_a_wanted_slot_is_held_until_the_recruiter_answers(moving: Moving) -> None:
    await moving.ask()
    assert await moving.want() == NOW + 5 * HOUR
    async with moving.world.sessions() as session:
        move = await open_move(session, moving.booking)
    assert move is not None
    assert (move.wanted_slot_id, move.answer_until) == (moving.wanted, NOW + 5 * HOUR)
    assert not move.waits_for_candidate
    assert await moving.pick_by_another(moving.wanted) is ReservationOutcome.SLOT_TAKEN


async def test_a_slot_that_is_held_already_leaves_the_deadline_where_it_was(moving: Moving) -> None:
    await moving.ask()
    await moving.want()
    await moving.world.run("UPDATE reschedule_requests SET answer_until = :until", until=NOW + 2 * HOUR)
    assert await moving.want(now=LATER) == NOW + 2 * HOUR


async def test_without_an_open_wish_nothing_is_wanted(moving: Moving) -> None:
    assert await moving.want() is MoveDenial.NOTHING_WANTED
    await moving.ask()
    await moving.keep()
    assert await moving.want() is MoveDenial.NOTHING_WANTED
    assert await moving.take() is MoveDenial.NOTHING_WANTED
    assert await moving.shown() == ("pending", "free")


async def test_a_pick_by_somebody_else_or_about_an_earlier_revision_is_denied(moving: Moving) -> None:
    await moving.offer(moving.wanted)
    moving.candidate, own = await moving.world.candidate(), moving.candidate
    assert [await moving.want(), await moving.take()] == [MoveDenial.NOT_YOURS] * 2
    moving.candidate = own
    assert [await moving.want(revision=2), await moving.take(revision=2)] == [MoveDenial.MOVED] * 2
    await moving.end()
    assert [await moving.want(), await moving.take()] == [MoveDenial.ENDED] * 2
    moving.booking = 999_999
    assert [await moving.want(), await moving.take()] == [MoveDenial.UNKNOWN] * 2


async def test_an_offered_slot_is_moved_to_at_once_and_the_repeat_is_answered_the_same(moving: Moving) -> None:
    await moving.offer(moving.wanted)
    assert [await moving.take(), await moving.take()] == [None, None]
    assert await moving.shown() == ("free", "booked")
    assert await moving.world.ask("SELECT settlement FROM reschedule_requests") == "moved"
    assert await moving.take(now=LATER) is MoveDenial.MOVED


async def test_an_offered_slot_that_somebody_took_meanwhile_is_denied_and_nothing_is_held(moving: Moving) -> None:
    await moving.offer(moving.wanted)
    await moving.pick_by_another(moving.wanted)
    assert await moving.take() is MoveDenial.SLOT_TAKEN
    assert await moving.world.ask("SELECT count(*) FROM slot_claims WHERE kind = 'wanted'") == 0


async def test_a_slot_that_was_not_offered_is_not_moved_to(moving: Moving) -> None:
    await moving.offer(await moving.world.slot(moving.recruiter, moving.city, hours=60))
    assert await moving.take() is MoveDenial.NOTHING_WANTED
    assert await moving.shown() == ("pending", "free")


async def test_two_candidates_who_are_offered_one_slot_have_one_winner(moving: Moving) -> None:
    rival = await another_moving(moving.world, moving.city, moving.recruiter, hours=100)
    await asyncio.gather(moving.offer(rival.wanted), rival.offer(rival.wanted))
    answers = await asyncio.gather(moving.take(rival.wanted), rival.take())
    assert sorted(answers, key=str) == [None, MoveDenial.SLOT_TAKEN]


async def test_only_moves_that_the_candidate_asked_for_count(moving: Moving) -> None:
    async def count() -> int:
        async with moving.world.sessions() as session:
            return await moves_of_candidate(session, moving.booking)

    await moving.offer(moving.wanted)
    await moving.take()
    assert await count() == 0
    await moving.ask(revision=2)
    await moving.offer(moving.slot, revision=2)
    assert await count() == 0
    await moving.take(moving.slot, revision=2)
    assert await count() == 1


async def test_words_are_added_to_the_open_wish_of_the_candidate_only(moving: Moving) -> None:
    async def note(words: str) -> bool:
        async with moving.world.sessions.begin() as session:
            return await note_wish(session, booking_id=moving.booking, words=words)

    assert not await note("не к чему")
    await moving.offer()
    assert not await note("чужое")
    await moving.keep()
    await moving.ask()
    assert [await note("ближе к вечеру"), await note("или в среду")] == [True, True]
    wish = "SELECT wish FROM reschedule_requests WHERE asked_by = 'candidate'"
    assert await moving.world.ask(wish) == "ближе к вечеру\nили в среду"


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.REJECTED])
async def test_a_slot_withdrawn_with_its_booking_is_free_at_no_instant(moving: Moving, status: BookingStatus) -> None:
    seen: set[str] = set()

    async def watch() -> None:
        while True:
            seen.add(await moving.world.ask(SHOWN, slot=moving.slot))

    watcher = asyncio.create_task(watch())
    await asyncio.sleep(0)
    over = {"booking_id": moving.booking, "revision": 1, "status": status, "now": NOW, "reason": "болеет"}
    async with moving.world.sessions.begin() as session:
        by = {"actor": Actor.RECRUITER, "actor_id": moving.recruiter}
        assert await end_booking(session, **over, **by, withdraws_slot=True) is ChangeOutcome.DONE  # type: ignore[arg-type]
    watcher.cancel()
    await asyncio.gather(watcher, return_exceptions=True)
    assert await moving.shown() == ("withdrawn", "free")
    assert seen <= {"pending", "withdrawn"}
    assert await moving.world.ask("SELECT reason FROM bookings") == "болеет"
    assert isinstance(await moving.world.ask("SELECT withdrawn_at FROM slots WHERE id = :id", id=moving.slot), datetime)
