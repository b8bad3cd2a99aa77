"""What is said to people: overridden texts, and the ledger of what was sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, Text, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, RowId, Table, UpdatedAt, one_of


class SendStatus(StrEnum):
    """How far a message got."""

    SENDING = "sending"  # begun; found by somebody else, this means a crash in between
    SENT = "sent"
    UNKNOWN = "unknown"  # it may have arrived
    FAILED = "failed"  # Telegram refused it for good
    UNREACHABLE = "unreachable"  # the person blocked the bot or is gone


class Template(Table):
    """A text that beats the default of its key: for one city, or (without a city) for all."""

    __tablename__ = "templates"
    __table_args__ = (
        UniqueConstraint("key", "city_id", "language", "version", postgresql_nulls_not_distinct=True),
        Index(
            "uq_templates_active",
            "key",
            "city_id",
            "language",
            unique=True,
            postgresql_where=text("active"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[RowId]
    key: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(Text, server_default="ru")
    body: Mapped[str]
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    active: Mapped[bool] = mapped_column(Boolean, server_default=true())
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class SentMessage(Table):
    """A line of the send ledger; `booking_id` is 0 where a message is about no booking."""

    __tablename__ = "sent_messages"
    __table_args__ = (
        UniqueConstraint("candidate_id", "kind", "booking_id", "revision", "occurrence", name="uq_sent_messages_key"),
    )

    id: Mapped[RowId]
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    kind: Mapped[str]
    booking_id: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    revision: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    occurrence: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    chat_id: Mapped[int]
    status: Mapped[SendStatus] = mapped_column(one_of(SendStatus, "status"), server_default=SendStatus.SENDING)
    message_id: Mapped[int | None]
    error: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    started_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None]
