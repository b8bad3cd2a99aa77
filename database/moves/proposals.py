"""What a recruiter has ticked to offer for a move; kept here, so that no process has to remember it."""

from datetime import datetime

from sqlalchemy import delete, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.people.recruiters import slot_is_free
from database.tables import Booking, Slot, SlotProposal
from domain.booking import active_statuses
from domain.ids import SlotId


async def toggle_proposal(
    session: AsyncSession, *, recruiter_id: int, booking_id: int, revision: int, slot_id: int, now: datetime
) -> bool:
    """Tick a slot or take the tick away; return whether it is ticked now.

    Only a slot of the booking's own recruiter and city is ticked, and only for the booking as it stands.
    """
    taken_away = delete(SlotProposal).where(
        SlotProposal.booking_id == booking_id, SlotProposal.slot_id == slot_id, SlotProposal.revision == revision
    )
    if await session.scalar(taken_away.returning(SlotProposal.slot_id)) is not None:
        return False
    fits = (
        select(Booking.id, Slot.id, Booking.revision, literal(recruiter_id), literal(now))
        .join(Slot, (Slot.recruiter_id == Booking.recruiter_id) & (Slot.city_id == Booking.city_id))
        .where(
            Booking.id == booking_id,
            Booking.revision == revision,
            Booking.status.in_(active_statuses()),
            Slot.id == slot_id,
        )
    )
    tick = insert(SlotProposal).from_select(["booking_id", "slot_id", "revision", "recruiter_id", "at"], fits)
    changed = {name: tick.excluded[name] for name in ("revision", "recruiter_id", "at")}
    ticked = tick.on_conflict_do_update(index_elements=[SlotProposal.booking_id, SlotProposal.slot_id], set_=changed)
    return await session.scalar(ticked.returning(SlotProposal.slot_id)) is not None


async def proposed_slots(session: AsyncSession, *, booking_id: int, revision: int) -> list[SlotId]:
    """Return the ticked slots that are still free, in order of start."""
    rows = await session.scalars(
        select(Slot.id)
        .join(SlotProposal, SlotProposal.slot_id == Slot.id)
        .where(SlotProposal.booking_id == booking_id, SlotProposal.revision == revision, slot_is_free())
        .order_by(Slot.starts_at, Slot.id)
    )
    return [SlotId(slot_id) for slot_id in rows]


async def drop_proposals(session: AsyncSession, *, booking_id: int) -> None:
    """Take every tick away: the offer was sent, or there is nothing to offer for any more."""
    await session.execute(delete(SlotProposal).where(SlotProposal.booking_id == booking_id))
