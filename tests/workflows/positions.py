"""Journeys in each of their positions, reached by the machine itself; and news to try on them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from domain.booking import Actor, BookingStatus
from domain.ids import BookingId, CandidateId, SlotId
from domain.questionnaire import Answer
from tests.workflows.fakes import CITY, RECRUITER
from tests.workflows.planned import alarms_for
from tests.workflows.short_test import SHORT_TEST
from workflows import messages as m
from workflows.journey import Booking, Journey, Move, Offer, Screening
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
    return moving(Move(by=Actor.CANDIDATE, until=NOW + timedelta(hours=24)))


def moving(move: Move, status: BookingStatus = BookingStatus.BOOKED) -> Journey:
    """Return a journey whose booking shall move."""
    journey = booked(status)
    assert journey.booking is not None
    return stand(replace(journey, booking=replace(journey.booking, move=move)), NOW)


def times_offered(status: BookingStatus = BookingStatus.BOOKED) -> Journey:
    """Return a journey whose recruiter has offered two other times."""
    offered = (SlotId(6), SlotId(7))
    return moving(Move(by=Actor.RECRUITER, until=NOW + timedelta(hours=24), offered=offered), status)


def move_wanted(status: BookingStatus = BookingStatus.BOOKED) -> Journey:
    """Return a journey whose candidate has picked another time that the recruiter did not offer."""
    return moving(Move(by=Actor.CANDIDATE, until=NOW + timedelta(hours=24), wanted=SlotId(8)), status)


def moved_on() -> Journey:
    """Return a journey whose booking stands at its second revision."""
    journey = booked()
    assert journey.booking is not None
    return stand(replace(journey, booking=replace(journey.booking, revision=2)), NOW)


def outcome_asked() -> Journey:
    journey = booked(reminded=True)
    assert journey.booking is not None
    until = START + timedelta(hours=16)
    return stand(replace(journey, booking=replace(journey.booking, outcome_asked=1, outcome_until=until)), NOW)


def missed() -> Journey:
    """Return a journey whose candidate did not come; what follows is being asked."""
    journey = outcome_asked()
    assert journey.booking is not None
    return stand(replace(journey, booking=replace(journey.booking, status=BookingStatus.MISSED)), START)


def planned() -> Journey:
    """Return a journey whose nudges are planned."""
    return stand(replace(choosing_recruiter(), nudges_at=(NOW + timedelta(hours=2), NOW + timedelta(hours=20))), NOW)


def waiting() -> Journey:
    return stand(replace(choosing_recruiter(), waits_for_slots=True), NOW)


def offered() -> Journey:
    """Return a journey for which a slot is held half an hour."""
    held = Offer(slot_id=SlotId(6), recruiter_id=RECRUITER, until=NOW + timedelta(minutes=30))
    return stand(replace(waiting(), offer=held), NOW)


def refused() -> Journey:
    return stand(replace(screening(3), refused_until=NOW + timedelta(days=30)), NOW)


def unreachable() -> Journey:
    return stand(replace(booked(), unreachable=True), NOW)


def kept() -> Journey:
    """Return an unreachable candidate's journey whose slot is kept a day."""
    journey = unreachable()
    assert journey.booking is not None
    return stand(replace(journey, booking=replace(journey.booking, keeps_until=NOW + timedelta(hours=24))), NOW)


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
    "times offered": times_offered(),
    "times offered for a request": times_offered(BookingStatus.PENDING),
    "another time wanted": move_wanted(),
    "outcome asked": outcome_asked(),
    "waiting": waiting(),
    "offered": offered(),
    "refused": refused(),
    "unreachable": unreachable(),
    "unreachable, the slot is kept": kept(),
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
