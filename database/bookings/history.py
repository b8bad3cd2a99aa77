"""What happened to a booking, and who did it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database.actors import actor_name, actor_public_id
from database.tables import BookingEvent, Slot
from domain.booking import Actor, BookingStatus


@dataclass(frozen=True, kw_only=True)
class BookingChange:
    """What a booking became at an instant of its journey's clock, and who made it that."""

    at: datetime
    status: BookingStatus
    revision: int
    starts_at: datetime
    actor: Actor
    actor_name: str | None
    actor_public_id: UUID | None
    reason: str | None


async def booking_history(session: AsyncSession, booking_id: int) -> list[BookingChange]:
    """Return all that happened to a booking, oldest first."""
    query = (
        select(
            BookingEvent.at,
            BookingEvent.status,
            BookingEvent.revision,
            Slot.starts_at,
            BookingEvent.actor,
            actor_name(BookingEvent.actor, BookingEvent.actor_id),
            actor_public_id(BookingEvent.actor, BookingEvent.actor_id),
            BookingEvent.reason,
        )
        .join(Slot, Slot.id == BookingEvent.slot_id)
        .where(BookingEvent.booking_id == booking_id)
        .order_by(BookingEvent.id)
    )
    return [BookingChange(**row._asdict()) for row in await session.execute(query)]
