"""Slots: which are free, entering new ones, withdrawing one that nobody holds."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.people.recruiters import nobody_else_is_offered_it, slot_is_free
from database.tables import City, Recruiter, RecruiterCity, Slot
from domain.booking import SlotStatus
from domain.ids import CityId, RecruiterId, SlotId
from domain.timezones import instant

FREE_OF_ANY = (
    select(
        Slot.id.label("slot_id"),
        Slot.recruiter_id,
        Recruiter.name.label("recruiter_name"),
        Slot.starts_at,
        Slot.ends_at,
    )
    .join(Recruiter, Recruiter.id == Slot.recruiter_id)
    .join(City, City.id == Slot.city_id)
    .join(RecruiterCity, (RecruiterCity.recruiter_id == Recruiter.id) & (RecruiterCity.city_id == City.id))
    .where(
        Slot.city_id == bindparam("city_id"),
        slot_is_free(),
        nobody_else_is_offered_it(bindparam("candidate_id")),
        Slot.starts_at >= bindparam("earliest"),
        Recruiter.active,
        City.active,
    )
    .order_by(Slot.starts_at, Slot.id)
)
FREE_OF_RECRUITER = FREE_OF_ANY.where(Slot.recruiter_id == bindparam("recruiter_id"))


@dataclass(frozen=True, kw_only=True)
class FreeSlot:
    """A slot that can be picked; instants are UTC."""

    slot_id: SlotId
    recruiter_id: RecruiterId
    recruiter_name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class NewSlot:
    """A slot as it was entered: the wall time (naive) in its zone, and the instants that it means."""

    starts_at: datetime
    ends_at: datetime
    wall_time: datetime
    wall_zone: str


@dataclass(frozen=True, kw_only=True)
class RecruiterSlot:
    """A slot as its recruiter sees it, held or not."""

    slot_id: SlotId
    recruiter_id: RecruiterId
    city_id: CityId
    city_name: str
    starts_at: datetime
    ends_at: datetime
    status: SlotStatus
    candidate_tg_id: int | None


class WithdrawOutcome(StrEnum):
    """What withdrawing a slot led to; a held one is freed by ending its booking, never from here."""

    WITHDRAWN = "withdrawn"
    ALREADY_WITHDRAWN = "already_withdrawn"
    HELD = "held"
    UNKNOWN = "unknown"


def slot_at(day: date, at: time, zone_name: str, length: timedelta) -> NewSlot:
    """Return the slot that starts at a wall time; raise LocalTimeError where that time is missing or ambiguous."""
    starts_at = instant(day, at, zone_name)
    return NewSlot(
        starts_at=starts_at,
        ends_at=starts_at + length,
        wall_time=datetime.combine(day, at),
        wall_zone=zone_name,
    )


async def free_slots(
    session: AsyncSession,
    *,
    city_id: int,
    recruiter_id: int | None,
    earliest: datetime,
    candidate_id: int | None = None,
) -> list[FreeSlot]:
    """Return the free slots of an active city from `earliest` on, soonest first, of one recruiter or of any.

    A slot that is offered to somebody is shown to that candidate only.
    """
    query = FREE_OF_ANY if recruiter_id is None else FREE_OF_RECRUITER
    sought = {"city_id": city_id, "recruiter_id": recruiter_id, "earliest": earliest, "candidate_id": candidate_id}
    return [FreeSlot(**row._asdict()) for row in await session.execute(query, sought)]


async def slots_of_recruiter(
    session: AsyncSession, recruiter_id: int, *, since: datetime, until: datetime
) -> list[RecruiterSlot]:
    """Return a recruiter's standing slots that start in [since, until), in order."""
    query = _seen_by_recruiter().where(
        Slot.recruiter_id == recruiter_id,
        Slot.starts_at >= since,
        Slot.starts_at < until,
        Slot.withdrawn_at.is_(None),
    )
    return [RecruiterSlot(**row._asdict()) for row in await session.execute(query.order_by(Slot.starts_at))]


async def slots_of_candidate(session: AsyncSession, candidate_tg_id: int) -> list[RecruiterSlot]:
    """Return the slots that a Telegram user holds now, in order."""
    query = _seen_by_recruiter().where(Slot.candidate_tg_id == candidate_tg_id)
    return [RecruiterSlot(**row._asdict()) for row in await session.execute(query.order_by(Slot.starts_at))]


async def add_slots(
    session: AsyncSession, *, recruiter_id: int, city_id: int, slots: Sequence[NewSlot]
) -> list[SlotId]:
    """Add slots and return their ids; those that overlap with a standing one of the recruiter are left out."""
    if not slots:
        return []
    rows = [{"recruiter_id": recruiter_id, "city_id": city_id, **asdict(slot)} for slot in slots]
    added = await session.scalars(insert(Slot).values(rows).on_conflict_do_nothing().returning(Slot.id))
    return [SlotId(slot_id) for slot_id in added]


async def withdraw_slot(session: AsyncSession, slot_id: int, *, now: datetime) -> WithdrawOutcome:
    """Withdraw a slot that nobody holds; an offer of it ends by trigger."""
    withdrawal = update(Slot).where(Slot.id == slot_id, slot_is_free()).values(withdrawn_at=now)
    if await session.scalar(withdrawal.returning(Slot.id).execution_options(synchronize_session=False)):
        return WithdrawOutcome.WITHDRAWN
    row = (await session.execute(select(Slot.withdrawn_at).where(Slot.id == slot_id))).one_or_none()
    if row is None:
        return WithdrawOutcome.UNKNOWN
    return WithdrawOutcome.HELD if row.withdrawn_at is None else WithdrawOutcome.ALREADY_WITHDRAWN


def _seen_by_recruiter() -> Select[*tuple[Any, ...]]:
    return select(
        Slot.id.label("slot_id"),
        Slot.recruiter_id,
        Slot.city_id,
        City.name.label("city_name"),
        Slot.starts_at,
        Slot.ends_at,
        Slot.status,
        Slot.candidate_tg_id,
    ).join(City, City.id == Slot.city_id)
