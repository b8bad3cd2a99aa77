"""The shell on the real server with virtual time: days pass in seconds."""

import asyncio
from datetime import timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.service import RPCError

from domain.booking import Actor, BookingStatus, OfferSettlement
from domain.ids import CandidateId, SlotId
from domain.stages import Stage, WaitingFor
from tests.workflows.conftest import working
from tests.workflows.fakes import RECRUITER, FakeDeeds
from tests.workflows.playing import Played
from workflows import deeds, move_deeds
from workflows import messages as m
from workflows import move_messages as w
from workflows import occasions as o
from workflows.candidate_journey import CandidateJourney
from workflows.findings import SendingTrouble
from workflows.letters.to_recruiter import ReportUndelivered


async def test_a_journey_goes_from_start_to_the_meeting_with_one_reminder(played: Played) -> None:
    await played.agree()
    scheduled = await played.until_stage(Stage.SCHEDULED)
    assert scheduled.next_action == "reminder"
    await played.skip_to_alarm()
    await played.until_sent("remind_candidate")
    await played.tell(played.pressing(m.AttendanceConfirmed))
    await played.until_sent("give_meeting_details")
    await played.skip_to_alarm()
    await played.until_sent("ask_outcome")
    await played.tell(played.outcome(BookingStatus.MET))
    await played.journeys.handle(played.candidate_id).result()
    assert played.deeds.kinds().count("remind_candidate") == 1
    assert "say_goodbye" in played.deeds.kinds()


async def test_a_press_delivered_twice_acts_once(played: Played) -> None:
    await played.pass_test()
    pick = m.SlotPicked(update_id=played.update(), slot_id=SlotId(5), recruiter_id=RECRUITER)
    await asyncio.gather(*(played.tell(pick) for _ in range(5)))
    await played.until_stage(Stage.AWAITING_APPROVAL)
    assert [type(order) for order in played.deeds.done].count(deeds.ReserveSlot) == 1


async def test_silence_of_the_recruiter_has_a_nudge_and_an_end(played: Played) -> None:
    await played.book()
    await played.skip_to_alarm()
    await played.until_sent("nudge_recruiter")
    await played.skip_to_alarm()
    await played.until_stage(Stage.CHOOSING_SLOT)
    await played.until(lambda: played.deeds.kinds()[-1] in {"offer_slots", "report_to_recruiter"})
    ended = [order for order in played.deeds.done if isinstance(order, deeds.EndBooking)]
    assert [order.status for order in ended] == [BookingStatus.EXPIRED]


async def test_a_cancelled_interview_is_never_reminded_of(played: Played) -> None:
    await played.agree()
    await played.tell(played.pressing(m.AttendanceDeclined))
    await played.until_stage(Stage.CHOOSING_SLOT)
    await played.skip(timedelta(days=2))
    assert "remind_candidate" not in played.deeds.kinds()


async def test_the_reminder_moves_with_the_booking_and_comes_once(played: Played) -> None:
    await played.agree()
    before = await played.until_stage(Stage.SCHEDULED)
    await played.tell(played.pressing(w.MoveRequested))
    waiting = await played.until_stage(Stage.RESCHEDULE_REQUESTED)
    assert waiting.waiting_for is WaitingFor.RECRUITER
    await played.tell(played.pressing(w.OtherTimeAsked, Actor.RECRUITER, slot_ids=(SlotId(6),)))
    await played.until_sent("offer_other_times")
    assert (await played.until_stage(Stage.RESCHEDULE_REQUESTED)).waiting_for is WaitingFor.CANDIDATE
    pick = played.pressing(w.WantedSlotPicked, slot_id=SlotId(6))
    await asyncio.gather(*(played.tell(pick) for _ in range(3)))
    after = await played.until_stage(Stage.SCHEDULED)
    assert before.next_action_at is not None
    assert after.next_action_at is not None
    assert after.next_action_at > before.next_action_at + timedelta(hours=23)
    await played.tell(played.pressing(m.AttendanceDeclined))  # about the time before
    await played.until_sent("show_where_you_stand")
    await played.skip_to_alarm()
    await played.until_sent("remind_candidate")
    assert played.deeds.kinds().count("remind_candidate") == 1
    assert [type(order) for order in played.deeds.done].count(move_deeds.ClaimWantedSlot) == 1


