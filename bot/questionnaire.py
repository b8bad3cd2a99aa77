"""Test1 between its words and its structure: the default that ships, what is published, what a question says.

Content, as it is published: `{"questions": [{id, kind, label, text, hint, options, minimum, maximum, asked_if}],
"refusals": {reason: text}}`; a follow-up's `asked_if` is `[{question_id, option_ids}]`, about questions before it.
Where a published version carries no words of its own, those of the default stand.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from bot.texts import FOLDER
from bot.wording import DEFAULT_LANGUAGE
from database.tables import PublishedQuestionnaire
from domain.ids import QuestionnaireId
from domain.questionnaire import Question, Questionnaire

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
    content: Mapping[str, Any]

    def question(self, question_id: str) -> Question:
        """Return the question of that id; raise StopIteration if there is none."""
        return self.structure.question(question_id)

    def words(self, question_id: str, language: str = DEFAULT_LANGUAGE) -> QuestionWords:
        """Return what the question says; the default's words where the version has none."""
        own = _words_of(self.content, question_id)
        default = _words_of(_default(language), question_id)
        text = own.get("text") or default.get("text") or question_id
        label = own.get("label") or default.get("label") or text
        return QuestionWords(text=text, hint=own.get("hint", default.get("hint", "")), label=label)

    def refusal(self, reason: str, language: str = DEFAULT_LANGUAGE) -> str:
        """Return the polite reason for which the test ends; empty where nobody worded it."""
        own = self.content.get("refusals", {})
        return str(own.get(reason) or _default(language).get("refusals", {}).get(reason, ""))


def default_content(language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
    """Return Test1 as it ships in that language, ready to be published; the Russian one where there is none."""
    return dict(_default(language))


@cache
def _default(language: str) -> Mapping[str, Any]:
    path = FOLDER / language / "test1.toml"
    if not path.exists():
        path = FOLDER / DEFAULT_LANGUAGE / "test1.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_structure(questionnaire_id: QuestionnaireId, content: Mapping[str, Any]) -> Questionnaire:
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


def _words_of(content: Mapping[str, Any], question_id: str) -> Mapping[str, Any]:
    return next((each for each in content.get("questions", []) if each["id"] == question_id), {})
