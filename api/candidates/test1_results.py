"""Test1 as a candidate took it: what was asked, in the words of that time, and what was answered."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from bot.questionnaire import AskedQuestionnaire, read_structure
from database.screening.finished_tests import FinishedTest
from domain.questionnaire import Answer


class Test1Answer(BaseModel):
    """A question in the words in which it was asked, and what was answered."""

    question_id: str = Field(examples=["notice_period"])
    question: str = Field(examples=["When could you start?"])
    option_id: str | None = Field(description="Missing for an answer in words", examples=["two_weeks"])
    answer: str = Field(examples=["In two weeks"])

    @classmethod
    def of(cls, asked: AskedQuestionnaire, answer: Answer) -> Self:
        """Return what was asked and answered."""
        options = next((each.options for each in asked.structure.questions if each.id == answer.question_id), ())
        captions = {option.id: option.caption for option in options}
        chosen = captions.get(answer.option_id or "")
        return cls(
            question_id=answer.question_id,
            question=asked.words(answer.question_id).text,
            option_id=answer.option_id,
            answer=chosen or answer.text or answer.option_id or "",
        )


class Test1Result(BaseModel):
    """A finished Test1; the instant is UTC."""

    passed: bool
    reason: str | None = Field(description="Why it was not passed", examples=["nights_only"])
    finished_at: datetime
    answers: list[Test1Answer]

    @classmethod
    def of(cls, test: FinishedTest) -> Self:
        """Return what is seen of a finished test."""
        structure = read_structure(test.questionnaire_id, test.content)
        asked = AskedQuestionnaire(structure=structure, content=test.content)
        return cls(
            passed=test.passed,
            reason=test.reason,
            finished_at=test.finished_at,
            answers=[Test1Answer.of(asked, answer) for answer in test.answers],
        )
