"""Bookings, what happened to each of them, and the answers that other picks were given."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, PublicId, RowId, Table, UpdatedAt, array_of, check_of, one_of, values_of
from domain.booking import Actor, BookingStatus, active_statuses
from domain.reservation import ReservationOutcome

ACTIVE = f"status IN ({values_of(active_statuses())})"


class Booking(Table):
    """One candidate's booking; it moves between slots (`revision` counts) and keeps its last slot when it is over.

    `changed_at`, `changed_by` and `changed_by_id` belong to the last change of status, revision or slot;
    `requested_at`, `decided_at` (approved or rejected), `changed_at` and `ended_at` are the journey's clock. That
    recruiter and city exist is seen to by triggers: foreign keys would lock those two rows for every booking.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("revision > 0", name="revision"),
        CheckConstraint(
            f"(ended_at IS NULL) = (status = ANY ({array_of(sorted(active_statuses()))}))", name="ended_at"
        ),
        check_of("status", BookingStatus),
        check_of("changed_by", Actor),
        Index("uq_bookings_active_candidate", "candidate_id", unique=True, postgresql_where=text(ACTIVE)),
        Index("ix_bookings_queue", "answer_until", postgresql_where=text("status = 'pending'")),
        Index(None, "candidate_id"),
        Index(None, "slot_id"),
        Index(None, "recruiter_id", "status"),
        Index(None, "city_id", "status"),
        Index(None, "requested_at", "id"),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"))
    recruiter_id: Mapped[int]
    city_id: Mapped[int]
    status: Mapped[BookingStatus] = mapped_column(
        one_of(BookingStatus, "status", checked=False), server_default=BookingStatus.PENDING
    )
    revision: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    booking_key: Mapped[str] = mapped_column(Text, unique=True)
    requested_at: Mapped[datetime]
    answer_until: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[Actor] = mapped_column(one_of(Actor, "changed_by", checked=False))
    changed_by_id: Mapped[int]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class BookingEvent(Table):
    """What a booking was after each change; written by a trigger and nobody else, never changed, never deleted."""

    __tablename__ = "booking_events"
    __table_args__ = (Index(None, "booking_id", "id"),)

    id: Mapped[RowId]
    booking_id: Mapped[int]
    revision: Mapped[int] = mapped_column(Integer)
    slot_id: Mapped[int]
    status: Mapped[BookingStatus] = mapped_column(one_of(BookingStatus, "status", checked=False))
    at: Mapped[datetime]
    actor: Mapped[Actor] = mapped_column(one_of(Actor, "actor", checked=False))
    actor_id: Mapped[int]
    reason: Mapped[str | None]
    created_at: Mapped[CreatedAt]


class ReservationAnswer(Table):
    """What a pick was refused with, so that delivered again it is refused the same; a booking keeps its key itself.

    `booking_id` is the booking that the answer speaks of: the one that holds this slot already, or the one that stands
    in the way.
    """

    __tablename__ = "reservation_answers"
    __table_args__ = (check_of("outcome", ReservationOutcome),)

    booking_key: Mapped[str] = mapped_column(Text, primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    slot_id: Mapped[int]
    outcome: Mapped[ReservationOutcome] = mapped_column(one_of(ReservationOutcome, "outcome", checked=False))
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("bookings.id"))
    answered_at: Mapped[datetime]
