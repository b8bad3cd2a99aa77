"""Slots, the claims by which bookings hold them, and lists of slots that are imported."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, PublicId, RowId, Table, UpdatedAt, one_of
from domain.booking import Claim, SlotStatus
from domain.imports import ImportStatus


class Slot(Table):
    """A time offered by a recruiter for a city.

    `status`, `candidate_tg_id` and `stands` are written by a trigger from the claims and the withdrawal, whatever
    anybody else puts there. A slot stands unless it is withdrawn and nobody holds it. No index but the one by
    candidate, which does not point to rows, may mention what a booking changes: then a booking writes none of them.
    `wall_time` and `wall_zone` are the start as it was entered: a zone may move, a promise may not.
    """

    __tablename__ = "slots"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        ExcludeConstraint(
            (text("int8range(recruiter_id, recruiter_id, '[]')"), "&&"),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="ex_slots_recruiter_overlap",
            where=text("stands"),
            using="gist",
        ),
        Index(
            None,
            "candidate_tg_id",
            postgresql_using="brin",
            postgresql_ops={"candidate_tg_id": "int8_bloom_ops"},
            postgresql_with={"pages_per_range": 1, "autosummarize": "on"},
        ),
        Index(None, "recruiter_id", "starts_at"),
        Index(None, "city_id", "starts_at"),
        Index(None, "city_id", "recruiter_id", "starts_at"),
        Index(None, "starts_at", "id"),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    recruiter_id: Mapped[int] = mapped_column(ForeignKey("recruiters.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    wall_time: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    wall_zone: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    status: Mapped[SlotStatus] = mapped_column(
        one_of(SlotStatus, "status", checked=False), server_default=SlotStatus.FREE
    )
    candidate_tg_id: Mapped[int | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
    stands: Mapped[bool] = mapped_column(server_default=text("true"))


class SlotClaim(Table):
    """A row exists if and only if the slot is held; a booking that moves holds two, one of each kind.

    That slot and booking exist is seen to by triggers, which look them up anyway.
    """

    __tablename__ = "slot_claims"
    __table_args__ = (UniqueConstraint("booking_id", "kind"),)

    slot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    booking_id: Mapped[int]
    kind: Mapped[Claim] = mapped_column(one_of(Claim, "kind"))
    claimed_at: Mapped[CreatedAt]


class SlotImport(Table):
    """A list of slots: all of them are entered, or none.

    `city_ids` are those that the token reached when it asked, null: all. `rows` are as they were sent, and gone when
    the import is finished; `errors` are the first of the `error_count`.
    """

    __tablename__ = "slot_imports"
    __table_args__ = (
        CheckConstraint(
            "(finished_at IS NULL) = (status IN ('checking', 'importing'))"
            " AND (finished_at IS NULL) = (rows IS NOT NULL)",
            name="finished_at",
        ),
        Index(None, "token_id"),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id", ondelete="CASCADE"))
    city_ids: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    status: Mapped[ImportStatus] = mapped_column(one_of(ImportStatus, "status"), server_default=ImportStatus.CHECKING)
    rows: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    row_count: Mapped[int] = mapped_column(Integer)
    checked: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    errors: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    error_count: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    created_count: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]
