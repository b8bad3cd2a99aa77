"""Slots whose promise a change of the zone data has shifted: the wall time that was entered is another instant now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import City, Recruiter, Slot
from domain.booking import SlotStatus
from domain.ids import SlotId
from domain.timezones import local


@dataclass(frozen=True, kw_only=True)
class ShiftedSlot:
    """A slot to come, standing at `starts_at` (UTC); `wall_time` (naive) was entered by the clocks of `wall_zone`."""

    slot_id: SlotId
    status: SlotStatus
    recruiter_name: str
    city_name: str
    starts_at: datetime
    wall_time: datetime
    wall_zone: str

    @property
    def shows_now(self) -> datetime:
        """What the clocks of that zone show at the slot's instant under the present zone data; naive."""
        return local(self.starts_at, self.wall_zone).replace(tzinfo=None)

    @property
    def difference(self) -> timedelta:
        """How much later than it was entered the slot is shown now; negative for earlier."""
        return self.shows_now - self.wall_time


async def shifted_slots(session: AsyncSession, *, now: datetime) -> list[ShiftedSlot]:
    """Return the standing slots after `now` whose instant no longer shows as the entered wall time, soonest first.

    The instant is what was stored, so reminders ring as planned; a person has to say which of the two was meant.
    """
    query = (
        select(
            Slot.id.label("slot_id"),
            Slot.status,
            Recruiter.name.label("recruiter_name"),
            City.name.label("city_name"),
            Slot.starts_at,
            Slot.wall_time,
            Slot.wall_zone,
        )
        .join(Recruiter, Recruiter.id == Slot.recruiter_id)
        .join(City, City.id == Slot.city_id)
        .where(Slot.starts_at > now, Slot.withdrawn_at.is_(None))
        .order_by(Slot.starts_at, Slot.id)
    )
    slots = [ShiftedSlot(**row._asdict()) for row in await session.execute(query)]
    return [slot for slot in slots if slot.difference]
