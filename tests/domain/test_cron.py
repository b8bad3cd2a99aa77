"""Times that recur: what is understood, what is refused, and when they come."""

from datetime import UTC, datetime

import pytest

from domain.cron import CronError, occurrences, read_cron

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday


def next_of(words: str, zone: str = "Europe/Moscow", count: int = 3, after: datetime = NOW) -> list[str]:
    return [f"{each:%m-%d %H:%M}" for each in occurrences(read_cron(words), zone, after=after, count=count)]


def test_the_times_of_a_day_of_the_week_are_those_of_the_zone() -> None:
    assert next_of("0 10 * * 1") == ["11-30 07:00", "12-07 07:00", "12-14 07:00"]
    assert next_of("0 10 * * mon", "Asia/Yekaterinburg", 1) == ["11-30 05:00"]


def test_ranges_steps_lists_and_names_are_understood() -> None:
    assert next_of("30 9-18/4 * * 1-5", count=4) == ["11-23 10:30", "11-23 14:30", "11-24 06:30", "11-24 10:30"]
    assert next_of("0 12 1,15 jan,feb *") == ["01-01 09:00", "01-15 09:00", "02-01 09:00"]
    assert next_of("5 */12 * * *", "UTC") == ["11-23 12:05", "11-24 00:05", "11-24 12:05"]


def test_a_wall_time_that_the_clocks_skip_is_left_out_and_one_that_comes_twice_comes_once() -> None:
    spring = datetime(2027, 3, 27, tzinfo=UTC)
    assert next_of("30 2 * * *", "Europe/Berlin", 2, after=spring) == ["03-27 01:30", "03-29 00:30"]
    autumn = datetime(2027, 10, 30, 12, tzinfo=UTC)
    assert next_of("30 2 * * *", "Europe/Berlin", 2, after=autumn) == ["10-31 00:30", "11-01 01:30"]


def test_the_last_day_of_february_comes_every_four_years() -> None:
    found = occurrences(read_cron("0 12 29 2 *"), "UTC", after=NOW, count=2)
    assert [each.year for each in found] == [2028, 2032]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("0 10 * *", "five words"),
        ("0 10 * * * *", "five words"),
        ("* 10 * * *", "once an hour"),
        ("*/30 * * * *", "once an hour"),
        ("0,30 10 * * *", "once an hour"),
        ("0 24 * * *", "between 0 and 23"),
        ("0 10 * * 7", "between 0 and 6"),
        ("0 18-9 * * *", "smaller number first"),
        ("0 */0 * * *", "between"),
        ("0 10 1 * 1", "either"),
        ("0 10 30 2 *", "no such day"),
        ("0 ten * * *", "is no hour"),
        ("0 ² * * *", "is no hour"),
        ("0 9/3 * * *", "without a range"),
        ("@daily", "five words"),
    ],
)
def test_what_is_no_time_or_too_often_is_refused_with_a_reason(words: str, why: str) -> None:
    with pytest.raises(CronError, match=why):
        read_cron(words)
