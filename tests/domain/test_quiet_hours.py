"""Nobody is reminded at night: to the morning, else to the evening before, else the congratulation has the buttons."""

from datetime import UTC, datetime, time, timedelta

import pytest

from domain.alarms import is_quiet
from domain.policy import DEFAULT_POLICY, Policy
from tests.domain.moscow import MOSCOW, at, remind

NOON_REST = Policy(quiet_from=time(13, 0), quiet_until=time(15, 0))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("10 10:00", "10 08:00"),  # exactly the end of the quiet hours is allowed
        ("10 09:59", "10 08:00"),
        ("10 08:46", "10 08:00"),
        ("10 08:45", "10 08:00"),  # leaves 45 minutes
        ("10 08:44", "09 21:59"),  # does not: the last allowed minute of the evening before
        ("10 08:00", "09 21:59"),
        ("10 05:00", "09 21:59"),
        ("10 00:30", "09 21:59"),
        ("10 00:00", "09 21:59"),  # due at 22:00, where the quiet hours begin
        ("09 23:59", "09 21:59"),  # due a minute before them
        ("09 23:00", "09 21:00"),
    ],
)
def test_a_reminder_in_quiet_hours_moves_to_the_morning_or_to_the_evening_before(start: str, expected: str) -> None:
    assert remind(at("08 12:00"), at(start)) == at(expected)


@pytest.mark.parametrize(
    ("now", "start", "expected"),
    [
        ("09 21:58", "10 08:30", "09 21:59"),
        ("09 21:59", "10 08:30", None),  # the evening is past
        ("09 23:30", "10 08:30", None),
        ("10 03:00", "10 08:30", None),
        ("10 03:00", "10 08:45", "10 08:00"),
        ("10 07:00", "10 08:50", "10 08:00"),  # a late booking at dawn waits for the morning as well
        ("10 07:00", "10 08:40", None),
        ("09 21:30", "09 23:20", "09 21:59"),  # a late booking in the evening
        ("09 21:59", "09 23:20", None),
        ("09 23:00", "10 01:30", None),
    ],
)
def test_quiet_hours_that_leave_no_minute_give_the_buttons_to_the_congratulation(
    now: str, start: str, expected: str | None
) -> None:
    assert remind(at(now), at(start)) == (at(expected) if expected else None)


def test_the_spread_never_pulls_a_morning_reminder_into_quiet_hours() -> None:
    assert remind(at("08 12:00"), at("10 10:00"), spread=timedelta(seconds=30)) == at("10 08:00:30")


@pytest.mark.parametrize(
    ("start", "expected"),
    [("10 14:59", "10 12:59"), ("10 15:00", "10 12:59"), ("10 15:44", "10 12:59"), ("10 15:45", "10 15:00")],
)
def test_quiet_hours_within_a_day_work_the_same(start: str, expected: str) -> None:
    assert remind(at("08 12:00"), at(start), policy=NOON_REST) == at(expected)


def test_quiet_hours_from_midnight_begin_at_the_end_of_the_day_before() -> None:
    from_midnight = Policy(quiet_from=time(0, 0))
    assert remind(at("08 12:00"), at("10 08:30"), policy=from_midnight) == at("09 23:59")


def test_quiet_hours_are_those_of_the_city() -> None:
    start = at("10 11:00")  # 20:00 in Kamchatka
    assert remind(at("08 12:00"), start, zone="Asia/Kamchatka") == start - timedelta(hours=2)
    assert remind(at("08 12:00"), start, zone="Europe/London") == at("10 00:59")  # it starts at 08:00 there


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("21:59:59", False), ("22:00", True), ("23:59", True), ("00:00", True), ("07:59:59", True), ("08:00", False)],
)
def test_quiet_hours_begin_at_ten_and_end_at_eight(clock: str, quiet: bool) -> None:
    assert is_quiet(at(f"10 {clock}"), MOSCOW, DEFAULT_POLICY) is quiet


def test_quiet_hours_that_end_in_a_gap_end_after_it() -> None:
    policy = Policy(quiet_until=time(2, 30))
    start = datetime(2027, 3, 28, 2, 30, tzinfo=UTC)  # 04:30 in Berlin, whose clocks jump from 02:00 to 03:00
    reminder = remind(start - timedelta(hours=14), start, zone="Europe/Berlin", policy=policy)
    assert reminder is not None
    assert not is_quiet(reminder, "Europe/Berlin", policy)
