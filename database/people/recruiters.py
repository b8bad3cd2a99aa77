"""Recruiters: who they are, and which of them have free times for a city."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.plain_tables import plain
from database.tables import City, RecruiterCity, Slot, SlotOffer
from database.tables import Recruiter as RecruiterRow
from domain.booking import SlotStatus
from domain.ids import CityId, RecruiterId

RECRUITERS = plain(RecruiterRow)
KNOWN = select(
    RECRUITERS.c.id,
    RECRUITERS.c.public_id,
    RECRUITERS.c.name,
    RECRUITERS.c.zone,
    RECRUITERS.c.active,
    RECRUITERS.c.telegram_id,
    RECRUITERS.c.tg_chat_id,
    RECRUITERS.c.telegram_username,
    RECRUITERS.c.contact_link,
    RECRUITERS.c.meeting_link,
    RECRUITERS.c.blocked_at,
)
BY_TELEGRAM = KNOWN.where(RECRUITERS.c.telegram_id == bindparam("telegram_id"))
BY_ID = KNOWN.where(RECRUITERS.c.id == bindparam("recruiter_id"))


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
    return await _recruiter(session, BY_TELEGRAM, telegram_id=telegram_id)


async def recruiter(session: AsyncSession, recruiter_id: int) -> Recruiter | None:
    """Return the recruiter of that id, or None."""
    return await _recruiter(session, BY_ID, recruiter_id=recruiter_id)


async def recruiters_of_city(session: AsyncSession, city_id: int) -> list[Recruiter]:
    """Return the active recruiters who serve a city, by name."""
    serving = (
        KNOWN.join(RecruiterCity, RecruiterCity.recruiter_id == RECRUITERS.c.id)
        .where(RecruiterCity.city_id == city_id, RECRUITERS.c.active)
        .order_by(RECRUITERS.c.name, RECRUITERS.c.id)
    )
    return [Recruiter(**row._asdict()) for row in await session.execute(serving)]


async def recruiters_with_free_slots(
    session: AsyncSession, city_id: int, earliest: datetime, candidate_id: int | None = None
) -> list[RecruiterOffer]:
    """Return the active recruiters who serve the active city and have a free slot from `earliest` on, soonest first.

    A slot that is offered to somebody counts for that candidate only.
    """
    sought = {"city_id": city_id, "earliest": earliest, "candidate_id": candidate_id}
    return [RecruiterOffer(**row._asdict()) for row in await session.execute(OFFERS, sought)]


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
    """Return the condition that a slot is free; written out, so that the planner knows how many are."""
    return Slot.status == literal(SlotStatus.FREE, Slot.status.type, literal_execute=True)


def nobody_else_is_offered_it(candidate_id: int | BindParameter[int] | None) -> ColumnElement[bool]:
    """Return the condition that a slot has no open offer, or the candidate's own."""
    return ~exists().where(
        SlotOffer.slot_id == Slot.id,
        SlotOffer.settled_at.is_(None),
        SlotOffer.candidate_id.is_distinct_from(candidate_id),
    )


def _offers() -> Select[*tuple[Any, ...]]:
    next_free = func.min(Slot.starts_at).label("next_free")
    return (
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
            Slot.city_id == bindparam("city_id"),
            slot_is_free(),
            nobody_else_is_offered_it(bindparam("candidate_id")),
            Slot.starts_at >= bindparam("earliest"),
            RecruiterRow.active,
            City.active,
        )
        .group_by(RecruiterRow.id)
        .order_by(next_free, RecruiterRow.id)
    )


OFFERS = _offers()


async def _recruiter(session: AsyncSession, query: Select[Any], **of: int) -> Recruiter | None:
    row = (await session.execute(query, of)).one_or_none()
    return None if row is None else Recruiter(**row._asdict())
