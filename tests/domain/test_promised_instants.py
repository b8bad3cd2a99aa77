"""The instant is the truth: reminders ring at it in every zone, across gaps, folds and decrees, as the table promises.

What the table promises is written down a second time in `tests/workflows/generated/promise.py`, by walking the clock.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.alarms import plan_alarms, plan_reminder
from domain.policy import Policy
from domain.timezones import LocalTimeError, instant, local, zone
from tests.workflows.generated import promise
from tests.workflows.generated.scenario import POLICIES, ZONES

RESTLESS = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Almaty", "America/St_Johns")
SLEEPLESS = Policy(quiet_from=time(3, 0), quiet_until=time(3, 0))
LENGTH = timedelta(minutes=20)
MINUTES = st.integers(0, 3 * 366 * 24 * 12).map(lambda count: datetime(2024, 1, 1, tzinfo=UTC) + count * LENGTH / 4)
JUMPS = st.sampled_from(
    [
        datetime(2027, 3, 28, 1, tzinfo=UTC),  # Berlin goes forward
        datetime(2027, 10, 31, 1, tzinfo=UTC),  # and back
        datetime(2024, 2, 29, 18, tzinfo=UTC),  # Almaty by decree
        datetime(2027, 10, 2, 15, 30, tzinfo=UTC),  # Lord Howe goes forward by half an hour
        datetime(2027, 11, 7, 6, tzinfo=UTC),  # New York goes back
    ]
)
NEAR_JUMPS = st.builds(lambda jump, count: jump + count * LENGTH / 4, JUMPS, st.integers(-300, 300))
STARTS = MINUTES | NEAR_JUMPS
LEADS = st.integers(0, 5 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)) | st.timedeltas(
    timedelta(), timedelta(hours=5)
)
SPREADS = st.integers(0, 59).map(lambda seconds: timedelta(seconds=seconds))
EVERYWHERE = st.sampled_from((*ZONES, *RESTLESS))


def entered(day: date, at: time, name: str) -> datetime | tuple[datetime, ...]:
    """Return the instant that a wall time means, or both of its readings."""
    try:
        return instant(day, at, name)
    except LocalTimeError as refused:
        return refused.readings


@given(STARTS, LEADS, EVERYWHERE, st.sampled_from(POLICIES), SPREADS)
@example(
    datetime(2027, 3, 10, 5, 45, tzinfo=UTC), timedelta(days=1), "Europe/Moscow", POLICIES[0], timedelta(seconds=30)
)
def test_the_plan_is_what_the_table_promises(
    starts_at: datetime, lead: timedelta, name: str, policy: Policy, spread: timedelta
) -> None:
    now = starts_at - lead
    planned = plan_reminder(now=now, starts_at=starts_at, zone_name=name, policy=policy, spread=spread)
    assert planned == promise.due(now=now, starts_at=starts_at, zone_name=name, policy=policy, spread=spread)


@given(STARTS, EVERYWHERE, SPREADS)
def test_without_quiet_hours_the_reminder_rings_two_real_hours_before_the_start_across_any_jump(
    starts_at: datetime, name: str, spread: timedelta
) -> None:
    now = starts_at - timedelta(days=3)
    due = plan_reminder(now=now, starts_at=starts_at, zone_name=name, policy=SLEEPLESS, spread=spread)
    assert due == starts_at - timedelta(hours=2) - spread


@given(STARTS, LEADS, EVERYWHERE, EVERYWHERE, st.sampled_from(POLICIES))
def test_an_instant_means_the_same_in_whatever_zone_it_is_written(
    starts_at: datetime, lead: timedelta, written_in: str, name: str, policy: Policy
) -> None:
    plans = [
        plan_alarms(
            now=(starts_at - lead).astimezone(written),
            starts_at=starts_at.astimezone(written),
            ends_at=(starts_at + LENGTH).astimezone(written),
            candidate_zone=name,
            recruiter_zone=name,
            policy=policy,
            spread=timedelta(),
        )
        for written in (UTC, zone(written_in))
    ]
    assert plans[0] == plans[1]


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.times(), EVERYWHERE)
def test_what_is_entered_is_stored_as_one_instant_that_shows_the_same_time_or_is_refused(
    day: date, at: time, name: str
) -> None:
    stored = entered(day, at, name)
    if isinstance(stored, tuple):
        assert len(stored) == 2
    else:
        assert stored.utcoffset() == timedelta()
        assert local(stored, name).replace(tzinfo=None) == datetime.combine(day, at)


@pytest.mark.parametrize(("day", "hours"), [(date(2024, 2, 29), 6), (date(2024, 3, 1), 5)])
def test_a_reminder_rings_at_the_stored_instant_on_both_sides_of_a_decree(day: date, hours: int) -> None:
    starts_at = instant(day, time(15, 0), "Asia/Almaty")
    assert starts_at == datetime(day.year, day.month, day.day, 15 - hours, tzinfo=UTC)
    due = plan_reminder(
        now=datetime(2024, 2, 27, tzinfo=UTC),
        starts_at=starts_at,
        zone_name="Asia/Almaty",
        policy=POLICIES[0],
        spread=timedelta(),
    )
    assert due == starts_at - timedelta(hours=2)
    assert local(due, "Asia/Almaty").time() == time(13, 0)


def test_a_slot_entered_before_a_decree_keeps_its_instant_and_shows_another_time_after_it() -> None:
    """Until the decree was known, ten on 2 March 2024 in Almaty was entered as UTC+6."""
    entered = datetime(2024, 3, 2, 4, tzinfo=UTC)
    assert local(entered, "Asia/Almaty").time() == time(9, 0)
    due = plan_reminder(
        now=entered - timedelta(days=9),
        starts_at=entered,
        zone_name="Asia/Almaty",
        policy=SLEEPLESS,
        spread=timedelta(),
    )
    assert due == entered - timedelta(hours=2)
