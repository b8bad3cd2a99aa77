import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, meta

from bot import wording
from bot.phrases import Moment, phrases
from bot.questionnaire import default_content
from bot.samples import SAMPLES
from bot.texts import FOLDER

CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
OTHERS = sorted(set(wording.languages()) - {wording.DEFAULT_LANGUAGE})
IN_EACH = pytest.mark.parametrize("language", OTHERS)


def texts(language: str) -> dict[str, Path]:
    folder = FOLDER / language
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix == ".html"}


def placeholders(path: Path) -> set[str]:
    environment = Environment(autoescape=True)
    environment.filters.update(phrases("ru").filters())
    return meta.find_undeclared_variables(environment.parse(path.read_text(encoding="utf-8")))


def in_latin(given: Any) -> Any:
    """Return sample data with every Russian word in it replaced."""
    match given:
        case str():
            return CYRILLIC.sub("Zzz", given)
        case Moment():
            return replace(given, place=in_latin(given.place))
        case Mapping():
            return {name: in_latin(value) for name, value in given.items()}
        case list():
            return [in_latin(each) for each in given]
        case _:
            return given


def words_of_test1(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / language / "test1.toml").read_text(encoding="utf-8"))


def test_there_is_a_second_language() -> None:
    assert OTHERS


@IN_EACH
def test_it_has_the_same_texts(language: str) -> None:
    russian, other = set(texts("ru")), set(texts(language))
    assert sorted(russian - other) == [], "texts that are not translated"
    assert sorted(other - russian) == [], "texts that nobody says any more"


@IN_EACH
def test_its_texts_say_the_same_things(language: str) -> None:
    russian = {name: placeholders(path) for name, path in texts("ru").items()}
    assert {name: placeholders(path) for name, path in texts(language).items()} == russian


@IN_EACH
def test_nothing_is_said_in_russian_but_what_people_themselves_say(language: str) -> None:
    left = {
        f"{key}: {found[0]}"
        for key, samples in SAMPLES.items()
        for sample in samples
        if (found := CYRILLIC.search(wording.render(key, language, in_latin(sample))))
    }
    assert sorted(left) == []


@IN_EACH
def test_the_same_situations_have_words(language: str) -> None:
    """Where Russian says something in a situation, so does every other language, and where two differ, two differ."""
    for key, samples in SAMPLES.items():
        russian = [wording.render(key, "ru", sample) for sample in samples]
        other = [wording.render(key, language, sample) for sample in samples]
        assert all(other), key
        assert len(set(other)) == len(set(russian)), key


@IN_EACH
def test_its_words_of_test1_are_those_of_the_same_questions_options_and_refusals(language: str) -> None:
    russian, other = default_content(), words_of_test1(language)
    assert set(other["refusals"]) == set(russian["refusals"])
    assert [question["id"] for question in other["questions"]] == [question["id"] for question in russian["questions"]]
    for question, translated in zip(russian["questions"], other["questions"], strict=True):
        assert {"text", "hint", "label"} <= set(translated)
        options = [[option["id"] for option in each.get("options", [])] for each in (question, translated)]
        assert options[0] == options[1]


@IN_EACH
def test_test1_keeps_its_rules_in_one_place(language: str) -> None:
    words = {"id", "text", "hint", "label", "options"}
    for question in words_of_test1(language)["questions"]:
        assert set(question) <= words
        assert all(set(option) == {"id", "caption"} for option in question.get("options", []))
        assert not CYRILLIC.search(str(question))
