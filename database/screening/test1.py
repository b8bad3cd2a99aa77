"""Test1: the published questionnaires, and what candidates answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.plain_tables import plain
from database.tables import Candidate, PublishedQuestionnaire, ScreeningAnswer, ScreeningResult
from domain.ids import QuestionnaireId
from domain.questionnaire import Answer, Question, Questionnaire

QUESTIONS = TypeAdapter(tuple[Question, ...])
ONE_PUBLISHER = "LOCK TABLE questionnaires IN SHARE ROW EXCLUSIVE MODE"
PUBLISHED, RESULTS, ANSWERS = plain(PublishedQuestionnaire), plain(ScreeningResult), plain(ScreeningAnswer)
CONTENT = select(PUBLISHED.c.content).where(PUBLISHED.c.id == bindparam("questionnaire_id"))
LATEST_RESULT = (
    select(
        RESULTS.c.id.label("result_id"),
        RESULTS.c.questionnaire_id,
        RESULTS.c.passed,
        RESULTS.c.reason,
        RESULTS.c.finished_at,
    )
    .where(RESULTS.c.candidate_id == bindparam("candidate_id"))
    .order_by(RESULTS.c.finished_at.desc())
    .limit(1)
)
LATEST_ANSWERS = (
    select(ANSWERS.c.question_id, ANSWERS.c.option_id, ANSWERS.c.text)
    .where(ANSWERS.c.result_id == LATEST_RESULT.with_only_columns(RESULTS.c.id).scalar_subquery())
    .order_by(ANSWERS.c.place)
)


@dataclass(frozen=True, kw_only=True)
class LatestResult:
    """How the test went that a candidate finished last: passed, or refused for a reason."""

    result_id: int
    questionnaire_id: QuestionnaireId
    passed: bool
    reason: str | None
    finished_at: datetime


def questionnaire_content(questions: Sequence[Question]) -> dict[str, Any]:
    """Return the questions as they are stored."""
    return {"questions": QUESTIONS.dump_python(tuple(questions), mode="json")}


async def current_questionnaire(session: AsyncSession) -> Questionnaire | None:
    """Return the active questionnaire, or None where none was published."""
    row = await session.scalar(select(PublishedQuestionnaire).where(PublishedQuestionnaire.active))
    return None if row is None else _read(row.id, row.content)


async def questionnaire(session: AsyncSession, questionnaire_id: int) -> Questionnaire | None:
    """Return one published version, active or not, or None."""
    content = await published_content(session, questionnaire_id)
    return None if content is None else _read(questionnaire_id, content)


async def published_content(session: AsyncSession, questionnaire_id: int) -> dict[str, Any] | None:
    """Return what one version says, active or not, or None."""
    content: dict[str, Any] | None = await session.scalar(CONTENT, {"questionnaire_id": questionnaire_id})
    return content


async def publish_questionnaire(session: AsyncSession, content: dict[str, Any]) -> QuestionnaireId:
    """Make these questions the active version; the active one's own content publishes nothing.

    Raises pydantic's ValidationError where the content is not a list of questions.
    """
    QUESTIONS.validate_python(content["questions"])  # what else the content says, the words above all, is kept as it is
    await session.execute(text(ONE_PUBLISHER))
    active = await session.scalar(select(PublishedQuestionnaire).where(PublishedQuestionnaire.active))
    if active is not None and active.content == content:
        return QuestionnaireId(active.id)
    await session.execute(update(PublishedQuestionnaire).where(PublishedQuestionnaire.active).values(active=False))
    newest = select(func.coalesce(func.max(PublishedQuestionnaire.version), 0) + 1).scalar_subquery()
    version = insert(PublishedQuestionnaire).values(version=newest, content=content)
    return QuestionnaireId((await session.execute(version.returning(PublishedQuestionnaire.id))).scalar_one())


async def record_test_result(
    session: AsyncSession,
    *,
    candidate_id: int,
    questionnaire_id: int,
    passed: bool,
    reason: str | None,
    answers: Sequence[Answer],
    name: str | None,
    city_id: int | None,
    finished_at: datetime,
) -> int:
    """Store a finished test and what it taught us of the candidate; the same test again is stored once."""
    test = {"candidate_id": candidate_id, "questionnaire_id": questionnaire_id, "finished_at": finished_at}
    result = insert(ScreeningResult).values(**test, passed=passed, reason=reason).on_conflict_do_nothing()
    result_id = await session.scalar(result.returning(ScreeningResult.id))
    if result_id is None:
        return (await session.scalars(select(ScreeningResult.id).filter_by(**test))).one()
    rows = [
        {
            "result_id": result_id,
            "place": place,
            "question_id": answer.question_id,
            "option_id": answer.option_id,
            "text": answer.text,
        }
        for place, answer in enumerate(answers)
    ]
    if rows:
        await session.execute(insert(ScreeningAnswer).values(rows))
    learned = {"name": func.coalesce(name, Candidate.name), "city_id": func.coalesce(city_id, Candidate.city_id)}
    await session.execute(update(Candidate).where(Candidate.id == candidate_id).values(**learned))
    return int(result_id)


async def latest_result(session: AsyncSession, candidate_id: int) -> LatestResult | None:
    """Return the test that the candidate finished last, or None."""
    row = (await session.execute(LATEST_RESULT, {"candidate_id": candidate_id})).one_or_none()
    return None if row is None else LatestResult(**row._asdict())


async def latest_answers(session: AsyncSession, candidate_id: int) -> tuple[Answer, ...]:
    """Return the answers of the test that the candidate finished last, in order."""
    rows = await session.execute(LATEST_ANSWERS, {"candidate_id": candidate_id})
    return tuple(Answer(**row._asdict()) for row in rows)


def _read(questionnaire_id: int, content: dict[str, Any]) -> Questionnaire:
    questions = QUESTIONS.validate_python(content["questions"])
    return Questionnaire(id=QuestionnaireId(questionnaire_id), questions=questions)
