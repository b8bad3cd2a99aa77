"""What can become of a booking: approve, confirm, end, say how it went; each press has one defined answer."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from database.bookings.changes import (
    ApprovalOutcome,
    ChangeOutcome,
    approve_booking,
    confirm_attendance,
    end_booking,
    record_outcome,
    set_answer_until,
)
from domain.booking import Actor, BookingStatus, active_statuses, closed_statuses
from tests.database.world import HOUR, NOW, World


class Played:
    """A pending booking, and orders about it in transactions of their own; the system gives them unless said."""

    def __init__(self, world: World, booking_id: int) -> None:
        self.world = world
        self.id = booking_id

    async def approve(self, **order: Any) -> ApprovalOutcome:
        async with self.world.sessions.begin() as session:
            return await approve_booking(session, **self._order(order))

    async def confirm(self, **order: Any) -> ChangeOutcome:
        async with self.world.sessions.begin() as session:
            return await confirm_attendance(session, **self._order(order))

    async def end(self, status: BookingStatus, **order: Any) -> ChangeOutcome:
        async with self.world.sessions.begin() as session:
            return await end_booking(session, status=status, **self._order(order))

    async def say_how_it_went(self, status: BookingStatus, **order: Any) -> ChangeOutcome:
        async with self.world.sessions.begin() as session:
            return await record_outcome(session, status=status, **self._order({"now": NOW + 25 * HOUR} | order))

    async def status(self) -> str:
        return str(await self.world.ask("SELECT status FROM bookings WHERE id = :id", id=self.id))

    def _order(self, order: dict[str, Any]) -> dict[str, Any]:
        return {"booking_id": self.id, "revision": 1, "now": NOW, "actor": Actor.SYSTEM, "actor_id": 0} | order


@pytest.fixture
async def played(world: World) -> Played:
    """A pending booking of a slot that starts in 24 hours."""
    booking, _ = await world.booked()
    assert booking.booking_id is not None
    return Played(world, booking.booking_id)


async def test_an_approval_books_once_and_says_so_afterwards(played: Played) -> None:
    assert await played.approve() is ApprovalOutcome.APPROVED
    assert await played.status() == BookingStatus.BOOKED
    assert await played.approve(now=NOW + HOUR) is ApprovalOutcome.ALREADY_APPROVED


async def test_the_same_approval_repeated_after_a_lost_answer_is_approved(played: Played) -> None:
    assert [await played.approve(), await played.approve()] == [ApprovalOutcome.APPROVED] * 2
    assert await played.world.ask("SELECT count(*) FROM booking_events") == 2


async def test_an_approval_after_a_rejection_says_rejected(played: Played) -> None:
    await played.end(BookingStatus.REJECTED)
    assert await played.approve() is ApprovalOutcome.ALREADY_REJECTED


@pytest.mark.parametrize("status", sorted(closed_statuses() - {BookingStatus.REJECTED}))
async def test_an_approval_of_a_booking_that_is_over_says_so(played: Played, status: BookingStatus) -> None:
    await played.end(status)
    assert await played.approve() is ApprovalOutcome.ENDED


async def test_an_approval_of_another_revision_changes_nothing(played: Played) -> None:
    assert await played.approve(revision=2) is ApprovalOutcome.MOVED
    assert await played.status() == BookingStatus.PENDING


async def test_an_approval_after_the_start_is_refused(played: Played) -> None:
    assert await played.approve(now=NOW + 24 * HOUR) is ApprovalOutcome.START_PASSED


async def test_an_approval_of_no_booking_is_an_answer_too(played: Played) -> None:
    assert await played.approve(booking_id=999) is ApprovalOutcome.UNKNOWN


async def test_another_recruiter_cannot_approve_and_another_candidate_cannot_confirm(played: Played) -> None:
    assert await played.approve(actor=Actor.RECRUITER, actor_id=999) is ApprovalOutcome.NOT_YOURS
    assert await played.confirm(actor=Actor.CANDIDATE, actor_id=999) is ChangeOutcome.NOT_YOURS
    assert await played.end(BookingStatus.DECLINED, actor=Actor.CANDIDATE, actor_id=999) is ChangeOutcome.NOT_YOURS
    stranger = {"actor": Actor.RECRUITER, "actor_id": 999}
    assert await played.say_how_it_went(BookingStatus.MET, **stranger) is ChangeOutcome.NOT_YOURS
    assert await played.status() == BookingStatus.PENDING


async def test_the_recruiter_of_the_booking_and_its_candidate_can(played: Played) -> None:
    recruiter = await played.world.ask("SELECT recruiter_id FROM bookings")
    candidate = await played.world.ask("SELECT candidate_id FROM bookings")
    assert await played.approve(actor=Actor.RECRUITER, actor_id=recruiter) is ApprovalOutcome.APPROVED
    assert await played.confirm(actor=Actor.CANDIDATE, actor_id=candidate) is ChangeOutcome.DONE
    who = await played.world.ask("SELECT string_agg(actor || actor_id, ' ' ORDER BY id) FROM booking_events")
    assert who == f"candidate{candidate} recruiter{recruiter} candidate{candidate}"


async def test_many_presses_of_approve_and_reject_at_once_have_one_winner(played: Played) -> None:
    presses = [played.approve(actor=Actor.ADMIN, actor_id=number) for number in range(6)]
    rejections = [played.end(BookingStatus.REJECTED, actor=Actor.ADMIN, actor_id=number) for number in range(6)]
    approvals = Counter(await asyncio.gather(*presses))
    assert approvals == {ApprovalOutcome.APPROVED: 1, ApprovalOutcome.ALREADY_APPROVED: 5}
    assert Counter(await asyncio.gather(*rejections)) == {ChangeOutcome.DONE: 1, ChangeOutcome.ALREADY: 5}


async def test_attendance_is_confirmed_once_after_the_approval_and_before_the_start(played: Played) -> None:
    assert await played.confirm() is ChangeOutcome.NOT_APPROVED
    await played.approve()
    assert await played.confirm(now=NOW + 24 * HOUR) is ChangeOutcome.START_PASSED
    assert await played.confirm(revision=2) is ChangeOutcome.MOVED
    assert [await played.confirm(), await played.confirm()] == [ChangeOutcome.DONE] * 2
    assert await played.confirm(now=NOW + HOUR) is ChangeOutcome.ALREADY
    await played.end(BookingStatus.DECLINED)
    assert await played.confirm() is ChangeOutcome.ENDED


@pytest.mark.parametrize("status", sorted(closed_statuses()))
async def test_an_ended_booking_holds_nothing_and_ends_once(played: Played, status: BookingStatus) -> None:
    assert await played.end(status, reason="because") is ChangeOutcome.DONE
    assert await played.end(status, reason="because") is ChangeOutcome.DONE
    assert await played.end(status, now=NOW + HOUR) is ChangeOutcome.ALREADY
    another = min(closed_statuses() - {status})
    assert await played.end(another) is ChangeOutcome.ENDED
    assert await played.world.ask("SELECT count(*) FROM slot_claims") == 0
    assert await played.world.ask("SELECT reason FROM bookings") == "because"


@pytest.mark.parametrize("status", sorted(active_statuses()))
async def test_an_active_status_ends_nothing(played: Played, status: BookingStatus) -> None:
    with pytest.raises(ValueError, match="ends nothing"):
        await played.end(status)


async def test_an_end_of_another_revision_changes_nothing(played: Played) -> None:
    assert await played.end(BookingStatus.CANCELLED, revision=2) is ChangeOutcome.MOVED
    assert await played.end(BookingStatus.CANCELLED, booking_id=999) is ChangeOutcome.UNKNOWN
    assert await played.status() == BookingStatus.PENDING


async def test_how_it_went_is_told_from_the_start_on(played: Played) -> None:
    await played.approve()
    assert await played.say_how_it_went(BookingStatus.MET, now=NOW) is ChangeOutcome.TOO_EARLY
    assert await played.say_how_it_went(BookingStatus.MET) is ChangeOutcome.DONE
    assert await played.say_how_it_went(BookingStatus.MISSED) is ChangeOutcome.ENDED


async def test_who_remembers_late_how_it_went_can_still_say_it(played: Played) -> None:
    await played.approve()
    assert await played.say_how_it_went(BookingStatus.ENDED) is ChangeOutcome.DONE
    assert await played.say_how_it_went(BookingStatus.MISSED, now=NOW + 30 * HOUR) is ChangeOutcome.DONE
    assert await played.status() == BookingStatus.MISSED


async def test_a_deadline_belongs_to_a_pending_booking_in_its_revision(played: Played) -> None:
    async def set_it(revision: int) -> bool:
        async with played.world.sessions.begin() as session:
            until = NOW + HOUR
            return await set_answer_until(session, booking_id=played.id, revision=revision, answer_until=until)

    assert await set_it(1) is True
    assert await set_it(2) is False
    await played.approve()
    assert await set_it(1) is False
    assert await played.world.ask("SELECT answer_until FROM bookings") == NOW + HOUR


async def test_a_press_waits_for_the_one_before_it_and_sees_what_it_did(played: Played) -> None:
    async with played.world.sessions() as first:
        await approve_booking(first, booking_id=played.id, revision=1, now=NOW, actor=Actor.ADMIN, actor_id=1)
        second = asyncio.create_task(played.approve())
        await asyncio.sleep(0.1)
        assert not second.done()
        await first.commit()
    assert await second is ApprovalOutcome.ALREADY_APPROVED
