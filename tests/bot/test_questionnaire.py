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
    asked = [question.id for question in structure.questions]
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
    age = structure.questions[structure.position("age")]
    assert age.kind is QuestionKind.NUMBER
    assert read_text(age, "23") == Answer(question_id="age", text="23")


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
