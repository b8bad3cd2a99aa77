"""Typed times: what is understood, and why the rest is not. It is Monday, 23 November 2026, 12:00 by the recruiter's clock."""

from datetime import datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings, strategies

from bot.slot_words.reader import LONGEST_WORDS, read_times
from bot.slot_words.reading import MOST_TIMES, MisreadError, Misreading, Reading
from domain.ids import CityId
from tests.bot.slot_phrases import MISREAD, UNDERSTOOD

WRITTEN = datetime.fromisoformat("2026-11-23 12:00")
KAZAN, NIZHNY, PERM, OREL = CityId(1), CityId(2), CityId(3), CityId(4)
CITIES = {KAZAN: "Казань", NIZHNY: "Нижний Новгород", PERM: "Пермь", OREL: "Орёл"}


def read(words: str) -> Reading:
    return read_times(words, written=WRITTEN, cities=CITIES, language="ru")


def shown(words: str) -> str:
    """Return the days, each with its first and last time, how many there are and how long each lasts."""
    days: dict[str, list[str]] = {}
    lengths = set()
    for typed in read(words).times:
        days.setdefault(f"{typed.starts:%d.%m}", []).append(f"{typed.starts:%H:%M}")
        lengths.add(typed.length // timedelta(minutes=1))
    times = "; ".join(
        f"{day} {', '.join(clocks) if len(clocks) < 4 else f'{clocks[0]}..{clocks[-1]} x{len(clocks)}'}"
        for day, clocks in days.items()
    )
    return f"{times} / {'+'.join(map(str, sorted(lengths)))}"


PARTS = [
    "завтра",
    "пн",
    "25.11",
    "25",
    "ноября",
    "10:00",
    "10",
    "9999",
    "-",
    ",",
    "\n",
    "и",
    "в",
    "с",
    "до",
    "по",
    "каждые",
    "мин",
]
PARTS += [
    "часа",
    "полчаса",
    "дня",
    "следующий",
    "этой",
    "неделе",
    "года",
    "Казань",
    "31.02.0001",
    "9" * 30,
    "0",
    "слово",
    "2026-11-25",
]


@settings(max_examples=400, deadline=None)
@given(strategies.lists(strategies.sampled_from(PARTS), max_size=12).map(" ".join) | strategies.text(max_size=40))
def test_whatever_is_typed_is_understood_or_refused(words: str) -> None:
    try:
        reading = read(words)
    except MisreadError:
        return
    assert 0 < len(reading.times) <= MOST_TIMES


@pytest.mark.parametrize("words", ["1," * 500, "1-" * 500, "завтра " * 140, "с 1 по " * 140, "пн," * 330])
def test_long_messages_are_read_at_once(words: str) -> None:
    begun = perf_counter()
    with pytest.raises(MisreadError):
        read(words)
    assert perf_counter() - begun < 2


@pytest.mark.parametrize(("words", "expected"), UNDERSTOOD.items())
def test_times_are_understood(words: str, expected: str) -> None:
    assert shown(words) == expected


@pytest.mark.parametrize(("words", "expected"), MISREAD.items())
def test_what_is_not_understood_is_named(words: str, expected: tuple[Misreading, str]) -> None:
    with pytest.raises(MisreadError) as refused:
        read(words)
    assert (refused.value.misreading, refused.value.words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Да",
        "И ещё",
        "Да, можно в 18:00",
        "Анне перезвоню сама",
        "25",
        "👍",
        "",
        "спасибо за 2 минуты",
        "я" * LONGEST_WORDS * 2,
    ],
)
def test_other_words_were_not_meant_as_times(words: str) -> None:
    with pytest.raises(MisreadError) as refused:
        read(words)
    assert not refused.value.meant_times


@pytest.mark.parametrize("words", ["завтра в 10 я занята", "завтра", "10-12", "25.11 10:00 Тверь"])
def test_words_that_were_meant_as_times_are_told_from_others(words: str) -> None:
    with pytest.raises(MisreadError) as refused:
        read(words)
    assert refused.value.meant_times


@pytest.mark.parametrize(
    ("words", "city"),
    [
        ("завтра 10:00 Казань", KAZAN),
        ("в Перми завтра 10:00", PERM),
        ("завтра 10 нижний новгород", NIZHNY),
        ("завтра 10:00 Орел", OREL),
        ("Орёл завтра 10:00", OREL),
        ("завтра 10:00", None),
    ],
)
def test_a_city_is_found_in_any_case(words: str, city: CityId | None) -> None:
    assert read(words).city_id == city


def test_a_date_without_a_year_is_the_nearest_one() -> None:
    (past,) = read("20.11 10:00").times
    (coming,) = read("20.02 10:00").times
    assert (past.starts.year, coming.starts.year) == (2026, 2027)


def test_yesterday_is_read_so_that_it_can_be_refused_as_past() -> None:
    (yesterday,), (before,) = read("вчера в 10").times, read("позавчера в 10").times
    assert before.starts < yesterday.starts < read("сегодня в 10").times[0].starts
