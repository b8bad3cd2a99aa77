"""The ten outcomes of a reservation: each by itself, every pair by precedence, any mixture by the first that applies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import BookingId, CandidateId, CityId, RecruiterId
from domain.reservation import Pick, ReservationOutcome, SlotFacts, judge_reservation

NOW = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)
NOTICE = timedelta(hours=1)
ME, SOMEBODY = CandidateId(1), CandidateId(2)
MARIA, ILYA = RecruiterId(10), RecruiterId(11)
KAZAN, OMSK = CityId(20), CityId(21)

PICK = Pick(candidate_id=ME, expected_recruiter_id=MARIA, expected_city_id=KAZAN, now=NOW, minimum_notice=NOTICE)
FREE = SlotFacts(
    withdrawn=False,
    recruiter_id=MARIA,
    recruiter_active=True,
    recruiter_serves_city=True,
    city_id=KAZAN,
    city_active=True,
    starts_at=NOW + timedelta(days=1),
    held_by=None,
    other_active_booking=None,
)
SPOILT: dict[ReservationOutcome, Callable[[SlotFacts], SlotFacts]] = {
    ReservationOutcome.SLOT_GONE: lambda slot: replace(slot, withdrawn=True),
    ReservationOutcome.ALREADY_RESERVED: lambda slot: replace(slot, held_by=ME),
    ReservationOutcome.SLOT_TAKEN: lambda slot: replace(slot, held_by=SOMEBODY),
    ReservationOutcome.WRONG_RECRUITER: lambda slot: replace(slot, recruiter_id=ILYA),
    ReservationOutcome.WRONG_CITY: lambda slot: replace(slot, city_id=OMSK),
    ReservationOutcome.SLOT_EXPIRED: lambda slot: replace(slot, starts_at=NOW),
    ReservationOutcome.RECRUITER_INACTIVE: lambda slot: replace(slot, recruiter_active=False),
    ReservationOutcome.CITY_INACTIVE: lambda slot: replace(slot, city_active=False),
    ReservationOutcome.DUPLICATE_CANDIDATE: lambda slot: replace(slot, other_active_booking=BookingId(7)),
    ReservationOutcome.RESERVED: lambda slot: slot,
}
ANY_SLOT = st.builds(
    SlotFacts,
    withdrawn=st.booleans(),
    recruiter_id=st.sampled_from([MARIA, ILYA]),
    recruiter_active=st.booleans(),
    recruiter_serves_city=st.booleans(),
    city_id=st.sampled_from([KAZAN, OMSK]),
    city_active=st.booleans(),
    starts_at=st.integers(-3, 3).map(lambda hours: NOW + timedelta(hours=hours)),
    held_by=st.sampled_from([None, ME, SOMEBODY]),
    other_active_booking=st.sampled_from([None, BookingId(7)]),
)


def test_the_precedence_is_the_one_that_was_asked_for() -> None:
    assert " ".join(ReservationOutcome) == (
        "slot_gone already_reserved slot_taken wrong_recruiter wrong_city slot_expired recruiter_inactive "
        "city_inactive duplicate_candidate reserved"
    )


@pytest.mark.parametrize("outcome", ReservationOutcome)
def test_each_outcome_has_its_reason(outcome: ReservationOutcome) -> None:
    assert judge_reservation(PICK, SPOILT[outcome](FREE)) is outcome


@pytest.mark.parametrize(("first", "second"), list(combinations(ReservationOutcome, 2)))
def test_of_two_reasons_the_earlier_one_is_told(first: ReservationOutcome, second: ReservationOutcome) -> None:
    assert judge_reservation(PICK, SPOILT[first](SPOILT[second](FREE))) is first


def test_a_slot_that_does_not_exist_is_gone() -> None:
    assert judge_reservation(PICK, None) is ReservationOutcome.SLOT_GONE


def test_a_recruiter_who_no_longer_serves_the_city_is_a_wrong_city() -> None:
    slot = replace(FREE, recruiter_serves_city=False)
    assert judge_reservation(PICK, slot) is ReservationOutcome.WRONG_CITY


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (NOTICE, ReservationOutcome.RESERVED),
        (NOTICE - timedelta(microseconds=1), ReservationOutcome.SLOT_EXPIRED),
        (timedelta(), ReservationOutcome.SLOT_EXPIRED),
        (timedelta(days=-1), ReservationOutcome.SLOT_EXPIRED),
    ],
)
def test_a_start_before_the_minimum_notice_is_expired(ahead: timedelta, expected: ReservationOutcome) -> None:
    assert judge_reservation(PICK, replace(FREE, starts_at=NOW + ahead)) is expected


@given(ANY_SLOT)
def test_without_an_expected_recruiter_the_recruiter_cannot_be_wrong(slot: SlotFacts) -> None:
    anybody = replace(PICK, expected_recruiter_id=None)
    assert judge_reservation(anybody, slot) is not ReservationOutcome.WRONG_RECRUITER


@given(ANY_SLOT)
def test_only_a_slot_without_any_reason_against_it_is_reserved(slot: SlotFacts) -> None:
    spotless = (
        not slot.withdrawn
        and slot.held_by is None
        and slot.recruiter_id == MARIA
        and slot.city_id == KAZAN
        and slot.recruiter_serves_city
        and slot.starts_at >= NOW + NOTICE
        and slot.recruiter_active
        and slot.city_active
        and slot.other_active_booking is None
    )
    assert (judge_reservation(PICK, slot) is ReservationOutcome.RESERVED) == spotless


@given(ANY_SLOT)
def test_a_reason_removed_leads_to_a_later_one(slot: SlotFacts) -> None:
    repaired: dict[ReservationOutcome, dict[str, Any]] = {
        ReservationOutcome.SLOT_GONE: {"withdrawn": False},
        ReservationOutcome.ALREADY_RESERVED: {"held_by": None},
        ReservationOutcome.SLOT_TAKEN: {"held_by": None},
        ReservationOutcome.WRONG_RECRUITER: {"recruiter_id": MARIA},
        ReservationOutcome.WRONG_CITY: {"city_id": KAZAN, "recruiter_serves_city": True},
        ReservationOutcome.SLOT_EXPIRED: {"starts_at": FREE.starts_at},
        ReservationOutcome.RECRUITER_INACTIVE: {"recruiter_active": True},
        ReservationOutcome.CITY_INACTIVE: {"city_active": True},
        ReservationOutcome.DUPLICATE_CANDIDATE: {"other_active_booking": None},
    }
    order = list(ReservationOutcome)
    outcome = judge_reservation(PICK, slot)
    while outcome is not ReservationOutcome.RESERVED:
        slot = replace(slot, **repaired[outcome])
        before, outcome = outcome, judge_reservation(PICK, slot)
        assert order.index(outcome) > order.index(before)
