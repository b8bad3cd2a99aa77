"""Auto-messages: what is announced, each time that it goes out, and what became of it for each recipient."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, Text, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, PublicId, RowId, Table, UpdatedAt, one_of
from domain.announcements import DEFAULT_ZONE, AnnouncementStatus, RecipientStatus, RunStatus
from domain.stages import Stage


class AutoMessage(Table):
    """A message announced for later: to one chat, or to the candidates of a city, stage and language.

    `zone` is where its time is read. `active` is the switch: off, nothing starts it. `kept_plan` is what Temporal was
    told last, and is missing where it has no schedule.
    """

    __tablename__ = "auto_messages"
    __table_args__ = (
        CheckConstraint("(due_at IS NULL) <> (cron IS NULL)", name="due_or_cron"),
        CheckConstraint("NOT active OR status IN ('scheduled', 'running')", name="active"),
        Index(None, "target_chat_id"),
        Index(None, "created_at", "id"),
        Index("ix_auto_messages_due", "due_at", postgresql_where=text("active")),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    title: Mapped[str] = mapped_column(Text, server_default="")
    text: Mapped[str]
    due_at: Mapped[datetime | None]
    cron: Mapped[str | None]
    zone: Mapped[str] = mapped_column(Text, server_default=DEFAULT_ZONE)
    target_chat_id: Mapped[int | None]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    stage: Mapped[Stage | None] = mapped_column(one_of(Stage, "stage"))
    language: Mapped[str | None]
    respects_quiet_hours: Mapped[bool] = mapped_column(Boolean, server_default=true())
    active: Mapped[bool] = mapped_column(Boolean, server_default=true())
    status: Mapped[AnnouncementStatus] = mapped_column(
        one_of(AnnouncementStatus, "status"), server_default=AnnouncementStatus.SCHEDULED
    )
    created_by: Mapped[int | None] = mapped_column(ForeignKey("api_tokens.id", ondelete="SET NULL"))
    kept_plan: Mapped[str | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class AutoMessageRun(Table):
    """One occurrence of a message, with the text that it sends; `audience` is missing until the recipients are fixed.

    `told_status` is what its workflow heard last.
    """

    __tablename__ = "auto_message_runs"
    __table_args__ = (
        UniqueConstraint("message_id", "occurrence"),
        Index("uq_auto_message_runs_open", "message_id", unique=True, postgresql_where=text("finished_at IS NULL")),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    message_id: Mapped[int] = mapped_column(ForeignKey("auto_messages.id", ondelete="CASCADE"))
    workflow_id: Mapped[str] = mapped_column(Text, unique=True)
    occurrence: Mapped[datetime]
    text: Mapped[str]
    status: Mapped[RunStatus] = mapped_column(one_of(RunStatus, "status"), server_default=RunStatus.RUNNING)
    told_status: Mapped[RunStatus] = mapped_column(one_of(RunStatus, "told_status"), server_default=RunStatus.RUNNING)
    audience: Mapped[int | None]
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None]


class AutoMessageDelivery(Table):
    """One recipient of a run, and the line of the ledger of that send: it goes out once at most."""

    __tablename__ = "auto_message_deliveries"
    __table_args__ = (
        UniqueConstraint("run_id", "chat_id"),
        Index(
            "ix_auto_message_deliveries_waiting",
            "run_id",
            "not_before",
            "id",
            postgresql_where=text("status = 'waiting'"),
        ),
        Index(None, "run_id", "status", "id"),
        Index(None, "candidate_id"),
        Index(None, "chat_id"),
    )

    id: Mapped[RowId]
    run_id: Mapped[int] = mapped_column(ForeignKey("auto_message_runs.id", ondelete="CASCADE"))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    chat_id: Mapped[int]
    status: Mapped[RecipientStatus] = mapped_column(
        one_of(RecipientStatus, "status"), server_default=RecipientStatus.WAITING
    )
    not_before: Mapped[datetime]
    message_id: Mapped[int | None]
    error: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
