"""Deliveries of webhooks as admins see them, and how they ask for them again."""

from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.moments import Instant
from api.webhooks.seen import Types
from database.webhooks.log import LoggedAttempt, LoggedDelivery
from domain.facts import FACTS
from domain.webhooks import DeliveryStatus, Trouble

LONGEST_REPLAY = timedelta(days=31)
SEEN: dict[str, Any] = {
    "public_id": "f2d6b1c3-3e0a-4a5b-8c7d-1f9e2a4b6c80",
    "event_id": "0d4c1b2a-9e8f-4765-b3a4-2c1d0e9f8a7b",
    "type": FACTS[0].type.value,
    "timestamp": "2026-11-23T09:00:00Z",
    "status": "waiting",
    "round": 1,
    "attempts": 1,
    "last_status_code": 503,
    "last_error": "status",
    "next_try_at": "2026-11-23T09:00:05Z",
    "delivered_at": None,
    "created_at": "2026-11-23T09:00:00Z",
}
ATTEMPT = {"round": 1, "at": "2026-11-23T09:00:00Z", "took_ms": 120, "status_code": 503, "error": "status"}


class Delivery(BaseModel):
    """One event on its way to one webhook. Instants are UTC."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN]})

    public_id: UUID
    event_id: UUID = Field(description="The `webhook-id` under which it is sent, however often")
    type: str
    timestamp: datetime = Field(description="When it happened")
    status: DeliveryStatus
    round: int = Field(description="1, and one more for each time it was asked for again")
    attempts: int = Field(description="How often it was tried in this round")
    last_status_code: int | None
    last_error: Trouble | None
    next_try_at: datetime | None
    delivered_at: datetime | None
    created_at: datetime


class Attempt(BaseModel):
    """One try; `error` is null where it was delivered."""

    round: int
    at: datetime
    took_ms: int
    status_code: int | None = Field(description="Null where there was no answer")
    error: Trouble | None


class DeliveryInDetail(Delivery):
    """A delivery with what is sent and what came of each try."""

    model_config = ConfigDict(json_schema_extra={"examples": [SEEN | {"data": FACTS[0].data, "log": [ATTEMPT]}]})

    data: dict[str, Any] = Field(description="`data` of the event")
    log: list[Attempt] = Field(description="The latest 200 tries, in their order")


class Replay(BaseModel):
    """Which facts to send once more: those of [from, to), 31 days at most."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"from": "2026-11-23T00:00:00Z", "to": "2026-11-24T00:00:00Z", "types": ["booking.requested"]}]
        },
    )

    since: Instant = Field(alias="from")
    until: Instant = Field(alias="to")
    types: Types | None = Field(default=None, description="Null: those that the webhook asked for")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not timedelta() < self.until - self.since <= LONGEST_REPLAY:
            raise ValueError("`to` must be later than `from`, by 31 days at most")
        return self


class Replayed(BaseModel):
    """How many events were set going; what waits anyway is not among them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"deliveries": 12}]})

    deliveries: int


class Trial(BaseModel):
    """What came of a test event."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"delivery": SEEN["public_id"], "delivered": False, "status_code": 401, "error": "status"},
            ]
        }
    )

    delivery: UUID
    delivered: bool
    status_code: int | None
    error: Trouble | None


def describe(found: LoggedDelivery) -> Delivery:
    """Return what admins see of a delivery."""
    return Delivery(**_seen(found))


def describe_in_detail(found: LoggedDelivery, attempts: list[LoggedAttempt]) -> DeliveryInDetail:
    """Return a delivery with its log."""
    log = [Attempt(**{name: getattr(each, name) for name in Attempt.model_fields}) for each in attempts]
    return DeliveryInDetail(**_seen(found), data=found.data, log=log)


def _seen(found: LoggedDelivery) -> dict[str, Any]:
    same = {name: getattr(found, name) for name in Delivery.model_fields if name != "timestamp"}
    return same | {"timestamp": found.at}
