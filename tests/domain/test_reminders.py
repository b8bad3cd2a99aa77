"""The one reminder: two hours before, later for late bookings, never in quiet hours, never none without a substitute.

None means that the congratulation itself carries the three buttons.
"""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.alarms import is_quiet
from domain.policy import DEFAULT_POLICY, Policy
from tests.domain.moscow import at, remind

LATE = timedelta(minutes=45)
SLEEPLESS = Policy(quiet_from=time(3, 0), quiet_until=time(3, 0))
ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Asia/Almaty",
    "Asia/Novosibirsk",
    "Asia/Kamchatka",
    "Europe/Berlin",
    "America/New_York",
)
STARTS = st.datetimes(datetime(2027, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware at once
LEADS = st.one_of(
    st.timedeltas(timedelta(), timedelta(hours=4)),
    st.timedeltas(timedelta(), timedelta(days=4)),
    st.integers(0, 300).map(lambda minutes: timedelta(minutes=minutes)),
)
SPREADS = st.integers(0, 59).map(lambda seconds: timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [0, 1, 30, 59])
def test_two_hours_before_the_start_brought_forward_by_the_spread(seconds: int) -> None:
    spread = timedelta(seconds=seconds)
    assert remind(at("09 12:00"), at("10 15:00"), spread=spread) == at("10 13:00") - spread


@pytest.mark.parametrize(
    ("now", "start", "expected"),
    [
        ("10 10:00", "10 12:01", "10 10:01"),  # just outside of the window: the ordinary reminder
        ("10 10:00", "10 12:00", "10 11:00"),  # inside: an hour before
        ("10 10:00", "10 11:30", "10 10:30"),
        ("10 10:00", "10 11:05", "10 10:05"),
        ("10 10:00", "10 11:00", "10 10:05"),  # less than an hour is left: five minutes to breathe
        ("10 10:00", "10 10:45", "10 10:05"),
        ("10 10:00", "10 10:44", None),  # too near: the congratulation carries the buttons
        ("10 10:00", "10 10:00", None),
        ("10 10:00", "10 09:00", None),
    ],
)
def test_a_late_booking_is_reminded_once_or_congratulated_with_buttons(
    now: str, start: str, expected: str | None
) -> None:
    assert remind(at(now), at(start)) == (at(expected) if expected else None)


def test_a_city_may_choose_another_lead() -> None:
    assert remind(at("08 12:00"), at("10 20:00"), policy=Policy(reminder_lead=timedelta(hours=24))) == at("09 20:00")


@given(STARTS, LEADS, st.sampled_from(ZONES), SPREADS)
def test_a_reminder_is_never_past_never_in_quiet_hours_and_never_too_near_the_start(
    start: datetime, lead: timedelta, zone: str, spread: timedelta
) -> None:
    now = start - lead
    reminder = remind(now, start, zone=zone, spread=spread)
    if reminder is not None:
        assert now < reminder <= start - timedelta(minutes=40)
        assert not is_quiet(reminder, zone, DEFAULT_POLICY)
        assert reminder.utcoffset() == timedelta()


@given(STARTS, st.sampled_from(ZONES), LEADS, SPREADS)
def test_planning_again_before_the_reminder_does_not_move_an_ordinary_one(
    start: datetime, zone: str, lead: timedelta, spread: timedelta
) -> None:
    first = remind(start - timedelta(days=5), start, zone=zone, spread=spread)
    assume(first is not None and start - lead < first and lead > DEFAULT_POLICY.reminder_lead + spread)
    assert remind(start - lead, start, zone=zone, spread=spread) == first


@given(STARTS, LEADS)
def test_without_quiet_hours_only_a_start_within_45_minutes_goes_without_a_reminder(
    start: datetime, lead: timedelta
) -> None:
    assert (remind(start - lead, start, policy=SLEEPLESS) is None) == (lead < LATE)


@given(STARTS, LEADS, st.sampled_from(ZONES), SPREADS)
def test_an_ordinary_reminder_comes_two_hours_before_or_quiet_hours_were_in_the_way(
    start: datetime, lead: timedelta, zone: str, spread: timedelta
) -> None:
    assume(lead > DEFAULT_POLICY.reminder_lead + spread)
    due = start - DEFAULT_POLICY.reminder_lead - spread
    if not is_quiet(due, zone, DEFAULT_POLICY):
        assert remind(start - lead, start, zone=zone, spread=spread) == due


@pytest.mark.parametrize(("now", "spread"), [("10 09:59:50", 30), ("10 09:59:59", 1), ("10 09:59:01", 59)])
def test_the_spread_takes_no_reminder_away(now: str, spread: int) -> None:
    """The due time is past by the spread alone: such a booking is late, and late ones are reminded an hour before."""
    assert remind(at(now), at("10 12:00"), spread=timedelta(seconds=spread)) == at("10 11:00")
