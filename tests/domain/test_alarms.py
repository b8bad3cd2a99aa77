"""The other instants of a booking: deadline, nudge, silence, outcome."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.alarms import is_quiet, plan_alarms
from domain.booking import Alarms
from domain.policy import DEFAULT_POLICY, Policy
from tests.domain.moscow import MOSCOW, at

LENGTH = timedelta(minutes=20)
ZONES = ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Novosibirsk", "Asia/Kamchatka", "Europe/Berlin")
STARTS = st.datetimes(datetime(2027, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware at once
LEADS = st.timedeltas(DEFAULT_POLICY.minimum_notice, timedelta(days=5))
SPREADS = st.integers(0, 59).map(lambda seconds: timedelta(seconds=seconds))


def plan(
    now: datetime,
    starts_at: datetime,
    *,
    candidate_zone: str = MOSCOW,
    recruiter_zone: str = MOSCOW,
    policy: Policy = DEFAULT_POLICY,
    spread: timedelta = timedelta(),
) -> Alarms:
    return plan_alarms(
        now=now,
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        candidate_zone=candidate_zone,
        recruiter_zone=recruiter_zone,
        policy=policy,
        spread=spread,
    )


@pytest.mark.parametrize(
    ("now", "start", "expected"),
    [
        ("08 12:00", "10 12:00", "09 12:00"),  # a day after the request
        ("08 12:00", "09 12:31", "09 12:00"),
        ("08 12:00", "09 12:30", "09 12:00"),
        ("08 12:00", "09 12:00", "09 11:30"),  # never later than half an hour before the start
        ("08 12:00", "08 13:00", "08 12:30"),
    ],
)
def test_a_request_is_answered_within_a_day_and_half_an_hour_before_the_start(
    now: str, start: str, expected: str
) -> None:
    assert plan(at(now), at(start)).answer_until == at(expected)


def test_a_city_may_choose_its_own_deadline() -> None:
    policy = Policy(approval_deadline=timedelta(hours=4), approval_margin=timedelta(hours=2))
    assert plan(at("08 12:00"), at("10 12:00"), policy=policy).answer_until == at("08 16:00")
    assert plan(at("08 12:00"), at("08 17:00"), policy=policy).answer_until == at("08 15:00")


@pytest.mark.parametrize(
    ("now", "start", "expected"),
    [
        ("08 09:00", "10 12:00", "08 21:00"),  # half of 24 hours
        ("08 10:00", "10 12:00", "09 08:00"),  # 22:00 is quiet: the next morning
        ("08 15:00", "10 12:00", "09 08:00"),  # so is 03:00
        ("08 12:00", "08 14:30", "08 13:00"),  # half of two hours
        ("08 23:00", "09 08:20", None),  # the quiet hours last until after the deadline (07:50)
        ("08 21:00", "09 08:30", None),  # the morning is the deadline itself
        ("08 21:00", "09 08:31", "09 08:00"),
    ],
)
def test_the_recruiter_is_nudged_at_half_time_outside_of_quiet_hours(
    now: str, start: str, expected: str | None
) -> None:
    assert plan(at(now), at(start)).nudge_at == (at(expected) if expected else None)


def test_quiet_hours_of_the_recruiter_are_those_of_the_recruiters_zone() -> None:
    alarms = plan(at("08 09:00"), at("10 12:00"), recruiter_zone="Asia/Novosibirsk")
    assert alarms.nudge_at == at("09 04:00")  # 21:00 in Moscow is 01:00 there, 08:00 there is 04:00 in Moscow


@pytest.mark.parametrize(
    ("now", "start", "expected"),
    [
        ("08 12:00", "10 15:00", "10 14:00"),  # an hour before the start
        ("10 13:30", "10 15:00", "10 14:20"),  # reminded at 14:00: twenty minutes later
        ("10 14:00", "10 15:00", "10 14:25"),  # reminded at 14:05
        ("10 14:10", "10 15:00", "10 14:35"),
        ("10 14:15", "10 15:00", "10 14:40"),
        ("10 14:16", "10 15:00", None),  # not reminded at all
        ("08 12:00", "10 08:45", "10 08:20"),  # reminded at 08:00
    ],
)
def test_silence_is_reported_an_hour_before_or_twenty_minutes_after_the_reminder(
    now: str, start: str, expected: str | None
) -> None:
    assert plan(at(now), at(start)).no_answer_at == (at(expected) if expected else None)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("10 12:00", "10 12:30"),  # ten minutes after the end
        ("10 21:20", "10 21:50"),
        ("10 21:29", "10 21:59"),
        ("10 21:30", "11 08:00"),  # 22:00 is quiet
        ("10 23:50", "11 08:00"),
        ("10 05:00", "10 08:00"),
    ],
)
def test_the_outcome_is_asked_soon_after_the_end_or_in_the_morning(start: str, expected: str) -> None:
    assert plan(at("08 12:00"), at(start)).ask_outcome_at == at(expected)


@given(STARTS, LEADS, st.sampled_from(ZONES), st.sampled_from(ZONES), SPREADS)
def test_all_instants_are_in_utc_in_order_and_outside_of_quiet_hours(
    start: datetime, lead: timedelta, candidate_zone: str, recruiter_zone: str, spread: timedelta
) -> None:
    now = start - lead
    alarms = plan(now, start, candidate_zone=candidate_zone, recruiter_zone=recruiter_zone, spread=spread)
    assert now < alarms.answer_until <= start - DEFAULT_POLICY.approval_margin
    assert alarms.ask_outcome_at >= start + LENGTH + DEFAULT_POLICY.outcome_delay
    assert not is_quiet(alarms.ask_outcome_at, recruiter_zone, DEFAULT_POLICY)
    if alarms.nudge_at is not None:
        assert now + (alarms.answer_until - now) / 2 <= alarms.nudge_at < alarms.answer_until
        assert not is_quiet(alarms.nudge_at, recruiter_zone, DEFAULT_POLICY)
    if alarms.remind_at is None:
        assert alarms.no_answer_at is None
    if alarms.no_answer_at is not None:
        assert alarms.remind_at is not None
        assert alarms.remind_at + timedelta(minutes=20) <= alarms.no_answer_at <= start - timedelta(minutes=10)
    instants = (alarms.answer_until, alarms.nudge_at, alarms.remind_at, alarms.no_answer_at, alarms.ask_outcome_at)
    assert {instant.utcoffset() for instant in instants if instant is not None} == {timedelta()}


@given(STARTS, LEADS, st.timedeltas(timedelta(minutes=1), timedelta(days=3)), SPREADS)
def test_when_the_slot_moves_every_alarm_has_moved(
    start: datetime, lead: timedelta, later: timedelta, spread: timedelta
) -> None:
    """Without quiet hours a move of everything by any time moves every instant by that time."""
    sleepless = Policy(quiet_from=DEFAULT_POLICY.quiet_from, quiet_until=DEFAULT_POLICY.quiet_from)
    before = plan(start - lead, start, policy=sleepless, spread=spread)
    after = plan(start - lead + later, start + later, policy=sleepless, spread=spread)
    moved = [
        (old + later if old is not None else None, new)
        for old, new in (
            (before.answer_until, after.answer_until),
            (before.nudge_at, after.nudge_at),
            (before.remind_at, after.remind_at),
            (before.no_answer_at, after.no_answer_at),
            (before.ask_outcome_at, after.ask_outcome_at),
        )
    ]
    assert all(expected == new for expected, new in moved)


@pytest.mark.parametrize(
    ("ends", "again"),
    [
        (datetime(2026, 11, 25, 8, 20, tzinfo=UTC), datetime(2026, 11, 26, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 25, 20, 30, tzinfo=UTC), datetime(2026, 11, 27, 7, 0, tzinfo=UTC)),  # asked next morning
    ],
)
def test_who_does_not_say_how_it_went_is_asked_again_the_next_morning_by_their_own_clock(
    ends: datetime, again: datetime
) -> None:
    planned = plan_alarms(
        now=ends - timedelta(days=1),
        starts_at=ends - timedelta(minutes=20),
        ends_at=ends,
        candidate_zone="Asia/Omsk",
        recruiter_zone="Europe/Moscow",
        policy=Policy(),
        spread=timedelta(),
    )
    assert planned.ask_again_at == again