async def test_the_alarm_moves_with_a_changed_policy(played: Played) -> None:
    await played.agree()
    before = await played.until_stage(Stage.SCHEDULED)
    await played.tell(o.PolicyChanged())
    assert before.next_action_at is not None
    await played.until_next_action(before.next_action_at - timedelta(hours=1))
    assert any(isinstance(order, deeds.PlanAlarms) for order in played.deeds.done)


async def test_an_update_answers_and_a_pointless_one_is_refused_without_history(played: Played) -> None:
    await played.book()
    handle = played.journeys.handle(played.candidate_id)
    approval = played.pressing(m.BookingApproved, Actor.ADMIN)
    assert await handle.execute_update(CandidateJourney.approve_booking, approval) == Stage.SCHEDULED
    await played.until_sent("congratulate")
    with pytest.raises(WorkflowUpdateFailedError):
        await handle.execute_update(CandidateJourney.approve_booking, played.pressing(m.BookingApproved, Actor.ADMIN))
    events = [event.event_type async for event in handle.fetch_history_events()]
    assert events.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED) == 1


async def test_who_waits_is_offered_a_slot_and_keeps_waiting_when_its_time_is_over(played: Played) -> None:
    played.deeds.nothing_free = True
    await played.pass_test()
    waiting = await played.until_stage(Stage.WAITING_FOR_SLOTS)
    starts_at, lasts = waiting.now + timedelta(days=1), timedelta(minutes=30)
    offer = o.SlotOffered(slot_id=SlotId(6), recruiter_id=RECRUITER, starts_at=starts_at, lasts=lasts)
    await played.tell(offer)
    await played.tell(offer)
    await played.until_sent("offer_held_slot")
    offered = await played.journeys.status(played.candidate_id)
    assert offered.next_action == "offer_deadline"
    await played.skip_to_alarm()
    await played.until_sent("tell_offer_over")
    assert played.deeds.kinds().count("offer_held_slot") == 1
    settled = [order for order in played.deeds.done if isinstance(order, deeds.SettleOffer)]
    assert [order.settlement for order in settled] == [OfferSettlement.EXPIRED]
    assert (await played.until_stage(Stage.WAITING_FOR_SLOTS)).waiting_for is WaitingFor.TIME


async def test_an_unreachable_candidate_ends_up_with_the_recruiter(played: Played) -> None:
    played.deeds.trouble["congratulate"] = SendingTrouble.UNREACHABLE
    await played.agree()
    await played.until_stage(Stage.UNREACHABLE)
    await played.until_sent("report_undelivered")
    report = next(order.letter for order in played.deeds.sent if isinstance(order.letter, ReportUndelivered))
    assert report.certain
    assert report.undelivered == "congratulate"


async def test_everything_is_erased_when_all_has_been_said(played: Played) -> None:
    await played.agree()
    await played.tell(m.ErasureAsked(update_id=played.update()))
    await played.journeys.handle(played.candidate_id).result()
    assert played.deeds.erased == [(played.candidate_id, len(played.deeds.sent))]
    assert "say_goodbye" in played.deeds.kinds()


async def test_a_closed_journey_starts_anew_with_the_next_arrival(played: Played) -> None:
    await played.pass_test()
    await played.tell(m.CandidateLeft(update_id=played.update()))
    await played.journeys.handle(played.candidate_id).result()
    assert not await played.journeys.tell(played.candidate_id, m.HumanCalled(update_id=played.update()))
    await played.arrive()
    await played.until_stage(Stage.SCREENING)


async def test_a_journey_is_continued_by_another_worker_without_its_cache(client: Client) -> None:
    fakes = FakeDeeds()
    played = Played(client, CandidateId(10**9 + 1), fakes)
    async with working(client, fakes):
        await played.book()
    async with working(client, fakes, cached=0):
        await played.tell(played.pressing(m.BookingApproved, Actor.RECRUITER))
        await played.until_sent("congratulate")
        await played.skip_to_alarm()
        await played.until_sent("remind_candidate")
    assert fakes.kinds().count("remind_candidate") == 1


async def test_ops_find_a_journey_by_its_search_attributes(played: Played) -> None:
    await played.agree()
    query = f"JourneyStage = 'scheduled' AND City = 'Казань' AND WorkflowId = 'journey-{played.candidate_id}'"
    async with asyncio.timeout(20):
        while not [found async for found in played.client.list_workflows(query)]:
            await asyncio.sleep(0.1)


async def test_asking_a_journey_that_never_was_is_an_error_of_temporal(played: Played) -> None:
    with pytest.raises(RPCError):
        await played.journeys.status(CandidateId(10**10))
