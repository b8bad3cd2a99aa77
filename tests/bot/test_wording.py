from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot import telegram_html, text_review, wording
from bot.phrases import Moment, phrases
from bot.samples import SAMPLES

GOOD = "Ждём вас {{ starts|when }}, {{ name }}!"
SAMPLE = SAMPLES["remind_candidate"][0]
NOON = datetime(2026, 11, 25, 9, tzinfo=UTC)


def refused(key: str, body: str) -> str:
    return "; ".join(flaw.what for flaw in text_review.review(key, body))


def test_an_override_beats_the_default() -> None:
    text = wording.render("remind_candidate", "ru", SAMPLE, override=GOOD)
    assert text.startswith("Ждём вас в среду, 25 ноября")


def test_an_override_that_does_not_render_is_replaced_by_the_default_with_an_alert() -> None:
    with capture_logs() as logs:
        text = wording.render("remind_candidate", "ru", SAMPLE, override="{{ nobody }} {{ starts|when }}")
    assert "скоро собеседование" in text.casefold()
    assert [entry["event"] for entry in logs if entry.get("alert")] == ["override_does_not_render"]


@pytest.mark.parametrize(
    "override",
    [
        "{{ starts|when }}, {name}",
        "{{ starts|when",
        "{{ starts.nowhere }}",
        "{% macro round() %}{{ round() }}{% endmacro %}{{ starts|when }}{{ round() }}",
        "<div>{{ starts|when }}</div>",
        "<b>{{ starts|when }}",
        "{% if name == 'Ольга' %}{{ starts|when }}{% endif %}",
    ],
)
def test_whatever_is_wrong_with_an_override_people_get_the_default(override: str) -> None:
    with capture_logs() as logs:
        text = wording.render("remind_candidate", "ru", SAMPLE, override=override)
    assert text == wording.render("remind_candidate", "ru", SAMPLE)
    (alert,) = [entry for entry in logs if entry.get("alert")]
    assert (alert["log_level"], alert["key"]) == ("error", "remind_candidate")
    assert "Анна" not in alert["reason"]


def test_braces_that_people_wrote_are_no_reason_to_doubt_an_override() -> None:
    sample = SAMPLES["pass_words"][0]
    with capture_logs() as logs:
        text = wording.render("pass_words", "ru", {**sample, "words": "{name}"}, override="Пишут: {{ words }}")
    assert (text, logs) == ("Пишут: {name}", [])


def test_an_unknown_placeholder_is_refused_by_its_name() -> None:
    assert "unknown placeholder surname" in refused("remind_candidate", "{{ surname }} {{ starts|when }}")


def test_a_missing_placeholder_is_refused_by_its_name() -> None:
    assert "missing placeholder starts" in refused("remind_candidate", "Ждём вас, {{ name }}!")


@pytest.mark.parametrize(
    "body",
    [
        "<div>{{ starts|when }}</div>",
        "<b>{{ starts|when }}",
        "{{ starts|when }}</b>",
        "<b><i>{{ starts|when }}</b></i>",
        "{{ starts|when }} <a href='javascript:x'>x</a>",
        "{{ starts|when }} < 5",
        "{{ starts|when }} {% if %}",
        "{{ starts.at.year / 0 }}",
        "{{ starts.__class__.__mro__ }}",
        "{{ starts|when }}" + "а" * 5000,
        "{{ starts|nowhere }}",
        "{{ starts.nowhere }}",
        "{{ starts|when }}, {name}",
        "{{ starts|when }}, {candidate_name",
        "{{ starts|when }} %}",
        "{% macro round() %}{{ round() }}{% endmacro %}{{ starts|when }}{{ round() }}",
        "{% if starts %}{% endif %}",
    ],
)
def test_what_telegram_would_refuse_is_refused_when_it_is_saved(body: str) -> None:
    assert refused("remind_candidate", body)


def test_a_good_override_is_accepted() -> None:
    assert text_review.review("remind_candidate", f"<b>{GOOD}</b>") == []


def test_an_unknown_language_falls_back_to_the_default_one() -> None:
    assert wording.known("xx") == "ru"
    assert wording.render("replies/stranger", "xx", {}) == wording.render("replies/stranger", "ru", {})


@pytest.mark.parametrize(
    ("zone", "place", "said"),
    [
        ("Europe/Moscow", "Казань", "в среду, 25 ноября, в 12:00 (Казань, МСК)"),
        ("Europe/Kaliningrad", "Калининград", "в среду, 25 ноября, в 11:00 (Калининград, МСК−1)"),
        ("Asia/Kolkata", "", "в среду, 25 ноября, в 14:30 (МСК+2:30)"),
        ("Asia/Vladivostok", "Владивосток", "в среду, 25 ноября, в 19:00 (Владивосток, МСК+7)"),
    ],
)
def test_a_moment_names_its_day_and_its_zone(zone: str, place: str, said: str) -> None:
    assert phrases("ru").when(Moment(at=NOON, zone=zone, place=place)) == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 окно"), (3, "3 окна"), (5, "5 окон"), (11, "11 окон"), (21, "21 окно")]
)
def test_numbers_are_followed_by_the_right_form(number: int, said: str) -> None:
    assert phrases("ru").plural(number, "окно", "окна", "окон") == said


def test_a_deadline_is_said_in_the_genitive() -> None:
    assert phrases("ru").by(Moment(at=NOON, zone="Europe/Moscow")) == "до среды, 25 ноября, 12:00 (МСК)"


def test_plain_text_has_no_markup() -> None:
    assert telegram_html.plain("<b>Да</b> &amp; нет") == "Да & нет"
