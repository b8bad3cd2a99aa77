"""Every transition of a booking is one fact, every fact has one type, and every type is documented."""

import itertools
import re
from collections.abc import Iterator
from typing import Any, get_args
from uuid import UUID

import pytest

from domain.booking import BookingStatus, OfferSettlement
from domain.facts import FACTS, OFFER_FACTS, STATUS_FACTS, FactType, booking_fact
from tests.workflows.table import ROWS
from workflows import deeds as d
from workflows import move_deeds as m
from workflows.rules import advance

# What each order of the machine can make of a booking, and which fact that is; None: it leaves the booking as it is.
BY_DEED: dict[type[d.Deed], FactType | None] = {
    d.ReserveSlot: booking_fact(is_first=True, has_moved=False, status=BookingStatus.PENDING),
    d.ApproveBooking: booking_fact(is_first=False, has_moved=False, status=BookingStatus.BOOKED),
    d.ConfirmAttendance: booking_fact(is_first=False, has_moved=False, status=BookingStatus.CONFIRMED),
    m.MoveBooking: booking_fact(is_first=False, has_moved=True, status=BookingStatus.BOOKED),
    m.ClaimWantedSlot: booking_fact(is_first=False, has_moved=True, status=BookingStatus.BOOKED),
    m.RecordMoveRequest: None,
    m.SettleMoveRequest: None,
    **dict.fromkeys((d.OpenScreening, d.ResolveCity, d.RecordScreening, d.PlanAlarms, d.PlanRelease, d.PlanNudges)),
    **dict.fromkeys((d.KeepText, d.JoinWaitlist, d.LeaveWaitlist, d.SettleOffer)),
}
NAME = re.compile(r"[a-z0-9]+\.[a-z]+")
WORDS = {"status", "zone", "actor", "asked_by", "settlement"}  # words of ours and of the tz database
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def facts_of_the_table() -> Iterator[FactType]:
    for _name, before, news, _stage, _effects in ROWS:
        for effect in advance(before, news)[1]:
            if isinstance(effect, d.EndBooking):
                yield booking_fact(is_first=False, has_moved=False, status=effect.status)
            elif isinstance(effect, d.Deed) and (fact := BY_DEED[type(effect)]) is not None:
                yield fact


def test_each_transition_of_a_booking_in_the_journeys_table_is_one_fact_and_none_is_missing() -> None:
    told = set(facts_of_the_table())
    assert told == {each for each in FactType if each.startswith("booking.")} - set(never_rowed())
    assert {*BY_DEED, d.EndBooking} == {*get_args(d.AnyPlainDeed), *get_args(m.AnyMoveDeed)}


def never_rowed() -> Iterator[FactType]:
    """Endings that the table's rows do not name one by one: the machine has one row for all alarms of a kind."""
    yield FactType.BOOKING_ENDED


def test_each_status_and_each_settlement_has_exactly_one_type() -> None:
    assert STATUS_FACTS.keys() == set(BookingStatus)
    assert OFFER_FACTS.keys() == set(OfferSettlement)
    types = [*STATUS_FACTS.values(), *OFFER_FACTS.values()]
    assert len(types) == len(set(types))


def test_each_type_is_documented_once_with_an_example_of_its_own_words() -> None:
    assert [fact.type for fact in FACTS] == list(FactType)
    for fact in FACTS:
        assert NAME.fullmatch(fact.type)
        assert fact.description
        assert fact.example["type"] == fact.type


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.type)
def test_an_example_has_public_ids_instants_and_our_own_words_only(fact: Any) -> None:
    for name, value in fact.data.items():
        if name not in WORDS and isinstance(value, str):
            assert INSTANT.fullmatch(value) or UUID(value).version == 4


def test_a_line_of_a_booking_is_a_request_a_move_or_what_its_status_says() -> None:
    for is_first, has_moved, status in itertools.product((True, False), (True, False), BookingStatus):
        fact = booking_fact(is_first=is_first, has_moved=has_moved, status=status)
        wanted = (
            FactType.BOOKING_REQUESTED if is_first else FactType.BOOKING_MOVED if has_moved else STATUS_FACTS[status]
        )
        assert fact is wanted
