"""What the office keeps: who did what, and who may call the API."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, PublicId, RowId, Table, one_of
from domain.booking import Actor


class AuditEntry(Table):
    """Somebody did something to a row; what it was before and after, where that can be said."""

    __tablename__ = "audit_log"
    __table_args__ = (Index(None, "subject_table", "subject_id", "id"), Index(None, "actor", "actor_id", "id"))

    id: Mapped[RowId]
    actor: Mapped[Actor] = mapped_column(one_of(Actor, "actor"))
    actor_id: Mapped[int]
    what: Mapped[str]
    subject_table: Mapped[str | None]
    subject_id: Mapped[int | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    at: Mapped[datetime]
    created_at: Mapped[CreatedAt]


class ApiToken(Table):
    """Who may call the API; only the SHA-256 of the token is kept."""

    __tablename__ = "api_tokens"
    __table_args__ = (CheckConstraint("role <> ''", name="role"),)

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    name: Mapped[str]
    role: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
