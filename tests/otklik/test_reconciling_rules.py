"""Who is right, decided from the facts alone; and the page that tells people the rules."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from database.reconciling.remembered import CandidateRecord, RecordedBooking
from domain.booking import BookingStatus
from domain.ids import CandidateId, SlotId
from domain.stages import Ending, Stage
from otklik.reconciling.comparing import Candidacy, compare
from otklik.reconciling.differences import RULES, Kind
from tests.workflows import positions as p
from workflows.journey import Journey
from workflows.standing import stand

PAGE = Path(__file__).parents[2] / "docs" / "recovery.md"
WHO = CandidateId(1)
EARLIER, LATER = p.NOW - timedelta(days=1), p.NOW + timedelta(days=1)


def recorded(journey: Journey, **changes: Any) -> CandidateRecord:
    """Return what a database holds that agrees with the journey, but for these changes."""
    booking, screening = journey.booking, journey.screening
    written = None
    if booking is not None:
        names = ("id", "revision", "slot_id", "recruiter_id", "status")
        written = RecordedBooking(**{name: getattr(booking, name) for name in names})
    is_tested = screening is not None and (screening.is_finished or journey.refused_until is not None)
    agrees: dict[str, Any] = {
        "candidate_id": WHO,
        "stage": journey.stage,
        "is_erased": False,
        "created_at": EARLIER,
        "learned_at": EARLIER,
        "active": written,
        "named": written,
        "is_number_taken": False,
        "move": None,
        "waits_for_slots": journey.waits_for_slots,
        "offered": journey.offer.slot_id if journey.offer else None,
        "answers": screening.answers if screening is not None and is_tested else (),
        "knows_questionnaire": True,
    }
    return CandidateRecord(**agrees | changes)


def found(journey: Journey | None, record: CandidateRecord | None, *, runs: bool = True, **more: Any) -> list[Kind]:
    candidacy = Candidacy(candidate_id=WHO, record=record, journey=journey, is_running=runs, **more)
    return [each.kind for each in compare(candidacy, now=p.NOW)]


def with_status(record: CandidateRecord, status: BookingStatus, revision: int = 1) -> CandidateRecord:
    assert record.active is not None
    changed = replace(record.active, status=status, revision=revision)
    is_over = status not in {BookingStatus.PENDING, BookingStatus.BOOKED, BookingStatus.CONFIRMED}
    return replace(record, active=None if is_over else changed, named=changed)


BOOKED = p.booked()
CHOOSING = stand(p.choosing_slot(), p.NOW)
CLOSED = stand(replace(p.choosing_slot(), ending=Ending.LEFT), p.NOW)


@pytest.mark.parametrize("name", [name for name in p.POSITIONS if p.POSITIONS[name].booking is None])
def test_nothing_differs_where_nothing_differs(name: str) -> None:
    journey = p.POSITIONS[name]
    assert found(journey, recorded(journey), runs=not journey.is_closed) == []


@pytest.mark.parametrize(
    ("status", "revision", "kinds"),
    [
        (BookingStatus.PENDING, 1, [Kind.BOOKING]),
        (BookingStatus.BOOKED, 1, []),
        (BookingStatus.CONFIRMED, 1, [Kind.OLD_JOURNEY]),
        (BookingStatus.CANCELLED, 1, [Kind.OLD_JOURNEY]),
        (BookingStatus.BOOKED, 2, [Kind.OLD_JOURNEY]),
    ],
)
def test_who_has_the_booking_further_on_is_right(status: BookingStatus, revision: int, kinds: list[Kind]) -> None:
    assert found(BOOKED, with_status(recorded(BOOKED), status, revision)) == kinds


def test_a_booking_whose_row_is_gone_is_the_journeys_even_if_the_database_learned_of_something_later() -> None:
    assert found(BOOKED, recorded(BOOKED, active=None, named=None, learned_at=LATER)) == [Kind.BOOKING]


def test_without_a_booking_who_learned_something_last_is_right() -> None:
    held = recorded(BOOKED).active
    assert found(CHOOSING, recorded(CHOOSING, active=held)) == [Kind.ENDED]
    assert found(CHOOSING, recorded(CHOOSING, active=held, learned_at=LATER)) == [Kind.OLD_JOURNEY]


def test_a_number_that_was_given_out_again_is_never_written_over() -> None:
    taken = recorded(BOOKED, active=None, named=None, is_number_taken=True)
    assert found(BOOKED, taken) == [Kind.TAKEN_NUMBER]
    assert found(BOOKED, recorded(BOOKED, created_at=p.NOW), began_at=EARLIER) == [Kind.STRANGER]


def test_a_closed_journey_ends_what_the_database_holds_unless_something_began_since() -> None:
    held = recorded(BOOKED).active
    assert found(CLOSED, recorded(CLOSED, active=held, stage=Stage.SCHEDULED), runs=False) == [Kind.ENDED, Kind.STAGE]
    since = recorded(CLOSED, active=held, stage=Stage.SCHEDULED, learned_at=LATER)
    assert found(CLOSED, since, runs=False) == [Kind.OLD_JOURNEY]


def test_who_is_not_known_any_more_has_no_journey() -> None:
    assert found(BOOKED, None) == [Kind.NO_CANDIDATE]
    assert found(BOOKED, recorded(BOOKED, is_erased=True)) == [Kind.NO_CANDIDATE]
    assert found(CLOSED, None, runs=False) == []


def test_a_journey_that_cannot_be_read_gives_way_to_what_the_database_knows() -> None:
    assert found(None, recorded(BOOKED)) == [Kind.UNREADABLE]
    assert found(None, None) == [Kind.NO_CANDIDATE]


def test_who_was_erased_is_erased_again() -> None:
    erased = replace(CLOSED, ending=Ending.ERASED)
    assert found(erased, recorded(erased), runs=False) == [Kind.ERASED]


def test_without_a_journey_one_begins_for_who_is_still_under_way() -> None:
    under_way = recorded(CHOOSING)
    assert found(None, under_way, runs=False) == [Kind.NO_JOURNEY]
    assert found(BOOKED, recorded(BOOKED), runs=False) == [Kind.NO_JOURNEY]  # somebody terminated it by hand
    assert found(None, replace(under_way, stage=Stage.CLOSED), runs=False) == []
    long_ago = p.NOW - timedelta(days=40)
    assert found(None, replace(under_way, stage=Stage.REFUSED, learned_at=long_ago), runs=False) == [Kind.STAGE]


def test_lists_and_offers_are_the_journeys() -> None:
    assert found(CHOOSING, recorded(CHOOSING, waits_for_slots=True)) == [Kind.WAITLIST]
    assert found(CHOOSING, recorded(CHOOSING, offered=SlotId(7))) == [Kind.OFFER]
    assert found(CHOOSING, recorded(CHOOSING, answers=())) == [Kind.TEST1]
    assert found(CHOOSING, recorded(CHOOSING, knows_questionnaire=False)) == [Kind.QUESTIONNAIRE]


def test_the_page_shows_the_rules_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [
        f"| {kind.value} | {rule.differs} | {rule.right.value} | {rule.done} | {rule.told} |"
        for kind, rule in RULES.items()
    ]
    assert "\n".join(rows) in page
    assert set(RULES) == set(Kind)
