"""Test1: its published versions, and what candidates answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, SmallInteger, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, RowId, Table


class PublishedQuestionnaire(Table):
    """One version of the questions, never changed after it was published; exactly one is active."""

    __tablename__ = "questionnaires"
    __table_args__ = (
        UniqueConstraint("version"),
        Index("uq_questionnaires_active", "active", unique=True, postgresql_where=text("active")),
    )

    id: Mapped[RowId]
    version: Mapped[int] = mapped_column(Integer)
    content: Mapped[dict[str, Any]]
    active: Mapped[bool] = mapped_column(Boolean, server_default=true())
    published_at: Mapped[CreatedAt]


class ScreeningResult(Table):
    """One finished test; `reason` says why it was not passed."""

    __tablename__ = "test_results"
    __table_args__ = (
        UniqueConstraint("candidate_id", "questionnaire_id", "finished_at"),
        CheckConstraint("passed = (reason IS NULL)", name="reason"),
    )

    id: Mapped[RowId]
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaires.id"))
    passed: Mapped[bool]
    reason: Mapped[str | None]
    finished_at: Mapped[datetime]
    created_at: Mapped[CreatedAt]


class ScreeningAnswer(Table):
    """One answer of a finished test, at its place among the others (from 0)."""

    __tablename__ = "test_answers"

    result_id: Mapped[int] = mapped_column(
        ForeignKey("test_results.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    question_id: Mapped[str]
    option_id: Mapped[str | None]
    text: Mapped[str | None]
