from typing import Any

import pytest
from pydantic import TypeAdapter

from bot.questionnaire import default_content
from domain.questionnaire import Question
from domain.questionnaire_review import doubts, flaws, order_flaws
from domain.questionnaire_translations import translation_flaws

QUESTIONS = TypeAdapter(tuple[Question, ...])
CITY = {"id": "city", "kind": "city"}
NAME = {"id": "name", "kind": "full_name"}
YES_NO = [{"id": "yes", "caption": "Да"}, {"id": "no", "caption": "Нет"}]
SURE = {"id": "sure", "kind": "choice", "options": YES_NO}


def judged(*questions: dict[str, Any], worded: tuple[str, ...] = ()) -> list[tuple[tuple[str | int, ...], str]]:
    return [(flaw.where, flaw.code) for flaw in flaws(QUESTIONS.validate_python(questions), worded)]


def follow(**condition: Any) -> dict[str, Any]:
    return {"id": "follow", "kind": "text", "asked_if": [condition]}


def test_what_ships_has_no_flaw_and_raises_no_doubt() -> None:
    content = default_content()
    questions = QUESTIONS.validate_python(content["questions"])
    assert flaws(questions, content["refusals"]) == []
    assert doubts(questions, content["refusals"]) == []


@pytest.mark.parametrize(
    ("questions", "where", "code"),
    [
        ([CITY, {"id": "x:y", "kind": "text"}], ("questions", 1, "id"), "id_unfit"),
        ([CITY, {**SURE, "options": [*YES_NO, {"id": "A", "caption": "А"}]}], ("questions", 1, "options", 2, "id"), "id_unfit"),
        ([CITY, NAME, NAME], ("questions", 2, "id"), "id_taken"),
        ([CITY, {**NAME, "options": YES_NO}], ("questions", 1, "options"), "options_unused"),
        ([CITY, {**SURE, "options": YES_NO[:1]}], ("questions", 1, "options"), "options_missing"),
        ([CITY, {**SURE, "options": [*YES_NO, YES_NO[0]]}], ("questions", 1, "options", 2, "id"), "option_id_taken"),
        ([CITY, {**SURE, "options": [*YES_NO, {"id": "da", "caption": "ДА"}]}], ("questions", 1, "options", 2, "caption"), "option_caption_taken"),
        ([CITY, {**NAME, "minimum": 1}], ("questions", 1, "minimum"), "bound_unused"),
        ([CITY, {"id": "n", "kind": "number", "minimum": -1}], ("questions", 1, "minimum"), "bound_negative"),
        ([CITY, {"id": "n", "kind": "number", "minimum": 5, "maximum": 4}], ("questions", 1, "maximum"), "bounds_crossed"),
        ([CITY, {"id": "t", "kind": "text", "maximum": 1501}], ("questions", 1, "maximum"), "bound_too_high"),
        ([CITY, follow(question_id="sure", option_ids=["yes"]), SURE], ("questions", 1, "asked_if", 0), "condition_impossible"),
        ([CITY, SURE, follow(question_id="sure", option_ids=["maybe"])], ("questions", 2, "asked_if", 0), "condition_impossible"),
        ([CITY, SURE, {**follow(question_id="sure", option_ids=["yes"]), "asked_if": [{"question_id": "sure", "option_ids": [each]} for each in ("yes", "no")]}], ("questions", 2, "asked_if"), "conditions_contradict"),
        ([CITY, {**SURE, "options": [{**YES_NO[0], "refusal": "r"}, YES_NO[1]]}, follow(question_id="sure", option_ids=["yes"])], ("questions", 2, "asked_if"), "follows_a_refusal"),
        ([CITY, {**SURE, "options": [{**each, "refusal": "r"} for each in YES_NO]}], ("questions", 1, "options"), "refuses_everybody"),
        ([CITY, {**SURE, "options": [{**YES_NO[0], "refusal": "silent"}, YES_NO[1]]}], ("questions", 1, "options", 0, "refusal"), "refusal_unworded"),
        ([NAME], ("questions",), "city_not_asked"),
        ([CITY, {**CITY, "id": "town"}], ("questions", 1, "kind"), "city_asked_twice"),
        ([SURE, {**CITY, "asked_if": [{"question_id": "sure", "option_ids": ["yes"]}]}], ("questions", 1, "asked_if"), "city_not_asked"),
    ],
)  # fmt: skip
def test_what_nobody_could_be_asked_is_found_where_it_stands(
    questions: list[dict[str, Any]], where: tuple[str | int, ...], code: str
) -> None:
    assert (where, code) in judged(*questions, worded=("r",))
    assert code not in [other for _, other in judged(CITY, NAME, SURE)]


def test_a_refusal_that_no_option_uses_and_a_missing_name_are_doubtful() -> None:
    found = doubts(QUESTIONS.validate_python([CITY]), ("unused",))
    assert [doubt.code for doubt in found] == ["refusal_unused", "name_not_asked"]


def test_an_order_names_each_question_once() -> None:
    known = {each.id: each for each in QUESTIONS.validate_python([CITY, NAME, SURE])}
    assert order_flaws(["sure", "city", "name"], known) == []
    assert [(flaw.where, flaw.code) for flaw in order_flaws(["sure", "sure", "name", "x"], known)] == [
        (("ids", 3), "no_question"),
        (("ids", 1), "id_taken"),
        (("ids",), "question_left_out"),
    ]


def test_translations_speak_of_what_is_asked() -> None:
    translation = {
        "questions": [
            {"id": "sure", "options": [{"id": "yes", "caption": "Yes"}, {"id": "x", "caption": "X"}]},
            {"id": "gone"},
        ],
        "refusals": {"nothing": "Sorry"},
    }
    questions = QUESTIONS.validate_python([SURE])
    found = translation_flaws(questions, (), {"en": translation, "xx": {}}, ["en"])
    assert [(flaw.where, flaw.code) for flaw in found] == [
        (("translations", "en", "questions", 0, "options", 1, "id"), "option_unknown"),
        (("translations", "en", "questions", 1, "id"), "question_unknown"),
        (("translations", "en", "refusals", "nothing"), "refusal_unknown"),
        (("translations", "xx"), "language_unknown"),
    ]
