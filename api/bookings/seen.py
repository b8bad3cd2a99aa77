"""What callers see of bookings: in lists, and one of them with its history."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from api.moments import Moment
from database.bookings.history import BookingChange
from database.bookings.lines import BookingLine
from domain.booking import Actor, BookingStatus

SAME = (
    "public_id",
    "status",
    "revision",
    "requested_at",
    "answer_until",
    "decided_at",
    "ended_at",
    "reason",
    "changed_by",
    "changed_at",
    "candidate_public_id",
    "candidate_name",
    "candidate_username",
    "city_public_id",
    "city_name",
    "recruiter_public_id",
    "recruiter_name",
    "recruiter_reachable",
)


class Booking(BaseModel):
    """A booking; the interview is shown by the clock of its city, all other instants are UTC."""

    public_id: UUID
    status: BookingStatus
    revision: int = Field(description="Grows when the booking moves to another time")
    starts: Moment
    ends: Moment
    requested_at: datetime
    answer_until: datetime | None = Field(description="When the slot is released if nobody answers")
    decided_at: datetime | None = Field(description="When it was approved or rejected")
    ended_at: datetime | None = Field(description="Since when it holds no slot any more")
    reason: str | None = Field(description="Why it ended, in somebody's words")
    changed_by: Actor
    changed_at: datetime
    candidate_public_id: UUID
    candidate_name: str | None = Field(examples=["Petrova Anna"])
    candidate_username: str | None = Field(examples=["anna_petrova"])
    city_public_id: UUID
    city_name: str = Field(examples=["Kazan"])
    recruiter_public_id: UUID
    recruiter_name: str = Field(examples=["Maria"])
    recruiter_reachable: bool = Field(description="False: the recruiter has no Telegram, the answer has to come here")

    @classmethod
    def of(cls, line: BookingLine) -> Self:
        """Return what is seen of a booking in a list."""
        return cls(**shown(line))


class BookingEvent(BaseModel):
    """What the booking became, and who made it that."""

    at: Moment
    status: BookingStatus
    revision: int
    starts: Moment = Field(description="When the interview was to be from then on")
    actor: Actor
    actor_name: str | None = Field(description="Of a recruiter, or of an admin's token", examples=["Maria"])
    actor_public_id: UUID | None
    reason: str | None

    @classmethod
    def of(cls, change: BookingChange, zone: str) -> Self:
        """Return what is seen of a change, by the clock of the zone."""
        return cls(
            at=Moment.at(change.at, zone),
            status=change.status,
            revision=change.revision,
            starts=Moment.at(change.starts_at, zone),
            actor=change.actor,
            actor_name=change.actor_name,
            actor_public_id=change.actor_public_id,
            reason=change.reason,
        )


class WholeBooking(Booking):
    """A booking and all that happened to it."""

    history: list[BookingEvent] = Field(description="Oldest first")

    @classmethod
    def with_history(cls, line: BookingLine, changes: list[BookingChange]) -> Self:
        """Return what is seen of one booking."""
        return cls(**shown(line), history=[BookingEvent.of(change, line.city_zone) for change in changes])


def shown(line: BookingLine) -> dict[str, object]:
    """Return the fields of a booking as they are seen."""
    times = {"starts": Moment.at(line.starts_at, line.city_zone), "ends": Moment.at(line.ends_at, line.city_zone)}
    return {name: getattr(line, name) for name in SAME} | times
