"""Journeys in each of their positions, reached by the machine itself; and news to try on them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from domain.booking import Actor, BookingStatus
from domain.ids import BookingId, CandidateId, SlotId
from domain.questionnaire import Answer
from domain.reservation import ReservationOutcome
from tests.workflows.fakes import CITY, RECRUITER, SHORT_TEST, alarms_for
from workflows import findings as f
from workflows import messages as m
from workflows.journey import Booking, Journey, Screening
from workflows.rules import Event
from workflows.standing import stand

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
START = NOW + timedelta(days=2)
BOOKING = BookingId(11)
PressT = TypeVar("PressT", bound=m.AboutBooking)
ANSWERS = (
    Answer(question_id="name", text="Иванов Пётр"),
    Answer(question_id="city", option_id=str(CITY), text="Казань"),
    Answer(question_id="format", option_id="office"),
)


def screening(answered: int = 0) -> Journey:
    """Return a journey at a question of Test1."""
    taken = Screening(questionnaire=SHORT_TEST, answers=ANSWERS[:answered])
    city: dict[str, Any] = {"city_id": CITY, "city_name": "Казань"} if answered > 1 else {}
    return stand(replace(Journey(candidate_id=CandidateId(42)), screening=taken, last_news_at=NOW, **city), NOW)


def choosing_recruiter() -> Journey:
    return screening(3)


def choosing_slot() -> Journey:
    return stand(replace(choosing_recruiter(), recruiter_chosen=True, recruiter_id=RECRUITER), NOW)


def booked(status: BookingStatus = BookingStatus.BOOKED, *, reminded: bool = False) -> Journey:
    """Return a journey with a booking two days ahead."""
    booking = Booking(
        id=BOOKING,
        revision=1,
        slot_id=SlotId(5),
        recruiter_id=RECRUITER,
        starts_at=START,
        ends_at=START + timedelta(minutes=20),
        status=status,
        alarms=alarms_for(NOW, START),
        reminded=reminded,
    )
    return stand(replace(choosing_slot(), booking=booking), NOW)


def awaiting_approval() -> Journey:
    return booked(BookingStatus.PENDING)


def reschedule_requested() -> Journey:
    return stand(replace(booked(), move_until=NOW + timedelta(hours=24)), NOW)


def outcome_asked() -> Journey:
    journey = booked(reminded=True)
    assert journey.booking is not None
    until = START + timedelta(hours=16)
    return stand(replace(journey, booking=replace(journey.booking, outcome_asked=1, outcome_until=until)), NOW)


def refused() -> Journey:
    return stand(replace(screening(3), refused_until=NOW + timedelta(days=30)), NOW)


def unreachable() -> Journey:
    return stand(replace(booked(), unreachable=True), NOW)


POSITIONS = {
    "untouched": Journey(candidate_id=CandidateId(42)),
    "first question": screening(),
    "city question": screening(1),
    "last question": screening(2),
    "choosing recruiter": choosing_recruiter(),
    "choosing slot": choosing_slot(),
    "awaiting approval": awaiting_approval(),
    "scheduled": booked(),
    "reminded": booked(reminded=True),
    "confirmed": booked(BookingStatus.CONFIRMED, reminded=True),
    "reschedule requested": reschedule_requested(),
    "outcome asked": outcome_asked(),
    "refused": refused(),
    "unreachable": unreachable(),
}


def press(kind: type[PressT], by: Actor = Actor.CANDIDATE, *, revision: int = 1, **more: Any) -> PressT:
    """Return a press about the booking of these positions."""
    by_id = {Actor.CANDIDATE: 42, Actor.RECRUITER: int(RECRUITER)}.get(by, 1)
    common: dict[str, Any] = {
        "update_id": 1000,
        "message_id": 5,
        "booking_id": BOOKING,
        "revision": revision,
        "by": by,
        "by_id": by_id,
    }
    return kind(at=NOW, **common, **more)


def every_news() -> list[Event]:
    """Return one of each kind of news that a journey can receive."""
    alarms = alarms_for(NOW, START)
    about: list[Event] = [
        press(m.BookingApproved, Actor.RECRUITER),
        press(m.BookingRejected, Actor.RECRUITER),
        press(m.OtherTimeAsked, Actor.RECRUITER),
        press(m.MoveRefused, Actor.RECRUITER),
        press(m.BookingCancelled, Actor.RECRUITER),
        press(m.AttendanceConfirmed),
        press(m.AttendanceDeclined),
        press(m.MoveRequested),
    ]
    plain = [
        kind(at=NOW, update_id=1000, message_id=5)
        for kind in (
            m.CandidateArrived,
            m.ThingSent,
            m.RecruitersListed,
            m.HumanCalled,
            m.CandidateLeft,
            m.BotBlocked,
            m.BotUnblocked,
        )
    ]
    return [
        *about,
        *plain,
        press(m.BookingRejected, Actor.RECRUITER, person=True),
        press(m.OutcomeGiven, Actor.RECRUITER, outcome=BookingStatus.MET),
        m.AnswerGiven(at=NOW, update_id=1000, question_id="format", option_id="office"),
        m.TextWritten(at=NOW, update_id=1000, text="Иванов Пётр"),
        m.RecruiterPicked(at=NOW, update_id=1000, recruiter_id=None),
        m.SlotsTurned(at=NOW, update_id=1000, recruiter_id=RECRUITER, page=1),
        m.SlotPicked(at=NOW, update_id=1000, slot_id=SlotId(6), recruiter_id=RECRUITER),
        m.JourneyCancelled(at=NOW, by_id=1),
        m.PolicyChanged(at=NOW),
        m.AlarmRang(at=NOW),
        m.AlarmRang(at=START + timedelta(days=200)),
        f.ScreeningOpened(at=NOW, questionnaire=SHORT_TEST),
        f.CityResolved(at=NOW, city_id=CITY, name="Казань"),
        f.CityUnrecognised(at=NOW),
        f.SlotReserved(
            at=NOW,
            booking_id=BOOKING,
            revision=1,
            slot_id=SlotId(5),
            recruiter_id=RECRUITER,
            starts_at=START,
            ends_at=START + timedelta(minutes=20),
            alarms=alarms,
            recruiter_reachable=True,
        ),
        *(
            f.ReservationRefused(at=NOW, outcome=outcome, slot_id=SlotId(5))
            for outcome in ReservationOutcome
            if outcome is not ReservationOutcome.RESERVED
        ),
        *(f.ApprovalSettled(at=NOW, booking_id=BOOKING, verdict=verdict, alarms=alarms) for verdict in f.Verdict),
        f.AttendanceSettled(at=NOW, booking_id=BOOKING, verdict=f.Verdict.DONE),
        f.BookingEnded(at=NOW, booking_id=BOOKING, verdict=f.Verdict.DONE),
        f.MoveRequestRecorded(at=NOW, booking_id=BOOKING, answer_until=NOW + timedelta(hours=24)),
        f.AlarmsPlanned(at=NOW, booking_id=BOOKING, revision=1, alarms=alarms),
        *(
            f.MessageUndelivered(at=NOW, kind="ask_for_approval", to_candidate=to, booking_id=BOOKING, trouble=trouble)
            for trouble in f.SendingTrouble
            for to in (True, False)
        ),
    ]
