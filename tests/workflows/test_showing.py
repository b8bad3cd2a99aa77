"""What ops see: labels, details and attributes, and that no timer and no step is without its label."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.api.history.v1 import HistoryEvent

from domain.booking import Actor, BookingStatus
from domain.stages import WaitingFor
from tests.sources import sources
from tests.workflows import positions as p
from tests.workflows.playing import Played
from workflows.journey import Alarm, AlarmPurpose, Journey, Move
from workflows.messages import CandidateArrived
from workflows.showing import (
    SEARCH_ATTRIBUTES,
    attributes_of,
    details_of,
    is_told_by,
    shown_by,
    starting_attributes,
    timer_summary,
    updates_of,
)
from workflows.standing import stand

LATER = p.NOW + timedelta(hours=1)
START = f"{p.START:%Y-%m-%d %H:%M} UTC"
# What they are named by: their summary, or the summary of the timer behind a time-out.
LABELS = {
    "temporalio.workflow.execute_activity": "summary",
    "temporalio.workflow.start_activity": "summary",
    "temporalio.workflow.sleep": "summary",
}
CHANGE_OF_ATTRIBUTES = "upsert_workflow_search_attributes_event_attributes"
MOST = 200  # bytes of a label that the server surely takes


def with_alarm(journey: Journey, before: timedelta, purpose: AlarmPurpose) -> Journey:
    return replace(journey, alarm=Alarm(at=p.START - before, purpose=purpose))


@pytest.mark.parametrize(
    ("before", "label"),
    [
        (timedelta(hours=2, seconds=42), f"reminder, 2 h before {START}, Казань"),
        (timedelta(hours=13, minutes=5), f"reminder, 13 h 5 min before {START}, Казань"),
        (timedelta(minutes=45), f"reminder, 45 min before {START}, Казань"),
        (timedelta(seconds=10), f"reminder, 0 min before {START}, Казань"),
        (timedelta(minutes=-25), f"reminder, 25 min after {START}, Казань"),
    ],
)
def test_the_alarm_of_a_booking_is_named_by_its_distance_from_the_start(before: timedelta, label: str) -> None:
    assert timer_summary(with_alarm(p.booked(), before, AlarmPurpose.REMINDER)) == label


def test_the_alarm_without_a_booking_is_named_by_its_instant() -> None:
    assert timer_summary(p.screening()) == "nudge candidate, at 2026-11-26 09:00 UTC"
    assert timer_summary(p.choosing_slot()) == "nudge candidate, at 2026-11-26 09:00 UTC, Казань"


def test_no_city_makes_a_label_too_long() -> None:
    far = replace(p.booked(), city_name="Ъ" * 500)
    assert max(len(timer_summary(with_alarm(far, timedelta(), each)).encode()) for each in AlarmPurpose) < MOST


def test_the_details_say_everything_and_no_name() -> None:
    assert details_of(p.booked()).split("\n\n") == [
        "**candidate 42, Казань**",
        "**Stage**: scheduled, since 2026-11-25 09:00 UTC",
        "**Waiting for**: time, since 2026-11-25 09:00 UTC",
        "**Next**: reminder at 2026-11-27 07:00:00 UTC",
        f"**Interview**: booking 11, revision 1, {START}, recruiter 3",
    ]


def test_a_wait_begins_anew_with_the_stage_and_with_whom_it_is_for() -> None:
    asked = p.awaiting_approval()
    assert stand(asked, LATER).waiting_since == p.NOW
    assert asked.booking is not None
    approved = replace(asked, booking=replace(asked.booking, status=BookingStatus.BOOKED))
    assert stand(approved, LATER).waiting_since == LATER
    offered = p.times_offered()
    assert offered.booking is not None
    wish = Move(by=Actor.CANDIDATE, until=LATER)
    picked = stand(replace(offered, booking=replace(offered.booking, move=wish)), LATER)
    assert (picked.waiting_for, picked.waiting_since, picked.since) == (WaitingFor.RECRUITER, LATER, p.NOW)


def test_one_upsert_sets_what_is_true_and_unsets_the_rest() -> None:
    assert set(attributes_of(p.screening())) == set(SEARCH_ATTRIBUTES)
    unset = {each.key.name for each in updates_of(p.screening()) if each.value is None}
    assert unset == {"City", "RecruiterId", "InterviewAt"}


def test_what_is_shown_holds_until_a_minute_or_a_word_of_it_is_wrong() -> None:
    journey = with_alarm(p.booked(), timedelta(hours=2), AlarmPurpose.REMINDER)
    shown = shown_by(starting_attributes(journey))
    assert shown == attributes_of(journey)
    in_half_a_minute = replace(journey, waiting_since=journey.waiting_since + timedelta(seconds=30))
    assert is_told_by(shown, attributes_of(in_half_a_minute))
    for changed in (
        replace(journey, waiting_for=WaitingFor.RECRUITER),
        replace(journey, booking=None),
        with_alarm(journey, timedelta(hours=1), AlarmPurpose.SILENCE),
    ):
        assert not is_told_by(shown, attributes_of(changed))


def test_a_city_is_shown_with_whatever_comes_next() -> None:
    shown = attributes_of(replace(p.screening(), city_name=None))
    answered = replace(p.screening(), city_name="Казань")
    assert is_told_by(shown, attributes_of(answered))
    assert not is_told_by(shown, attributes_of(p.choosing_slot()))


async def test_a_newcomer_is_shown_from_the_first_moment_and_once(played: Played) -> None:
    began = datetime.now(UTC)  # noqa: TID251 - as the bot stamps what it passes on
    await played.journeys.arrive(played.candidate_id, CandidateArrived(at=began, update_id=played.update()))
    await played.until_sent("ask_question")
    history = await played.journeys.handle(played.candidate_id).fetch_history()
    assert [event for event in history.events if event.WhichOneof("attributes") == CHANGE_OF_ATTRIBUTES] == []
    shown = shown_by((await played.journeys.handle(played.candidate_id).describe()).typed_search_attributes)
    next_action_at = (await played.journeys.status(played.candidate_id)).next_action_at
    assert next_action_at is not None
    assert shown["NextActionAt"] == pytest.approx(next_action_at, abs=timedelta(minutes=1))
    assert shown["WaitingFor"] == WaitingFor.CANDIDATE.value


def test_every_timer_and_every_step_has_a_label() -> None:
    bare = [
        f"{source.path}:{call.lineno}"
        for source in sources("workflows")
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call) and not _is_labelled(call, source.full_name(call.func))
    ]
    assert bare == []


def _is_labelled(call: ast.Call, name: str) -> bool:
    given = {each.arg for each in call.keywords}
    if name == "temporalio.workflow.wait_condition":
        return "timeout" not in given or "timeout_summary" in given
    return name not in LABELS or LABELS[name] in given


async def test_the_server_keeps_a_label_for_every_timer_and_step_of_a_journey(played: Played) -> None:
    await played.agree()
    history = await played.journeys.handle(played.candidate_id).fetch_history()
    labelled = list(_labelled(history.events))
    assert len(labelled) > 10
    assert [event.event_id for event in labelled if not event.user_metadata.summary.data] == []
    summary = (await played.journeys.handle(played.candidate_id).describe()).static_summary
    assert await summary() == f"candidate {played.candidate_id}"


def _labelled(events: Iterable[HistoryEvent]) -> Iterator[HistoryEvent]:
    for event in events:
        attributes = event.WhichOneof("attributes")
        if attributes in {"timer_started_event_attributes", "activity_task_scheduled_event_attributes"}:
            yield event
