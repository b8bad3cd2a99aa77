"""What candidates wait for: a booking moved to another time, a slot to appear in their city; and who is offered it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, PublicId, RowId, Table, one_of
from domain.booking import Actor, OfferSettlement


class RescheduleRequest(Table):
    """A wish to move one revision of a booking: it has a deadline and ends with a settlement.

    `asked_by` began it. `offered` are the slots that the company offered last, `offered_at` is when; with none of them,
    the candidate was asked to pick.
    """

    __tablename__ = "reschedule_requests"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settlement IS NULL)", name="settlement"),
        Index(
            "uq_reschedule_requests_asked",
            "booking_id",
            "revision",
            unique=True,
            postgresql_where=text("asked_by = 'candidate'"),
        ),
        Index("uq_reschedule_requests_open", "booking_id", unique=True, postgresql_where=text("settled_at IS NULL")),
        Index(None, "booking_id"),
        Index("ix_reschedule_requests_open", "answer_until", postgresql_where=text("settled_at IS NULL")),
        Index(None, "candidate_id"),
        Index(None, "requested_at", "id"),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
    revision: Mapped[int] = mapped_column(Integer)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    wish: Mapped[str | None]
    requested_at: Mapped[datetime]
    answer_until: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settlement: Mapped[str | None]
    created_at: Mapped[CreatedAt]
    asked_by: Mapped[Actor] = mapped_column(one_of(Actor, "asked_by"), server_default=Actor.CANDIDATE)
    offered: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default=text("'{}'::bigint[]"))
    offered_at: Mapped[datetime | None]


class SlotProposal(Table):
    """A slot that a recruiter has ticked to offer it for a move, before the offer is sent."""

    __tablename__ = "slot_proposals"
    __table_args__ = (Index(None, "slot_id"),)

    booking_id: Mapped[int] = mapped_column(
        ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    slot_id: Mapped[int] = mapped_column(
        ForeignKey("slots.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    revision: Mapped[int] = mapped_column(Integer)
    recruiter_id: Mapped[int] = mapped_column(ForeignKey("recruiters.id", ondelete="CASCADE"))
    at: Mapped[datetime]


class WaitlistEntry(Table):
    """A candidate waits for slots of a city, of one recruiter or of any."""

    __tablename__ = "waitlist"
    __table_args__ = (
        Index("uq_waitlist_open", "candidate_id", "city_id", unique=True, postgresql_where=text("left_at IS NULL")),
        Index("ix_waitlist_queue", "city_id", "since", "id", postgresql_where=text("left_at IS NULL")),
        Index("ix_waitlist_since", "since", "id", postgresql_where=text("left_at IS NULL")),
        Index(None, "candidate_id"),
    )

    id: Mapped[RowId]
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    recruiter_id: Mapped[int | None] = mapped_column(ForeignKey("recruiters.id"))
    since: Mapped[datetime]
    left_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class SlotOffer(Table):
    """A slot offered to somebody who waits: theirs alone until it expires or is settled; then the next one's.

    `told_at` is when their journey learned of it; of a withdrawal, `settled_at` once it knows of that too.
    """

    __tablename__ = "slot_offers"
    __table_args__ = (
        CheckConstraint("expires_at > offered_at", name="expires_later"),
        CheckConstraint("(settled_at IS NULL) = (settlement IS NULL)", name="settled"),
        Index("uq_slot_offers_open_slot", "slot_id", unique=True, postgresql_where=text("settled_at IS NULL")),
        Index(
            "uq_slot_offers_open_candidate", "candidate_id", unique=True, postgresql_where=text("settled_at IS NULL")
        ),
        Index(
            "ix_slot_offers_withdrawn",
            "id",
            postgresql_where=text("settlement = 'withdrawn' AND told_at < settled_at"),
        ),
        Index("ix_slot_offers_open", "expires_at", postgresql_where=text("settled_at IS NULL")),
        Index(None, "candidate_id", "slot_id"),
    )

    id: Mapped[RowId]
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settlement: Mapped[OfferSettlement | None] = mapped_column(one_of(OfferSettlement, "settlement"))
    created_at: Mapped[CreatedAt]
