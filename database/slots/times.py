"""When and whose slots are that somebody speaks of by id, held or free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Recruiter, Slot
from domain.ids import CityId, RecruiterId, SlotId


@dataclass(frozen=True, kw_only=True)
class SlotTime:
    """A slot as it is spoken of; instants are UTC."""

    slot_id: SlotId
    recruiter_id: RecruiterId
    recruiter_name: str
    city_id: CityId
    starts_at: datetime
    ends_at: datetime


async def slot_times(session: AsyncSession, slot_ids: Sequence[int]) -> list[SlotTime]:
    """Return the slots of those ids in order of start, whatever has become of them; unknown ones are left out."""
    rows = await session.execute(
        select(
            Slot.id.label("slot_id"),
            Slot.recruiter_id,
            Recruiter.name.label("recruiter_name"),
            Slot.city_id,
            Slot.starts_at,
            Slot.ends_at,
        )
        .join(Recruiter, Recruiter.id == Slot.recruiter_id)
        .where(Slot.id.in_(slot_ids))
        .order_by(Slot.starts_at, Slot.id)
    )
    return [SlotTime(**row._asdict()) for row in rows]
