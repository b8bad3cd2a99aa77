"""Webhooks: who is told of facts, the facts themselves, how far each got with each, and every attempt."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, Text, text, true
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from database.tables.base import CreatedAt, PublicId, RowId, Table, UpdatedAt, one_of
from domain.webhooks import DeliveryStatus, EndpointStop, Trouble


class WebhookEndpoint(Table):
    """An address that is told of facts: of these types or (None) all, of one city or (None) all.

    Secrets are sealed; the previous one signs as well until `previous_until`. `failing_since` is the first failure
    after the last success.
    """

    __tablename__ = "webhook_endpoints"
    __table_args__ = (
        CheckConstraint("(previous_secret IS NULL) = (previous_until IS NULL)", name="previous"),
        CheckConstraint("stopped_because IS NULL OR NOT active", name="stopped"),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    url: Mapped[str]
    description: Mapped[str | None]
    event_types: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    active: Mapped[bool] = mapped_column(Boolean, server_default=true())
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    previous_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous_until: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    stopped_because: Mapped[EndpointStop | None] = mapped_column(one_of(EndpointStop, "stopped_because"))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("api_tokens.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class WebhookEvent(Table):
    """One fact, recorded by a trigger in the fact's own transaction; `data` has public ids and nothing of a person."""

    __tablename__ = "webhook_events"
    __table_args__ = (Index(None, "at"), Index(None, "created_at"))

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    type: Mapped[str]
    at: Mapped[datetime]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id", ondelete="SET NULL"))
    data: Mapped[dict[str, Any]]
    fact_key: Mapped[str] = mapped_column(Text, unique=True)
    created_at: Mapped[CreatedAt]


class WebhookDelivery(Table):
    """One event for one endpoint; `round` counts how often it was set going, `taken_up_at` is when a workflow began."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Unique("endpoint_id", "event_id"),
        CheckConstraint("(status = 'delivered') = (delivered_at IS NOT NULL)", name="delivered"),
        Index(None, "endpoint_id", "id"),
        Index(None, "endpoint_id", "status", "id"),
        Index(None, "event_id"),
        Index("ix_webhook_deliveries_waiting", "id", postgresql_where=text("status = 'waiting'")),
    )

    id: Mapped[RowId]
    public_id: Mapped[PublicId]
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("webhook_endpoints.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("webhook_events.id", ondelete="CASCADE"))
    status: Mapped[DeliveryStatus] = mapped_column(
        one_of(DeliveryStatus, "status"), server_default=DeliveryStatus.WAITING
    )
    round: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    attempts: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    last_status_code: Mapped[int | None] = mapped_column(Integer)
    last_error: Mapped[Trouble | None] = mapped_column(one_of(Trouble, "last_error"))
    next_try_at: Mapped[datetime | None]
    taken_up_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    created_at: Mapped[CreatedAt]


class WebhookAttempt(Table):
    """One try to deliver; `error` is None where the receiver answered 2xx."""

    __tablename__ = "webhook_attempts"
    __table_args__ = (Index(None, "delivery_id", "id"),)

    id: Mapped[RowId]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("webhook_deliveries.id", ondelete="CASCADE"))
    round: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    took_ms: Mapped[int] = mapped_column(Integer)
    status_code: Mapped[int | None] = mapped_column(Integer)
    error: Mapped[Trouble | None] = mapped_column(one_of(Trouble, "error"))
