import re

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot import questionnaire
from bot.questionnaire import QuestionnaireRefusedError, default_content, read_structure
from domain.answers import read_text
from domain.ids import QuestionnaireId
from domain.questionnaire import Answer, QuestionKind
from tests.bot.seeded import Seeded

FIRST = QuestionnaireId(1)


def test_the_default_asks_ten_questions() -> None:
    structure = read_structure(FIRST, default_content())
    asked = [question.id for question in structure.numbered]
    assert asked == [
        "full_name",
        "city",
        "age",
        "status",
        "salary",
        "format",
        "sales_experience",
        "motivation",
        "skills",
        "expectations",
    ]


def test_every_refusal_of_the_default_has_its_words() -> None:
    content = default_content()
    reasons = {
        option.refusal
        for question in read_structure(FIRST, content).questions
        for option in question.options
        if option.refusal
    }
    assert reasons == set(content["refusals"])


def test_every_question_of_the_default_has_text_hint_and_label() -> None:
    for question in default_content()["questions"]:
        assert question["text"]
        assert question["hint"]
        assert question["label"]


def test_no_question_asks_about_sex_family_religion_or_health() -> None:
    words = " ".join(f"{question['text']} {question.get('options')}" for question in default_content()["questions"])
    assert not re.search(
        r"\b(пол\b|женат|замужем|дети|детей|семь|религи|вероисп|здоров|беремен|националь)", words.casefold()
    )


def test_the_hints_are_understood_themselves() -> None:
    structure = read_structure(FIRST, default_content())
    age = structure.question("age")
    assert age.kind is QuestionKind.NUMBER
    assert read_text(age, "23") == Answer(question_id="age", text="23")


FOLLOW_UPS: list[tuple[dict[str, str], list[str]]] = [
    ({"status": "looking"}, []),
    ({"status": "pause", "format": "full_time"}, []),
    ({"status": "working"}, ["notice_period"]),
    ({"status": "studying", "study_mode": "online"}, ["study_mode"]),
    ({"status": "studying", "study_mode": "part_time"}, ["study_mode", "study_schedule"]),
    (
        {"status": "work_and_study", "study_mode": "full_time", "study_schedule": "whole_days"},
        ["notice_period", "study_mode", "study_schedule", "study_flexibility"],
    ),
    ({"status": "looking", "format": "part_time"}, ["schedule"]),
]


@pytest.mark.parametrize(("chosen", "expected"), FOLLOW_UPS)
def test_follow_ups_go_by_what_was_chosen(chosen: dict[str, str], expected: list[str]) -> None:
    structure = read_structure(FIRST, default_content())
    answers: list[Answer] = []
    while (question := structure.next_question(answers)) is not None:
        options = [option.id for option in question.options if option.refusal is None]
        option = chosen.get(question.id) or (options[0] if options else None)
        answers.append(Answer(question_id=question.id, option_id=option, text=None if option else "?"))
    numbered = {each.id for each in structure.numbered}
    assert [answer.question_id for answer in answers if answer.question_id not in numbered] == expected
    assert len(numbered) == 10


@pytest.mark.parametrize(
    ("question", "option", "words"),
    [
        ("format", "remote", "на месте"),
        ("schedule", "weekends", "в будни"),
        ("schedule", "nights", "По ночам"),
        ("study_flexibility", "no", "с очной учёбой"),
    ],
)
def test_what_the_company_cannot_offer_is_refused_with_its_reason(question: str, option: str, words: str) -> None:
    chosen = read_structure(FIRST, default_content()).question(question).option(option)
    assert chosen is not None
    assert chosen.refusal is not None
    assert words in default_content()["refusals"][chosen.refusal]


CONDITIONS = [
    {"question_id": "nobody", "option_ids": ["yes"]},
    {"question_id": "later", "option_ids": ["yes"]},
    {"question_id": "first", "option_ids": ["maybe"]},
    {"question_id": "first", "option_ids": []},
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_follow_up_that_could_never_be_asked_is_refused(condition: dict[str, object]) -> None:
    options = [{"id": "yes", "caption": "Да"}]
    asked = {"id": "follow", "kind": "text", "asked_if": [condition]}
    first, later = ({"id": name, "kind": "choice", "options": options} for name in ("first", "later"))
    with pytest.raises(QuestionnaireRefusedError, match="follow"):
        read_structure(FIRST, {"questions": [first, asked, later]})


@pytest.mark.parametrize("unfit", ["with:colon", "x" * 25, "Кириллица", ""])
def test_ids_that_no_button_could_carry_are_refused(unfit: str) -> None:
    content = {"questions": [{"id": unfit, "kind": "text", "text": "?"}]}
    with pytest.raises(QuestionnaireRefusedError):
        read_structure(FIRST, content)


def test_two_questions_of_one_name_are_refused() -> None:
    content = {"questions": [{"id": "a", "kind": "text"}, {"id": "a", "kind": "text"}]}
    with pytest.raises(QuestionnaireRefusedError):
        read_structure(FIRST, content)


async def test_a_published_version_speaks_with_the_words_it_was_published_with(
    seeded: Seeded, session: AsyncSession
) -> None:
    asked = await questionnaire.published(session, seeded.questionnaire)
    assert asked is not None
    assert asked.words("age").label == "Возраст"
    assert asked.words("age").text == "Сколько вам полных лет?"
    assert "на месте" in asked.refusal("remote_only")


async def test_a_version_that_is_not_there_is_none(seeded: Seeded, session: AsyncSession) -> None:
    assert await questionnaire.published(session, QuestionnaireId(seeded.questionnaire + 99)) is None
