"""Recruiters: who they are, and which of them have free times for a city."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import City, RecruiterCity, Slot, SlotOffer
from database.tables import Recruiter as RecruiterRow
from domain.booking import SlotStatus
from domain.ids import CityId, RecruiterId


@dataclass(frozen=True, kw_only=True)
class Recruiter:
    """A recruiter as the bot knows them; without `tg_chat_id`, or blocked, they cannot be written to."""

    id: RecruiterId
    public_id: UUID
    name: str
    zone: str
    active: bool
    telegram_id: int | None
    tg_chat_id: int | None
    telegram_username: str | None
    contact_link: str | None
    meeting_link: str | None
    blocked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RecruiterOffer:
    """A recruiter with free times: the next one (UTC) and how many there are."""

    recruiter_id: RecruiterId
    name: str
    zone: str
    next_free: datetime
    slots: int


async def recruiter_by_telegram(session: AsyncSession, telegram_id: int) -> Recruiter | None:
    """Return the recruiter linked to that Telegram user, or None."""
    return await _recruiter(session, RecruiterRow.telegram_id == telegram_id)


async def recruiter(session: AsyncSession, recruiter_id: int) -> Recruiter | None:
    """Return the recruiter of that id, or None."""
    return await _recruiter(session, RecruiterRow.id == recruiter_id)


async def recruiters_of_city(session: AsyncSession, city_id: int) -> list[Recruiter]:
    """Return the active recruiters who serve a city, by name."""
    rows = await session.scalars(
        select(RecruiterRow)
        .join(RecruiterCity, RecruiterCity.recruiter_id == RecruiterRow.id)
        .where(RecruiterCity.city_id == city_id, RecruiterRow.active)
        .order_by(RecruiterRow.name, RecruiterRow.id)
    )
    return [describe(row) for row in rows]


async def recruiters_with_free_slots(
    session: AsyncSession, city_id: int, earliest: datetime, candidate_id: int | None = None
) -> list[RecruiterOffer]:
    """Return the active recruiters who serve the active city and have a free slot from `earliest` on, soonest first.

    A slot that is offered to somebody counts for that candidate only.
    """
    next_free = func.min(Slot.starts_at).label("next_free")
    rows = await session.execute(
        select(
            RecruiterRow.id.label("recruiter_id"),
            RecruiterRow.name,
            RecruiterRow.zone,
            next_free,
            func.count().label("slots"),
        )
        .select_from(Slot)
        .join(RecruiterRow, RecruiterRow.id == Slot.recruiter_id)
        .join(City, City.id == Slot.city_id)
        .join(RecruiterCity, (RecruiterCity.recruiter_id == RecruiterRow.id) & (RecruiterCity.city_id == City.id))
        .where(
            Slot.city_id == city_id,
            slot_is_free(),
            nobody_else_is_offered_it(candidate_id),
            Slot.starts_at >= earliest,
            RecruiterRow.active,
            City.active,
        )
        .group_by(RecruiterRow.id)
        .order_by(next_free, RecruiterRow.id)
    )
    return [RecruiterOffer(**row._asdict()) for row in rows]


async def cities_of_recruiter(session: AsyncSession, recruiter_id: int) -> list[CityId]:
    """Return the cities that a recruiter serves."""
    rows = await session.scalars(
        select(RecruiterCity.city_id).where(RecruiterCity.recruiter_id == recruiter_id).order_by(RecruiterCity.city_id)
    )
    return [CityId(city_id) for city_id in rows]


async def mark_recruiter_blocked(session: AsyncSession, recruiter_id: int, *, now: datetime) -> None:
    """Note that a recruiter cannot be written to, as of the first time."""
    blocked = update(RecruiterRow).where(RecruiterRow.id == recruiter_id, RecruiterRow.blocked_at.is_(None))
    await session.execute(blocked.values(blocked_at=now).execution_options(synchronize_session=False))


async def mark_recruiter_unblocked(session: AsyncSession, recruiter_id: int) -> None:
    """Note that a recruiter can be written to again."""
    blocked = update(RecruiterRow).where(RecruiterRow.id == recruiter_id, RecruiterRow.blocked_at.is_not(None))
    await session.execute(blocked.values(blocked_at=None).execution_options(synchronize_session=False))


def slot_is_free() -> ColumnElement[bool]:
    """Return the condition of the partial index on free slots; written out, so that the planner recognises it."""
    return Slot.status == literal(SlotStatus.FREE, Slot.status.type, literal_execute=True)


def nobody_else_is_offered_it(candidate_id: int | None) -> ColumnElement[bool]:
    """Return whether a slot has no open offer, or the candidate's own."""
    others = exists().where(SlotOffer.slot_id == Slot.id, SlotOffer.settled_at.is_(None))
    return ~(others if candidate_id is None else others.where(SlotOffer.candidate_id != candidate_id))


def describe(row: RecruiterRow) -> Recruiter:
    """Return what the bot knows of a recruiter."""
    return Recruiter(
        id=RecruiterId(row.id),
        public_id=row.public_id,
        name=row.name,
        zone=row.zone,
        active=row.active,
        telegram_id=row.telegram_id,
        tg_chat_id=row.tg_chat_id,
        telegram_username=row.telegram_username,
        contact_link=row.contact_link,
        meeting_link=row.meeting_link,
        blocked_at=row.blocked_at,
    )


async def _recruiter(session: AsyncSession, condition: ColumnElement[bool]) -> Recruiter | None:
    row = await session.scalar(select(RecruiterRow).where(condition))
    return None if row is None else describe(row)
