"""Test1 between its words and its structure: the default that ships, what is published, what a question says.

Content, as it is published: `{"questions": [{id, kind, label, text, hint, options, minimum, maximum, asked_if}],
"refusals": {reason: text}}`; a follow-up's `asked_if` is `[{question_id, option_ids}]`, about questions before it.
`translations` may say the same in other languages: `{language: {questions: [{id, text, ...}], refusals: {...}}}`.
Where a published version carries no words of its own, or exactly those that ship, those that ship in the reader's
language stand; words of its own that nobody translated are said as they are.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import FOLDER
from bot.wording import DEFAULT_LANGUAGE
from database.tables import PublishedQuestionnaire
from domain.ids import QuestionnaireId
from domain.questionnaire import Option, Question, Questionnaire

Content = Mapping[str, Any]
QUESTIONS = TypeAdapter(tuple[Question, ...])
SHORT_ID = re.compile(r"[a-z0-9_]{1,24}")  # two of them and a prefix fit into the 64 bytes of a button


class QuestionnaireRefusedError(ValueError):
    """A questionnaire cannot be asked: says what is wrong."""


@dataclass(frozen=True, kw_only=True)
class QuestionWords:
    """What a question says: its text, a hint, and a short label for the recruiter's card."""

    text: str
    hint: str
    label: str


@dataclass(frozen=True, kw_only=True)
class AskedQuestionnaire:
    """A published version with its words."""

    structure: Questionnaire
    content: Content

    def question(self, question_id: str, language: str = DEFAULT_LANGUAGE) -> Question:
        """Return the question of that id with its options in that language; raise StopIteration if there is none."""
        question = self.structure.question(question_id)
        if language == DEFAULT_LANGUAGE:
            return question
        options = (replace(option, caption=self._caption(question, option, language)) for option in question.options)
        return replace(question, options=tuple(options))

    def words(self, question_id: str, language: str = DEFAULT_LANGUAGE) -> QuestionWords:
        """Return what the question says."""
        text = self._say(language, lambda content: _question(content, question_id).get("text")) or question_id
        label = self._say(language, lambda content: _question(content, question_id).get("label")) or text
        hint = self._say(language, lambda content: _question(content, question_id).get("hint")) or ""
        return QuestionWords(text=text, hint=hint, label=label)

    def refusal(self, reason: str, language: str = DEFAULT_LANGUAGE) -> str:
        """Return the polite reason for which the test ends; empty where nobody worded it."""
        return self._say(language, lambda content: content.get("refusals", {}).get(reason)) or ""

    def chosen(self, caption: str, language: str) -> str:
        """Return in that language what was chosen by that caption; what is no option (a city) stays as it is."""
        for question in self.structure.questions:
            for option in question.options:
                if option.caption == caption:
                    return self._caption(question, option, language)
        return caption

    def _caption(self, question: Question, option: Option, language: str) -> str:
        return self._say(language, lambda content: _option(content, question.id, option.id)) or option.caption

    def _say(self, language: str, place: Callable[[Content], str | None]) -> str | None:
        """Return the words that stand in that place of the content, for readers of that language."""
        own, shipped = place(self.content), place(_shipped(DEFAULT_LANGUAGE))
        if language == DEFAULT_LANGUAGE:
            return shipped if own is None else own
        translated = place(self.content.get("translations", {}).get(language, {}))
        if translated is not None:
            return translated
        return place(_shipped(language)) or shipped if own in (None, shipped) else own


def default_content() -> dict[str, Any]:
    """Return Test1 as it ships, ready to be published."""
    return dict(_shipped(DEFAULT_LANGUAGE))


@cache
def _shipped(language: str) -> Content:
    """Return what ships in a language: the default one has all of Test1, others its words by the same ids."""
    path = FOLDER / language / "test1.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else _shipped(DEFAULT_LANGUAGE)


def read_structure(questionnaire_id: QuestionnaireId, content: Content) -> Questionnaire:
    """Return what a journey keeps of a content.

    Raises QuestionnaireRefusedError for ids that no button can carry, and for conditions that could never hold.
    """
    questions = QUESTIONS.validate_python(content["questions"])
    ids = [question.id for question in questions]
    options = [option.id for question in questions for option in question.options]
    unfit = [each for each in ids + options if not SHORT_ID.fullmatch(each)]
    if unfit or len(set(ids)) < len(ids):
        raise QuestionnaireRefusedError(f"ids are unique, 1 to 24 of a-z, 0-9 and _, unlike {unfit or ids}")
    for place, question in enumerate(questions):
        _check_conditions(question, questions[:place])
    return Questionnaire(id=questionnaire_id, questions=questions)


def _check_conditions(question: Question, before: Sequence[Question]) -> None:
    """Refuse a follow-up to a question that is not asked before it, or to an option that is not offered there."""
    earlier = {each.id: each for each in before}
    for condition in question.asked_if:
        asked = earlier.get(condition.question_id)
        offered = {option.id for option in asked.options} if asked else set()
        if not condition.option_ids or not offered.issuperset(condition.option_ids):
            wanted = ", ".join(condition.option_ids) or "nothing"
            raise QuestionnaireRefusedError(
                f"{question.id} is asked if {condition.question_id} is {wanted}, which no earlier question offers"
            )


async def published(session: AsyncSession, questionnaire_id: QuestionnaireId) -> AskedQuestionnaire | None:
    """Return one published version with its words, or None."""
    row = await session.get(PublishedQuestionnaire, questionnaire_id)
    if row is None:
        return None
    return AskedQuestionnaire(structure=read_structure(questionnaire_id, row.content), content=row.content)


def _question(content: Content, question_id: str) -> Content:
    return next((each for each in content.get("questions", []) if each["id"] == question_id), {})


def _option(content: Content, question_id: str, option_id: str) -> str | None:
    options = _question(content, question_id).get("options", [])
    return next((option["caption"] for option in options if option["id"] == option_id), None)
