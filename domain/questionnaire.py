"""Test1: questions by kind, answers by option id. What a question says to people lives with the texts, not here."""

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
class Question:
    """One question; the bounds are years, units or characters, as the kind has it."""

    id: str
    kind: QuestionKind
    options: tuple[Option, ...] = ()
    minimum: int | None = None
    maximum: int | None = None

    def option(self, option_id: str) -> Option | None:
        """Return the option of that id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """One published version; a journey keeps the one it started with."""

    id: QuestionnaireId
    questions: tuple[Question, ...]

    def position(self, question_id: str) -> int:
        """Return the place of a question, counted from 0; raise StopIteration if there is none."""
        return next(place for place, question in enumerate(self.questions) if question.id == question_id)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was answered: an option by id, or words as they were understood."""

    question_id: str
    option_id: str | None = None
    text: str | None = None
