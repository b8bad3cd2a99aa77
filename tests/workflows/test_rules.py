"""The machine, row by row of its table, and what holds whatever happens."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.booking import Actor, BookingStatus
from domain.moves import MoveLapse
from domain.questionnaire import Condition, Question, QuestionKind
from domain.stages import Ending, Stage, WaitingFor
from tests.workflows import positions as p
from tests.workflows.news import every_news
from tests.workflows.short_news import NOW, rang, text
from tests.workflows.short_test import SHORT_TEST
from tests.workflows.table import ROWS
from workflows import findings as f
from workflows import messages as m
from workflows import move_messages as w
from workflows.events import Event
from workflows.journey import AlarmPurpose, Journey
from workflows.letters.letter import Letter
from workflows.letters.to_candidate import AskQuestion, OfferSlots
from workflows.move_deeds import SettleMoveRequest
from workflows.rules import advance
from workflows.standing import stand


def names(effects: tuple[object, ...]) -> list[str]:
    return [type(effect).__name__ for effect in effects]


@pytest.mark.parametrize(
    ("before", "news", "stage", "effects"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_the_table(before: Journey, news: Event, stage: Stage, effects: list[str]) -> None:
    after, wished = advance(before, news)
    assert (after.stage, names(wished)) == (stage, effects)


@pytest.mark.parametrize("position", p.POSITIONS)
def test_every_news_has_an_answer_in_every_position_and_nobody_is_forgotten(position: str) -> None:
    for news in every_news():
        after, _ = advance(p.POSITIONS[position], news)
        if after.is_closed:
            assert (after.alarm, after.waiting_for) == (None, WaitingFor.NOBODY)
        elif after.screening is not None:
            assert after.alarm is not None
            assert after.waiting_for is not WaitingFor.NOBODY


def test_every_kind_of_news_is_tried() -> None:
    assert {type(news) for news in every_news()} == set(get_args(Event))


def test_an_approval_deadline_ends_in_an_apology_with_fresh_slots() -> None:
    nudged, _ = advance(p.awaiting_approval(), rang(p.awaiting_approval()))
    after, effects = advance(nudged, rang(nudged))
    assert after.stage is Stage.CHOOSING_SLOT
    assert names(effects) == ["EndBooking", "UpdateCard", "ReportToRecruiter", "OfferSlots", "PlanNudges"]


def test_an_update_seen_before_changes_nothing() -> None:
    once, _ = advance(p.screening(), text("Иванов Пётр"))
    assert advance(once, text("Иванов Пётр")) == (once, ())


def test_a_candidate_is_nudged_twice_and_then_rests_with_the_admins() -> None:
    journey, said = p.choosing_slot(), []
    for _ in range(4):
        journey, effects = advance(journey, rang(journey))
        said += names(effects)
    assert said == ["NudgeCandidate", "NudgeCandidate"]
    assert journey.waiting_for is WaitingFor.ADMIN
    assert journey.alarm is not None
    assert journey.alarm.purpose is AlarmPurpose.REVIEW


def test_an_outcome_nobody_gives_is_asked_twice_and_then_closes_by_itself() -> None:
    journey, said = p.booked(BookingStatus.CONFIRMED, reminded=True), []
    for _ in range(4):
        journey, effects = advance(journey, rang(journey))
        said += names(effects)
    assert said == ["AskOutcome", "AskOutcome", "EndBooking", "UpdateCard", "SayGoodbye"]
    assert journey.ending is Ending.UNKNOWN


@given(st.lists(st.sampled_from(every_news()), max_size=40), st.sampled_from(sorted(p.POSITIONS)))
def test_whatever_happens_a_booking_is_reminded_of_at_most_once(happenings: list[Event], position: str) -> None:
    journey, reminders, closed = p.POSITIONS[position], 0, False
    for number, news in enumerate(happenings):
        fresh = replace(news, update_id=number) if isinstance(news, m.Press) else news
        was_open = not journey.is_closed
        journey, effects = advance(journey, fresh)
        reminders += names(effects).count("RemindCandidate")
        closed = closed or not was_open
        if closed:
            assert not [effect for effect in effects if isinstance(effect, Letter) and effect.ONCE]
        assert journey.is_closed or journey.alarm is not None or journey.screening is None
        if journey.booking is None or isinstance(news, f.SlotReserved | f.BookingMoved):
            reminders = 0
        assert reminders <= 1


@pytest.mark.parametrize("verdict", [*f.Verdict])
def test_an_approval_without_its_alarms_never_congratulates(verdict: f.Verdict) -> None:
    settled = f.ApprovalSettled(at=NOW, booking_id=p.BOOKING, verdict=verdict, alarms=None)
    _, effects = advance(p.awaiting_approval(), settled)
    assert names(effects) == ["ExplainToRecruiter"]


def test_nudges_to_choose_are_two_and_browsing_does_not_bring_more() -> None:
    said: list[str] = []
    journey = p.planned()
    for _ in range(4):
        journey, _ = advance(journey, m.RecruiterPicked(at=NOW, update_id=len(said) + 1, recruiter_id=None))
        journey, effects = advance(journey, rang(journey))
        said += names(effects)
    assert said == ["NudgeCandidate", "NudgeCandidate"]


def test_a_follow_up_has_no_number_and_is_asked_only_when_its_conditions_hold() -> None:
    notice = Question(
        id="notice", kind=QuestionKind.TEXT, asked_if=(Condition(question_id="format", option_ids=("office",)),)
    )
    longer = replace(SHORT_TEST, questions=(*SHORT_TEST.questions, notice))
    asking = p.screening(2)
    assert asking.screening is not None
    asking = replace(asking, screening=replace(asking.screening, questionnaire=longer))
    _, (asked,) = advance(asking, m.AnswerGiven(at=NOW, update_id=1, question_id="format", option_id="office"))
    assert isinstance(asked, AskQuestion)
    assert (asked.question_id, asked.number, asked.total) == ("notice", None, 3)


def test_the_outcome_is_asked_again_the_next_morning() -> None:
    journey = p.booked(BookingStatus.CONFIRMED, reminded=True)
    assert journey.booking is not None
    asked_at = journey.booking.alarms.ask_outcome_at
    morning = asked_at + timedelta(hours=20)
    planned = replace(journey.booking.alarms, ask_again_at=morning)
    journey = stand(replace(journey, booking=replace(journey.booking, alarms=planned)), asked_at)
    asked, _ = advance(journey, rang(journey))
    assert asked.alarm is not None
    assert (asked.alarm.at, asked.alarm.purpose) == (morning, AlarmPurpose.OUTCOME_DEADLINE)


@pytest.mark.parametrize("press", [p.press(w.MoveWithdrawn), p.press(w.MoveRefused, Actor.RECRUITER)])
def test_a_request_whose_move_came_to_nothing_is_not_over_at_once(press: Event) -> None:
    journey = p.times_offered(BookingStatus.PENDING)
    assert journey.booking is not None
    assert journey.booking.move is not None
    late = journey.booking.alarms.answer_until + timedelta(hours=1)
    move = replace(journey.booking.move, until=late + timedelta(hours=5))
    journey = stand(replace(journey, booking=replace(journey.booking, move=move)), NOW)
    kept, effects = advance(journey, replace(press, at=late))
    assert kept.stage is Stage.AWAITING_APPROVAL
    assert kept.alarm is not None
    assert (kept.alarm.purpose, kept.alarm.at) == (AlarmPurpose.ANSWER_DEADLINE, move.until)
    (settled,) = [effect for effect in effects if isinstance(effect, SettleMoveRequest)]
    assert settled.answer_until == move.until


def test_who_picked_no_other_time_is_not_told_that_the_recruiter_was_silent() -> None:
    silent, wanted = p.times_offered(BookingStatus.PENDING), p.move_wanted(BookingStatus.PENDING)
    reasons = []
    for journey in (silent, wanted):
        _, effects = advance(journey, rang(journey))
        reasons += [effect.because for effect in effects if isinstance(effect, OfferSlots)]
    assert reasons == [MoveLapse.NOT_CHOSEN, BookingStatus.EXPIRED]
