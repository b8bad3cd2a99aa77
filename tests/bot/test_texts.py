from typing import get_args

import pytest

from bot import telegram_html, wording
from bot.samples import MUST_SAY, SAMPLES
from bot.samples.letters import LETTERS
from bot.texts import FOLDER
from bot.views import attendance, choosing, relay, reports, requests, screening, standing, waiting
from domain.reservation import ReservationOutcome
from domain.stages import Stage
from standin.html_reader import HtmlReader
from workflows.effects import AnyLetter

KINDS = {letter.kind for letter in get_args(AnyLetter)}


def own(key: str) -> bool:
    return not key.rsplit("/", maxsplit=1)[-1].startswith("_")


@pytest.mark.parametrize("key", sorted(SAMPLES))
def test_every_text_renders_in_every_situation_and_telegram_takes_it(key: str) -> None:
    for text in wording.preview(key, "ru"):
        assert telegram_html.problems(text) == []
        read, _entities = HtmlReader(text).read()
        assert read.strip()
        assert telegram_html.units(read) <= telegram_html.LONGEST_MESSAGE
        assert "{" not in read


def test_texts_letters_and_views_have_the_same_names() -> None:
    rooms = (attendance, choosing, relay, reports, requests, screening, standing, waiting)
    views = {kind for kind in KINDS for room in rooms if callable(getattr(room, kind, None))}
    texts = {key for key in wording.keys_of_texts() if "/" not in key and own(key)}
    assert texts == views == set(LETTERS) == KINDS


def test_every_text_has_a_sample_and_every_sample_a_text() -> None:
    assert {key for key in wording.keys_of_texts() if own(key)} == set(SAMPLES)
    assert set(MUST_SAY) <= set(SAMPLES)


def test_every_outcome_of_a_pick_has_its_own_words() -> None:
    refusals = [outcome for outcome in ReservationOutcome if outcome is not ReservationOutcome.RESERVED]
    words = {wording.render(f"because/{outcome}", "ru", {"city": "Казань", "listed": False}) for outcome in refusals}
    assert len(words) == len(refusals) == 9


def test_every_stage_has_its_words() -> None:
    assert {f"stages/{stage}" for stage in Stage} <= wording.keys_of_texts()


@pytest.mark.parametrize("key", sorted(SAMPLES))
def test_every_default_could_be_saved_as_an_override(key: str) -> None:
    wording.validate(key, (FOLDER / "ru" / f"{key}.html").read_text(encoding="utf-8"))


def test_the_reminder_says_when_by_whose_clock_and_by_the_readers_own() -> None:
    text = wording.render("remind_candidate", "ru", SAMPLES["remind_candidate"][0])
    assert "В среду, 25 ноября, в 14:00 (Екатеринбург, МСК+2)" in text
    assert '<tg-time unix="1795597200" format="wDt">' in text


def test_the_congratulation_names_what_the_brief_asks_for() -> None:
    text = wording.render("congratulate", "ru", SAMPLES["congratulate"][1])
    for part in ("собеседование назначено", "15–20 минут", "МСК+2", "подготовиться", "Просьба перенести"):
        assert part in text


def test_what_people_wrote_cannot_become_markup() -> None:
    sample = SAMPLES["pass_words"][0]
    text = wording.render("pass_words", "ru", {**sample, "words": "<b>hi</b> & {{ name }}"})
    assert "&lt;b&gt;hi&lt;/b&gt; &amp; {{ name }}" in text
