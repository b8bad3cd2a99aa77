"""A booking locked for a change, and the order to change it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Booking, Slot
from domain.booking import Actor, BookingStatus, closed_statuses


@dataclass(frozen=True, kw_only=True)
class Order:
    """Who wants a change, about which revision, at the journey's now."""

    revision: int
    now: datetime
    actor: Actor
    actor_id: int


@dataclass(frozen=True, kw_only=True)
class HeldBooking:
    """A booking as it stands while its row is locked."""

    status: BookingStatus
    revision: int
    candidate_id: int
    slot_id: int
    recruiter_id: int
    city_id: int
    changed_at: datetime
    changed_by: Actor
    changed_by_id: int
    starts_at: datetime

    @property
    def is_over(self) -> bool:
        return self.status in closed_statuses()

    def is_strange_to(self, order: Order) -> bool:
        """Tell whether the booking belongs to another candidate or another recruiter."""
        match order.actor:
            case Actor.CANDIDATE:
                return order.actor_id != self.candidate_id
            case Actor.RECRUITER:
                return order.actor_id != self.recruiter_id
            case Actor.ADMIN | Actor.SYSTEM:
                return False

    def was_changed_by(self, order: Order) -> bool:
        """Tell whether the last change was this very order, carried out before its answer was lost."""
        last = (self.changed_at, self.changed_by, self.changed_by_id)
        return last == (order.now, order.actor, order.actor_id)


async def hold_booking(session: AsyncSession, booking_id: int) -> HeldBooking | None:
    """Lock the booking to the end of the transaction and return it, or None.

    The start comes by a subquery and not by a join: after a wait for the lock, PostgreSQL looks at the locked row anew
    but not at joined ones, and a booking that was moved meanwhile would seem not to exist.
    """
    starts_at = select(Slot.starts_at).where(Slot.id == Booking.slot_id).scalar_subquery()
    row = (
        await session.execute(
            select(
                Booking.status,
                Booking.revision,
                Booking.candidate_id,
                Booking.slot_id,
                Booking.recruiter_id,
                Booking.city_id,
                Booking.changed_at,
                Booking.changed_by,
                Booking.changed_by_id,
                starts_at.label("starts_at"),
            )
            .where(Booking.id == booking_id)
            .with_for_update(of=Booking)
        )
    ).one_or_none()
    return None if row is None else HeldBooking(**row._asdict())
