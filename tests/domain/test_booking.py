"""The sets of states, named once: every state is in exactly one of them."""

import pytest

from domain.booking import BookingStatus, SlotStatus, active_statuses, closed_statuses
from domain.ids import CandidateId, journey_id
from domain.stages import Ending, Stage, WaitingFor


@pytest.mark.parametrize("status", BookingStatus)
def test_every_booking_either_holds_a_slot_or_is_closed(status: BookingStatus) -> None:
    assert (status in active_statuses()) != (status in closed_statuses())


def test_pending_booked_and_confirmed_are_active_and_nothing_else() -> None:
    assert active_statuses() == {BookingStatus.PENDING, BookingStatus.BOOKED, BookingStatus.CONFIRMED}


def test_a_slot_shows_each_way_of_being_held() -> None:
    assert {status.value for status in active_statuses()} < {status.value for status in SlotStatus}
    assert not {status.value for status in closed_statuses()} & {status.value for status in SlotStatus}


def test_the_stages_are_those_that_saved_views_search_for() -> None:
    assert " ".join(Stage) == (
        "screening choosing_recruiter choosing_slot waiting_for_slots awaiting_approval scheduled reminded "
        "attendance_confirmed reschedule_requested outcome_asked refused unreachable closed"
    )
    assert " ".join(WaitingFor) == "candidate recruiter admin time nobody"


def test_a_journey_that_ended_says_how_in_a_word_of_its_own() -> None:
    assert " ".join(Ending) == "met missed unknown not_continued left cancelled erased refused"


def test_a_journey_is_named_by_our_own_id() -> None:
    assert journey_id(CandidateId(42)) == "journey-42"
