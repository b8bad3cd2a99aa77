"""Taking slots away and giving them back: one that a candidate wants, a withdrawn one, all free ones of a period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.office.tokens import in_cities
from database.people.recruiters import nobody_else_is_offered_it, slot_is_free
from database.tables import Slot, SlotClaim, SlotOffer
from domain.booking import Claim, SlotStatus


@dataclass(frozen=True, kw_only=True)
class FreePeriod:
    """The free slots of a recruiter that start from `since` on and before `until`, for the cities of a caller."""

    recruiter_id: int
    since: datetime
    until: datetime
    cities: Collection[int] | None

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """Return what a slot has to be."""
        begins = (Slot.starts_at >= self.since, Slot.starts_at < self.until)
        return (Slot.recruiter_id == self.recruiter_id, *begins, in_cities(Slot.city_id, self.cities), slot_is_free())


@dataclass(frozen=True, kw_only=True)
class FreeSlots:
    """How many slots there are, and how many of them are offered to somebody who waits."""

    count: int
    offered: int


async def count_free(session: AsyncSession, period: FreePeriod) -> FreeSlots:
    """Return how many slots could be withdrawn now."""
    is_offered = exists().where(SlotOffer.slot_id == Slot.id, SlotOffer.settled_at.is_(None))
    counted = select(func.count().label("free"), func.count().filter(is_offered).label("offered"))
    row = (await session.execute(counted.select_from(Slot).where(*period.conditions()))).one()
    return FreeSlots(count=row.free, offered=row.offered)


async def withdraw_free(session: AsyncSession, period: FreePeriod, *, now: datetime) -> FreeSlots:
    """Withdraw the slots that nobody holds at this moment; offers of them end by trigger."""
    offered = await count_free(session, period)
    withdrawn = update(Slot).where(*period.conditions()).values(withdrawn_at=now).returning(Slot.id)
    rows = await session.scalars(withdrawn.execution_options(synchronize_session=False))
    return FreeSlots(count=len(rows.all()), offered=offered.offered)


async def withdraw_wanted(session: AsyncSession, slot_id: int, *, now: datetime) -> bool:
    """Withdraw a slot to which a booking asks to move, while it is held; False where none does.

    The booking cannot move there any more, and nobody is offered the slot when it is let go.
    """
    return await _mark(session, slot_id, now)


async def take_back_withdrawal(session: AsyncSession, slot_id: int) -> bool:
    """Undo `withdraw_wanted` as long as the slot is still wanted."""
    return await _mark(session, slot_id, None)


async def restore_slot(session: AsyncSession, slot_id: int) -> bool:
    """Make a withdrawn slot free again; False where it is not withdrawn.

    Raise IntegrityError where another slot of the recruiter overlaps with it.
    """
    withdrawn = Slot.status == SlotStatus.WITHDRAWN
    restored = update(Slot).where(Slot.id == slot_id, withdrawn).values(withdrawn_at=None).returning(Slot.id)
    return await session.scalar(restored.execution_options(synchronize_session=False)) is not None


async def free_slot_at(
    session: AsyncSession, *, recruiter_id: int, city_id: int, starts_at: datetime, length: timedelta
) -> UUID | None:
    """Return the public id of the free slot of exactly this time that is offered to nobody, or None."""
    query = select(Slot.public_id).where(
        Slot.recruiter_id == recruiter_id,
        Slot.city_id == city_id,
        Slot.starts_at == starts_at,
        Slot.ends_at == starts_at + length,
        slot_is_free(),
        nobody_else_is_offered_it(None),
    )
    return await session.scalar(query)


async def _mark(session: AsyncSession, slot_id: int, withdrawn_at: datetime | None) -> bool:
    wanted = exists().where(SlotClaim.slot_id == Slot.id, SlotClaim.kind == Claim.WANTED)
    marked = update(Slot).where(Slot.id == slot_id, wanted).values(withdrawn_at=withdrawn_at).returning(Slot.id)
    return await session.scalar(marked.execution_options(synchronize_session=False)) is not None
