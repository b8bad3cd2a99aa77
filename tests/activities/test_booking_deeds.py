from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from temporalio.exceptions import ApplicationError

from activities.alarms import AlarmDeeds
from activities.attendance import AttendanceDeeds
from activities.reservation import ReservationDeeds
from domain.booking import BookingStatus
from domain.ids import BookingId
from domain.reservation import ReservationOutcome
from tests.activities.booked import booked, deciding, pick
from tests.database.world import HOUR, NOW, World
from workflows.deeds import ApproveBooking, ConfirmAttendance, EndBooking, PlanAlarms, PlanRelease
from workflows.findings import ReservationRefused, Verdict

STATUS = "SELECT status FROM bookings WHERE id = :id"


async def test_a_reservation_brings_the_deadline_and_all_instants(world: World) -> None:
    scene = await booked(world)
    reserved = scene.reserved
    spread = timedelta(seconds=scene.candidate_id % 60)
    assert reserved.alarms.answer_until == reserved.starts_at - timedelta(minutes=30)
    assert reserved.alarms.remind_at == reserved.starts_at - 2 * HOUR - spread
    assert await world.ask("SELECT answer_until FROM bookings") == reserved.alarms.answer_until
    assert not reserved.recruiter_reachable


async def test_a_repeated_reservation_answers_the_same(world: World) -> None:
    scene = await booked(world, tg_chat_id=7, telegram_id=7)
    deeds = ReservationDeeds(world.sessions)
    again = await deeds.reserve_slot(pick(scene.candidate_id, scene.slot_id, scene.city_id))
    assert again == scene.reserved
    assert scene.reserved.recruiter_reachable


async def test_a_recruiter_who_blocked_the_bot_cannot_be_reached(world: World) -> None:
    scene = await booked(world, tg_chat_id=7, telegram_id=7, blocked_at=NOW)
    assert not scene.reserved.recruiter_reachable


async def test_a_taken_slot_is_refused_with_its_reason(world: World) -> None:
    scene = await booked(world)
    deeds = ReservationDeeds(world.sessions)
    refused = await deeds.reserve_slot(pick(await world.candidate(), scene.slot_id, scene.city_id))
    assert refused == ReservationRefused(outcome=ReservationOutcome.SLOT_TAKEN, slot_id=scene.slot_id)


async def test_the_notice_of_the_city_decides_whether_a_slot_is_too_near(world: World) -> None:
    scene = await booked(world)
    await world.run("UPDATE cities SET policy = jsonb_build_object('minimum_notice', 30 * 3600)")
    slot = await world.slot(scene.recruiter_id, scene.city_id, hours=26)
    refused = await ReservationDeeds(world.sessions).reserve_slot(pick(await world.candidate(), slot, scene.city_id))
    assert isinstance(refused, ReservationRefused)
    assert refused.outcome is ReservationOutcome.SLOT_EXPIRED


async def test_an_approval_repeated_after_a_lost_answer_is_answered_the_same(world: World) -> None:
    scene = await booked(world)
    deeds = deciding(world)
    order = scene.by_recruiter(ApproveBooking, now=NOW + HOUR)
    settled = await deeds.approve_booking(order)
    assert settled.verdict is Verdict.DONE
    assert settled.alarms is not None
    assert await deeds.approve_booking(order) == settled
    later = replace(order, now=NOW + 2 * HOUR)
    assert (await deeds.approve_booking(later)).verdict is Verdict.ALREADY


async def test_an_approval_by_another_recruiter_changes_nothing_and_is_logged(world: World) -> None:
    scene = await booked(world)
    order = scene.by_recruiter(ApproveBooking, by_id=await world.recruiter(scene.city_id))
    with capture_logs() as logs:
        settled = await deciding(world).approve_booking(order)
    assert (settled.verdict, settled.alarms) == (Verdict.GONE, None)
    assert [line["outcome"] for line in logs] == ["not_yours"]
    assert await world.ask(STATUS, id=scene.booking_id) == "pending"


async def test_an_approval_after_the_start_comes_too_late(world: World) -> None:
    scene = await booked(world)
    settled = await deciding(world).approve_booking(scene.by_recruiter(ApproveBooking, now=scene.reserved.starts_at))
    assert settled.verdict is Verdict.TOO_LATE


async def test_an_ended_booking_frees_its_slot_and_stays_as_it_ended(world: World) -> None:
    scene = await booked(world)
    deeds = deciding(world)
    order = scene.by_recruiter(EndBooking, status=BookingStatus.REJECTED)
    assert (await deeds.end_booking(order)).verdict is Verdict.DONE
    assert (await deeds.end_booking(order)).verdict is Verdict.DONE
    assert await world.ask("SELECT status FROM slots") == "free"
    declined = scene.by_candidate(EndBooking, status=BookingStatus.DECLINED)
    assert (await deeds.end_booking(declined)).verdict is Verdict.DECIDED_OTHERWISE
    assert (await deeds.approve_booking(scene.by_recruiter(ApproveBooking))).verdict is Verdict.DECIDED_OTHERWISE


