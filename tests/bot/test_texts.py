from typing import get_args

import pytest

from bot import telegram_html, text_review, wording
from bot.samples import MUST_SAY, SAMPLES
from bot.samples.letters import LETTERS
from bot.texts import FOLDER
from bot.views import (
    attendance,
    choosing,
    invitations,
    leads,
    moving,
    proposing,
    relay,
    reports,
    requests,
    screening,
    standing,
    undelivered,
    waiting,
)
from domain.reservation import ReservationOutcome
from domain.stages import Stage
from standin.html_reader import HtmlReader
from workflows.chapters.moved import PICK_ANOTHER
from workflows.effects import AnyLetter

KINDS = {letter.kind for letter in get_args(AnyLetter)}


def own(key: str) -> bool:
    return not key.rsplit("/", maxsplit=1)[-1].startswith("_")


@pytest.mark.parametrize("language", sorted(wording.languages()))
@pytest.mark.parametrize("key", sorted(SAMPLES))
def test_every_text_renders_in_every_situation_and_telegram_takes_it(key: str, language: str) -> None:
    for text in wording.preview(key, language):
        assert telegram_html.problems(text) == []
        read, _entities = HtmlReader(text).read()
        assert read.strip()
        assert telegram_html.units(read) <= telegram_html.LONGEST_MESSAGE
        assert "{" not in read


def test_texts_letters_and_views_have_the_same_names() -> None:
    rooms = (
        attendance,
        choosing,
        invitations,
        leads,
        moving,
        proposing,
        relay,
        reports,
        requests,
        screening,
        standing,
        undelivered,
        waiting,
    )
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


def test_every_denial_that_reaches_a_candidate_has_its_own_words() -> None:
    words = {
        wording.render(f"because_move/{denial}", "ru", {"city": "Казань", "listed": True}) for denial in PICK_ANOTHER
    }
    assert len(words) == len(PICK_ANOTHER) == 9


def test_every_stage_has_its_words() -> None:
    assert {f"stages/{stage}" for stage in Stage} <= wording.keys_of_texts()


@pytest.mark.parametrize("language", sorted(wording.languages()))
@pytest.mark.parametrize("key", sorted(SAMPLES))
def test_every_default_could_be_saved_as_an_override(key: str, language: str) -> None:
    assert text_review.review(key, (FOLDER / language / f"{key}.html").read_text(encoding="utf-8"), language) == []


def test_the_reminder_says_when_by_whose_clock_and_by_the_readers_own() -> None:
    text = wording.render("remind_candidate", "ru", SAMPLES["remind_candidate"][0])
    assert "В среду, 25 ноября, в 14:00 (Екатеринбург, МСК+2)" in text
    assert '<tg-time unix="1795597200" format="wDt">' in text


def test_the_congratulation_names_what_the_brief_asks_for() -> None:
    text = wording.render("congratulate", "ru", SAMPLES["congratulate"][1])
    when = "В среду, 25 ноября, в 14:00 (Екатеринбург, МСК+2)"
    for part in ("собеседование назначено", when, "15–20 минут", "Формат", "подготовиться", "Просьба перенести"):
        assert part in text


@pytest.mark.parametrize("key", ["congratulate", "give_meeting_details", "remind_candidate", "calendar/description"])
def test_a_place_that_is_not_known_leaves_no_placeholder(key: str) -> None:
    nowhere = {"meeting_link": None, "address": None, "by_video": False}
    text = wording.render(key, "ru", {**SAMPLES[key][0], **nowhere})
    for placeholder in ("None", "http", "📍", "📹", "Адрес"):
        assert placeholder not in text


def test_what_people_wrote_cannot_become_markup() -> None:
    sample = SAMPLES["pass_words"][0]
    text = wording.render("pass_words", "ru", {**sample, "words": "<b>hi</b> & {{ name }}"})
    assert "&lt;b&gt;hi&lt;/b&gt; &amp; {{ name }}" in text
