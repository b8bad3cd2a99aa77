"""Wall times and instants: gaps, folds, decrees, and the eleven zones of the country."""

import contextlib
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.timezones import LocalTimeError, LocalTimeProblem, UnknownZoneError, instant, local, zone

RUSSIAN = {
    "Europe/Kaliningrad": 2,
    "Europe/Moscow": 3,
    "Europe/Samara": 4,
    "Asia/Yekaterinburg": 5,
    "Asia/Omsk": 6,
    "Asia/Novosibirsk": 7,
    "Asia/Irkutsk": 8,
    "Asia/Yakutsk": 9,
    "Asia/Vladivostok": 10,
    "Asia/Magadan": 11,
    "Asia/Kamchatka": 12,
}
RESTLESS = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Almaty", "Europe/Moscow", "Asia/Tehran")
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001 - made aware at once


def read(day: date, at: time, name: str) -> tuple[LocalTimeProblem | None, tuple[datetime, ...]]:
    """Return what is wrong with a wall time, and the instants that it could mean."""
    try:
        return None, (instant(day, at, name),)
    except LocalTimeError as error:
        return error.problem, error.readings


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc] # the parts are year, month, day, hour, minute


def test_the_zones_come_from_one_package_on_every_machine() -> None:
    assert zoneinfo.TZPATH == ()


@pytest.mark.parametrize(("name", "hours"), RUSSIAN.items())
def test_ten_in_the_morning_is_ten_from_kaliningrad_to_kamchatka(name: str, hours: int) -> None:
    assert instant(date(2027, 6, 15), time(10, 0), name) == utc(2027, 6, 15, 10) - timedelta(hours=hours)
    assert instant(date(2027, 1, 15), time(10, 0), name) == utc(2027, 1, 15, 10) - timedelta(hours=hours)


@given(st.sampled_from(sorted(RUSSIAN)), st.dates(date(2017, 1, 1), date(2035, 1, 1)), st.times())
def test_no_wall_time_of_the_country_is_missing_or_doubled(name: str, day: date, at: time) -> None:
    assert local(instant(day, at, name), name).replace(tzinfo=None) == datetime.combine(day, at)


def test_almaty_moved_by_decree_on_the_first_of_march_2024() -> None:
    assert instant(date(2024, 2, 29), time(10, 0), "Asia/Almaty") == utc(2024, 2, 29, 4)
    assert instant(date(2024, 3, 1), time(10, 0), "Asia/Almaty") == utc(2024, 3, 1, 5)
    with pytest.raises(LocalTimeError) as doubled:
        instant(date(2024, 2, 29), time(23, 30), "Asia/Almaty")
    assert doubled.value.problem is LocalTimeProblem.AMBIGUOUS
    assert doubled.value.readings == (utc(2024, 2, 29, 17, 30), utc(2024, 2, 29, 18, 30))


@pytest.mark.parametrize(
    ("name", "day", "at", "problem", "readings"),
    [
        (
            "Europe/Berlin",
            date(2027, 3, 28),
            time(2, 30),
            LocalTimeProblem.MISSING,
            (utc(2027, 3, 28, 0, 30), utc(2027, 3, 28, 1, 30)),
        ),
        (
            "Europe/Berlin",
            date(2027, 10, 31),
            time(2, 30),
            LocalTimeProblem.AMBIGUOUS,
            (utc(2027, 10, 31, 0, 30), utc(2027, 10, 31, 1, 30)),
        ),
        (
            "Australia/Lord_Howe",
            date(2027, 10, 3),
            time(2, 15),
            LocalTimeProblem.MISSING,
            (utc(2027, 10, 2, 15, 15), utc(2027, 10, 2, 15, 45)),
        ),
        (
            "Europe/Moscow",
            date(2014, 10, 26),
            time(1, 30),
            LocalTimeProblem.AMBIGUOUS,
            (utc(2014, 10, 25, 21, 30), utc(2014, 10, 25, 22, 30)),
        ),
    ],
)
def test_gaps_and_folds_are_refused_with_both_readings(
    name: str, day: date, at: time, problem: LocalTimeProblem, readings: tuple[datetime, ...]
) -> None:
    with pytest.raises(LocalTimeError) as refused:
        instant(day, at, name)
    assert (refused.value.problem, refused.value.readings) == (problem, readings)


@pytest.mark.parametrize(
    ("day", "at"),
    [(date(2027, 3, 28), time(1, 59)), (date(2027, 3, 28), time(3, 0)), (date(2027, 10, 31), time(3, 0))],
)
def test_the_minutes_around_a_jump_are_ordinary(day: date, at: time) -> None:
    assert local(instant(day, at, "Europe/Berlin"), "Europe/Berlin").replace(tzinfo=None) == datetime.combine(day, at)


@given(st.sampled_from(RESTLESS), INSTANTS)
def test_every_instant_is_among_the_readings_of_its_own_wall_time(name: str, moment: datetime) -> None:
    wall = local(moment, name)
    problem, readings = read(wall.date(), wall.time(), name)
    assert problem is not LocalTimeProblem.MISSING
    assert moment in readings


@given(st.sampled_from(RESTLESS), st.dates(date(2000, 1, 1), date(2035, 1, 1)), st.times())
def test_a_missing_wall_time_is_shown_by_no_clock_and_any_other_by_every_reading(
    name: str, day: date, at: time
) -> None:
    problem, readings = read(day, at, name)
    shown = [local(reading, name).replace(tzinfo=None, fold=0) == datetime.combine(day, at) for reading in readings]
    assert shown == [problem is not LocalTimeProblem.MISSING] * (1 if problem is None else 2)


@pytest.mark.parametrize("name", ["Moscow", "", "UTC+3", "europe", "Europe", "../etc/passwd", "/etc/localtime", "a\0b"])
def test_what_is_no_zone_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(UnknownZoneError):
        zone(name)


@given(st.text())
@example("__init__.py")
@example("tzdata.zi")
@example("Europe/\ud800")
def test_no_text_breaks_the_search_for_a_zone(name: str) -> None:
    with contextlib.suppress(UnknownZoneError):
        assert zone(name).utcoffset(datetime(2027, 1, 1, tzinfo=UTC)) is not None