async def test_how_an_interview_went_is_not_known_before_it_began(world: World) -> None:
    scene = await booked(world, approved=True)
    deeds = deciding(world)
    early = scene.by_recruiter(EndBooking, status=BookingStatus.MET)
    assert (await deeds.end_booking(early)).verdict is Verdict.DECIDED_OTHERWISE
    order = scene.by_recruiter(EndBooking, status=BookingStatus.MET, now=scene.reserved.ends_at)
    assert (await deeds.end_booking(order)).verdict is Verdict.DONE
    assert await world.ask(STATUS, id=scene.booking_id) == "met"


async def test_attendance_is_confirmed_once_and_not_while_pending(world: World) -> None:
    scene = await booked(world)
    deeds = AttendanceDeeds(world.sessions)
    order = scene.by_candidate(ConfirmAttendance, now=NOW + HOUR)
    assert (await deeds.confirm_attendance(order)).verdict is Verdict.DECIDED_OTHERWISE
    await scene.approve()
    assert (await deeds.confirm_attendance(order)).verdict is Verdict.DONE
    assert (await deeds.confirm_attendance(order)).verdict is Verdict.DONE
    assert (await deeds.confirm_attendance(replace(order, now=NOW + 2 * HOUR))).verdict is Verdict.ALREADY


async def test_a_slot_is_withdrawn_with_its_booking(world: World) -> None:
    scene = await booked(world, approved=True)
    over = {"status": BookingStatus.CANCELLED, "withdraws_slot": True, "reason": "заболела"}
    order = scene.by_recruiter(EndBooking, now=NOW + HOUR, **over)
    deeds = deciding(world)
    assert [(await deeds.end_booking(order)).verdict for _ in range(2)] == [Verdict.DONE] * 2
    assert await world.ask("SELECT status FROM slots") == "withdrawn"
    assert await world.ask("SELECT reason FROM bookings") == "заболела"


async def test_planning_anew_leaves_the_deadline_of_the_request_where_it_was(world: World) -> None:
    scene = await booked(world)
    await world.run("UPDATE cities SET policy = jsonb_build_object('reminder_lead', 3 * 3600)")
    order = PlanAlarms(candidate_id=scene.candidate_id, now=NOW + 6 * HOUR, booking_id=scene.booking_id, revision=1)
    planned = await AlarmDeeds(world.sessions).plan_alarms(order)
    assert planned.alarms.answer_until == scene.reserved.alarms.answer_until
    assert planned.alarms.nudge_at == scene.reserved.alarms.nudge_at
    spread = timedelta(seconds=scene.candidate_id % 60)
    assert planned.alarms.remind_at == scene.reserved.starts_at - 3 * HOUR - spread


async def test_a_booking_that_the_database_has_lost_keeps_the_journey_waiting(world: World) -> None:
    scene = await booked(world)
    order = PlanAlarms(candidate_id=scene.candidate_id, now=NOW, booking_id=BookingId(999), revision=1)
    with pytest.raises(ApplicationError) as refused:
        await AlarmDeeds(world.sessions).plan_alarms(order)
    assert not refused.value.non_retryable


async def test_who_did_not_come_is_offered_another_time_once_by_the_citys_policy(world: World) -> None:
    first = await booked(world, approved=True)
    ending = first.by_recruiter(EndBooking, now=NOW + timedelta(days=2), status=BookingStatus.MISSED)
    deeds = deciding(world)
    assert (await deeds.end_booking(ending)).offers_again
    assert (await deeds.end_booking(ending)).offers_again  # repeated after a lost answer
    await world.run("""UPDATE company_settings SET policy = '{"offers_after_missed": 0}'""")
    assert not (await deeds.end_booking(ending)).offers_again


@pytest.mark.parametrize(("address", "lacks"), [(None, True), ("ул. Баумана, 44", False)])
async def test_attendance_says_whether_anybody_knows_where(world: World, address: str | None, *, lacks: bool) -> None:
    agreed = await booked(world, approved=True)
    await world.run("UPDATE cities SET address = :address, meeting_link = NULL", address=address)
    settled = await AttendanceDeeds(world.sessions).confirm_attendance(agreed.by_candidate(ConfirmAttendance))
    assert (settled.verdict, settled.lacks_place) == (Verdict.DONE, lacks)


async def test_the_slot_of_somebody_who_cannot_be_reached_is_kept_as_long_as_the_policy_says(world: World) -> None:
    scene = await booked(world, approved=True)
    order = PlanRelease(
        candidate_id=scene.candidate_id, now=NOW, booking_id=scene.booking_id, undelivered="congratulate"
    )
    deeds = AlarmDeeds(world.sessions)
    planned = await deeds.plan_release(order)
    assert planned.keeps_until == scene.reserved.starts_at - timedelta(minutes=30)
    assert planned.undelivered == "congratulate"
    await world.run("""UPDATE company_settings SET policy = '{"unreachable_keeps": 3600}'""")
    assert (await deeds.plan_release(order)).keeps_until == NOW + HOUR
    late = replace(order, now=scene.reserved.starts_at - timedelta(minutes=20))
    assert (await deeds.plan_release(late)).keeps_until is None
