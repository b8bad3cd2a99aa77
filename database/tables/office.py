"""What the office keeps: who did what, and who may call the API."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, PublicId, RowId, Table, one_of
from domain.booking import Actor


class Role(StrEnum):
    """What the owner of a token may do."""

    VIEWER = "viewer"  # look, change nothing
    MANAGER = "manager"  # run the cities that the token names
    ADMIN = "admin"  # everything, everywhere


class AuditEntry(Table):
    """Somebody did something to a row; what it was before and after, where that can be said."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index(None, "subject_table", "subject_id", "id"),
        Index(None, "actor", "actor_id", "id"),
        Index(None, "at", "id"),
    )

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
    __table_args__ = (CheckConstraint("role IN ('viewer', 'manager', 'admin')", name="role"),)

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    name: Mapped[str]
    role: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class ApiTokenCity(Table):
    """A token that names cities reaches nothing outside of them."""

    __tablename__ = "api_token_cities"
    __table_args__ = (Index(None, "city_id"),)

    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id", ondelete="CASCADE"), primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), primary_key=True)


class IdempotencyKey(Table):
    """What was answered to a create, so that the same call sent again creates nothing and hears the same."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "answered_at"),)

    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    answer: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime]
