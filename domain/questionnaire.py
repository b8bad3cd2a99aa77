"""Test1: questions by kind, answers by option id. What a question says to people lives with the texts, not here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.ids import QuestionnaireId


class QuestionKind(StrEnum):
    FULL_NAME = "full_name"
    CITY = "city"  # options are the active cities, looked up when the question is asked
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One button; `refusal` names the reason for which choosing it ends the test, if it does."""

    id: str
    caption: str
    refusal: str | None = None


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Holds when the question was answered by one of the options; by id, never by words."""

    question_id: str
    option_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; the bounds are years, units or characters, as the kind has it.

    A question with conditions is a follow-up: it is asked when all of them hold, and has no number of its own.
    """

    id: str
    kind: QuestionKind
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    asked_if: tuple[Condition, ...] = ()

    def option(self, option_id: str) -> Option | None:
        """Return the option of that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was answered: an option by id, or words as they were understood."""

    question_id: str
    option_id: str | None = None
    text: str | None = None


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """One published version; a journey keeps the one it started with."""

    id: QuestionnaireId
    questions: tuple[Question, ...]

    @property
    def numbered(self) -> tuple[Question, ...]:
        """Return the questions that everybody is asked, which are those that are counted."""
        return tuple(question for question in self.questions if not question.asked_if)

    def question(self, question_id: str) -> Question:
        """Return the question of that id; raise StopIteration if there is none."""
        return next(question for question in self.questions if question.id == question_id)

    def next_question(self, answers: Sequence[Answer]) -> Question | None:
        """Return the first unanswered question whose conditions hold, or None when the test is finished."""
        answered = {answer.question_id for answer in answers}
        open_questions = (question for question in self.questions if question.id not in answered)
        return next((question for question in open_questions if applies(question, answers)), None)


def applies(question: Question, answers: Sequence[Answer]) -> bool:
    """Tell whether all conditions of a question hold."""
    given = {answer.question_id: answer.option_id for answer in answers}
    return all(given.get(condition.question_id) in condition.option_ids for condition in question.asked_if)
