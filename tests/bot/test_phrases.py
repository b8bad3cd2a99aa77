import ast
from datetime import UTC, datetime, timedelta

import pytest
from babel import Locale, dates

from bot import wording
from bot.phrases import Moment, phrases
from tests.sources import sources

YEAR = [datetime(2026, 1, 1, 21, 30, tzinfo=UTC) + timedelta(days=day) for day in range(366)]
# The nominative of each day, and the two forms that Russian needs beside it.
ON = {
    "понедельник": "в понедельник",
    "вторник": "во вторник",
    "среда": "в среду",
    "четверг": "в четверг",
    "пятница": "в пятницу",
    "суббота": "в субботу",
    "воскресенье": "в воскресенье",
}
UNTIL = {
    "понедельник": "понедельника",
    "вторник": "вторника",
    "среда": "среды",
    "четверг": "четверга",
    "пятница": "пятницы",
    "суббота": "субботы",
    "воскресенье": "воскресенья",
}
MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]


def moment(at: datetime) -> Moment:
    return Moment(at=at, zone="Asia/Yekaterinburg", place="Екатеринбург")


def test_russian_declines_every_day_of_a_year() -> None:
    said = phrases("ru")
    for each in map(moment, YEAR):
        weekday = dates.format_date(each.wall.date(), "EEEE", locale="ru")
        date = f"{each.wall.day} {MONTHS[each.wall.month - 1]}"
        assert said.when(each) == f"{ON[weekday]}, {date}, в 02:30 (Екатеринбург, МСК+2)"
        assert said.by(each) == f"до {UNTIL[weekday]}, {date}, 02:30 (Екатеринбург, МСК+2)"
        assert said.day(each) == f"{weekday}, {date}"


def test_english_names_every_day_of_a_year() -> None:
    said = phrases("en")
    for each in map(moment, YEAR):
        date = f"{each.wall:%A}, {each.wall.day} {each.wall:%B}"
        assert said.when(each) == f"{date}, at 02:30 (Екатеринбург, UTC+5)"
        assert said.by(each) == f"by {date}, 02:30 (Екатеринбург, UTC+5)"
        assert said.day(each) == date


@pytest.mark.parametrize("language", sorted(wording.languages()))
def test_every_language_says_day_month_and_time_of_any_day(language: str) -> None:
    said, locale = phrases(language), Locale.parse(language)
    for at in YEAR:
        wall = moment(at).wall
        assert locale.days["format"]["wide"][wall.weekday()] in said.day(moment(at))
        for words in (said.when(moment(at)), said.by(moment(at)), said.day(moment(at))):
            assert str(wall.day) in words
            assert locale.months["format"]["wide"][wall.month] in words


@pytest.mark.parametrize(
    ("zone", "place", "said"),
    [
        ("Europe/Moscow", "Казань", "Wednesday, 25 November, at 12:00 (Казань, UTC+3)"),
        ("Asia/Kolkata", "", "Wednesday, 25 November, at 14:30 (UTC+5:30)"),
        ("Atlantic/Reykjavik", "", "Wednesday, 25 November, at 09:00 (UTC)"),
    ],
)
def test_english_counts_zones_from_utc(zone: str, place: str, said: str) -> None:
    assert phrases("en").when(Moment(at=datetime(2026, 11, 25, 9, tzinfo=UTC), zone=zone, place=place)) == said


@pytest.mark.parametrize(("number", "said"), [(1, "1 time"), (0, "0 times"), (2, "2 times"), (21, "21 times")])
def test_english_numbers_have_two_forms(number: int, said: str) -> None:
    assert phrases("en").plural(number, "time", "times") == said


def test_a_wall_time_that_is_no_instant_can_be_said_too() -> None:
    skipped = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001 - typed by somebody, and no zone makes an instant of it
    assert phrases("ru").wall(skipped) == "вс, 29 мар., 02:30"
    assert phrases("en").wall(skipped) == "Sun, 29 Mar, 02:30"


def test_nothing_else_makes_words_of_dates() -> None:
    """A format of its own, such as `f"{starts:%d.%m}"`, would be the same in every language."""
    by_hand = [
        f"{source.path}:{node.lineno}"
        for source in sources("bot", "activities")
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Attribute) and node.attr in {"strftime", "isoformat", "ctime"})
        or (isinstance(node, ast.FormattedValue) and node.format_spec and "%" in ast.unparse(node.format_spec))
    ]
    assert by_hand == []
