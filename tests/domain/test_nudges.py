"""Somebody who does not choose is asked twice at most, by the clocks of their city and never at night."""

from datetime import time, timedelta

import pytest

from domain.alarms import is_quiet, plan_nudges
from domain.policy import DEFAULT_POLICY, Policy
from tests.domain.moscow import MOSCOW, at


@pytest.mark.parametrize(
    ("now", "nudges"),
    [
        ("08 12:00", ["08 14:00", "09 10:00"]),
        ("08 19:59", ["08 21:59", "09 10:00"]),
        ("08 20:00", ["09 10:00"]),  # 22:00 is quiet; on the morning after, once is enough
        ("08 23:30", ["09 10:00"]),
        ("09 00:30", ["09 08:00", "10 10:00"]),  # 02:30 is quiet, and this morning is not tomorrow
        ("09 05:59", ["09 08:00", "10 10:00"]),
        ("09 06:30", ["09 08:30", "10 10:00"]),
    ],
)
def test_the_first_question_comes_two_hours_on_and_the_second_next_morning(now: str, nudges: list[str]) -> None:
    assert plan_nudges(at(now), MOSCOW, DEFAULT_POLICY) == tuple(at(nudge) for nudge in nudges)


def test_the_morning_is_the_one_of_the_city() -> None:
    # It is 15:00 there, nine hours ahead of Moscow.
    assert plan_nudges(at("08 06:00"), "Asia/Kamchatka", DEFAULT_POLICY) == (at("08 08:00"), at("09 01:00"))


def test_a_city_that_sleeps_long_is_asked_when_it_wakes() -> None:
    policy = Policy(quiet_from=time(20, 0), quiet_until=time(11, 0))
    assert plan_nudges(at("08 12:00"), MOSCOW, policy) == (at("08 14:00"), at("09 11:00"))


@pytest.mark.parametrize("hour", range(48))
def test_whenever_it_is_there_are_one_or_two_later_and_apart_and_none_at_night(hour: int) -> None:
    now = at("08 00:10") + timedelta(hours=hour)
    nudges = plan_nudges(now, MOSCOW, DEFAULT_POLICY)
    assert nudges == tuple(sorted(nudges))
    assert len(nudges) in {1, 2}
    assert nudges[0] - now >= timedelta(hours=2)
    assert nudges[-1] - nudges[0] == timedelta() or nudges[-1] - nudges[0] > timedelta(hours=11)
    assert not any(is_quiet(nudge, MOSCOW, DEFAULT_POLICY) for nudge in nudges)
