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

    `status` and `candidate_tg_id` are written by a trigger from the claims and the withdrawal, whatever anybody else
    puts there. `wall_time` and `wall_zone` are the start as it was entered: a zone may move, a promise may not.
    """

    __tablename__ = "slots"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        ExcludeConstraint(
            (text("int8range(recruiter_id, recruiter_id, '[]')"), "&&"),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="ex_slots_recruiter_overlap",
            where=text("status <> 'withdrawn'"),
            using="gist",
        ),
        Index(None, "candidate_tg_id"),
        Index(None, "recruiter_id", "starts_at"),
        Index(None, "city_id", "starts_at"),
        Index(None, "starts_at", "id"),
        Index("ix_slots_free", "city_id", "recruiter_id", "starts_at", postgresql_where=text("status = 'free'")),
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
    status: Mapped[SlotStatus] = mapped_column(one_of(SlotStatus, "status"), server_default=SlotStatus.FREE)
    candidate_tg_id: Mapped[int | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class SlotClaim(Table):
    """A row exists if and only if the slot is held; a booking that moves holds two, one of each kind."""

    __tablename__ = "slot_claims"
    __table_args__ = (UniqueConstraint("booking_id", "kind"),)

    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), primary_key=True, autoincrement=False)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
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
