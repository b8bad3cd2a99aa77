"""Test1 between its words and its structure: the default that ships, what is published, what a question says.

Content, as it is published: `{"questions": [{id, kind, label, text, hint, options, minimum, maximum, asked_if}],
"refusals": {reason: text}}`; a follow-up's `asked_if` is `[{question_id, option_ids}]`, about questions before it.
`translations` may say the same in other languages: `{language: {questions: [{id, text, ...}], refusals: {...}}}`.
Where a published version carries no words of its own, or exactly those that ship, those that ship in the reader's
language stand; words of its own that nobody translated are said as they are.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import FOLDER
from bot.wording import DEFAULT_LANGUAGE
from database.screening.test1 import QUESTIONS, published_content
from domain.ids import QuestionnaireId
from domain.questionnaire import Option, Question, Questionnaire
from domain.questionnaire_review import condition_flaws, id_flaws

Content = Mapping[str, Any]


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
    for flaw in (*id_flaws(questions), *condition_flaws(questions)):
        raise QuestionnaireRefusedError(flaw.what)
    return Questionnaire(id=questionnaire_id, questions=questions)


def with_all_words(content: Content) -> dict[str, Any]:
    """Return a content as its readers hear it: what it leaves out is said in the words that ship."""
    asked = AskedQuestionnaire(structure=Questionnaire(id=QuestionnaireId(0), questions=()), content=content)
    questions = []
    for question in content["questions"]:
        words = asked.words(question["id"])
        label = None if words.label == words.text else words.label
        questions.append({**question, "text": words.text, "label": label, "hint": words.hint})
    reasons = {option.get("refusal") for each in questions for option in each.get("options") or ()} - {None}
    own = content.get("refusals") or {}
    refusals = {**own, **{reason: asked.refusal(reason) for reason in sorted(reasons - set(own))}}
    return {**content, "questions": questions, "refusals": {name: said for name, said in refusals.items() if said}}


async def published(session: AsyncSession, questionnaire_id: QuestionnaireId) -> AskedQuestionnaire | None:
    """Return one published version with its words, or None."""
    content = await published_content(session, questionnaire_id)
    if content is None:
        return None
    return AskedQuestionnaire(structure=read_structure(questionnaire_id, content), content=content)


def _question(content: Content, question_id: str) -> Content:
    return next((each for each in content.get("questions", []) if each["id"] == question_id), {})


def _option(content: Content, question_id: str, option_id: str) -> str | None:
    options = _question(content, question_id).get("options", [])
    return next((option["caption"] for option in options if option["id"] == option_id), None)
