"""The tests that a candidate finished, with their answers and the questions as they were published."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import PublishedQuestionnaire, ScreeningAnswer, ScreeningResult
from domain.ids import QuestionnaireId
from domain.questionnaire import Answer


@dataclass(frozen=True, kw_only=True)
class FinishedTest:
    """One test; `content` is the questionnaire as it was published."""

    questionnaire_id: QuestionnaireId
    content: dict[str, Any]
    passed: bool
    reason: str | None
    finished_at: datetime
    answers: tuple[Answer, ...]


async def finished_tests(session: AsyncSession, candidate_id: int, *, limit: int) -> list[FinishedTest]:
    """Return the candidate's tests, the latest first: two statements, whatever was answered."""
    results = (
        await session.execute(
            select(
                ScreeningResult.id,
                ScreeningResult.questionnaire_id,
                PublishedQuestionnaire.content,
                ScreeningResult.passed,
                ScreeningResult.reason,
                ScreeningResult.finished_at,
            )
            .join(PublishedQuestionnaire, PublishedQuestionnaire.id == ScreeningResult.questionnaire_id)
            .where(ScreeningResult.candidate_id == candidate_id)
            .order_by(ScreeningResult.finished_at.desc(), ScreeningResult.id.desc())
            .limit(limit)
        )
    ).all()
    rows = await session.execute(
        select(ScreeningAnswer.result_id, ScreeningAnswer.question_id, ScreeningAnswer.option_id, ScreeningAnswer.text)
        .where(ScreeningAnswer.result_id.in_([result.id for result in results]))
        .order_by(ScreeningAnswer.result_id, ScreeningAnswer.place)
    )
    answers = defaultdict(list)
    for row in rows:
        answers[row.result_id].append(Answer(question_id=row.question_id, option_id=row.option_id, text=row.text))
    return [
        FinishedTest(
            questionnaire_id=QuestionnaireId(result.questionnaire_id),
            content=result.content,
            passed=result.passed,
            reason=result.reason,
            finished_at=result.finished_at,
            answers=tuple(answers[result.id]),
        )
        for result in results
    ]
