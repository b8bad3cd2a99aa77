"""Recruiters as the office keeps them: switched off or not, with the cities they serve and what they have ahead."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.office.named_cities import cities_through
from database.office.order import OfficeOrder, in_order
from database.office.references import references_to
from database.office.tokens import ApiCaller, in_cities
from database.tables import City, Recruiter, RecruiterCity, RecruiterPrompt, Slot
from domain.booking import SlotStatus
from domain.ids import RecruiterId

# What goes with a recruiter who is deleted and that nobody would miss.
OWN_TABLES = ("recruiter_cities", "recruiter_invitations", "recruiter_prompts")
NOT_HELD = (SlotStatus.FREE, SlotStatus.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class OfficeRecruiter:
    """A recruiter with those of their cities that the caller sees, by name, each as `public_id` and `name`.

    `free_slots` and `held_slots` start later and are of these cities too; without `telegram_id` nobody has followed an
    invitation, and `blocked_at` says since when the bot cannot write.
    """

    id: RecruiterId
    public_id: UUID
    name: str
    zone: str
    active: bool
    telegram_id: int | None
    telegram_username: str | None
    blocked_at: datetime | None
    contact_link: str | None
    meeting_link: str | None
    created_at: datetime
    cities: list[dict[str, str]]
    free_slots: int
    held_slots: int


async def office_recruiters(
    session: AsyncSession,
    caller: ApiCaller,
    cut: Cut,
    *,
    now: datetime,
    city: UUID | None = None,
    active: bool | None = None,
    reachable: bool | None = None,
    order: OfficeOrder = OfficeOrder.NAME,
) -> Rows[OfficeRecruiter]:
    """Return a page of those who serve the caller's cities, of one city if it is given; `reachable`: in Telegram."""
    query = _recruiters(caller, now)
    if city is not None:
        serves = exists().where(RecruiterCity.recruiter_id == Recruiter.id, RecruiterCity.city_id == City.id)
        query = query.where(
            serves.where(City.public_id == city, in_cities(City.id, caller.cities)).correlate(Recruiter)
        )
    if active is not None:
        query = query.where(Recruiter.active.is_(active))
    if reachable is not None:
        can_be_written_to = Recruiter.tg_chat_id.is_not(None) & Recruiter.blocked_at.is_(None)
        query = query.where(can_be_written_to if reachable else ~can_be_written_to)
    query = in_order(query, order, name=Recruiter.name, created_at=Recruiter.created_at, row_id=Recruiter.id)
    return await rows_of(session, query, cut, lambda row: OfficeRecruiter(**row._asdict()))


async def office_recruiter(
    session: AsyncSession, caller: ApiCaller, public_id: UUID, *, now: datetime, locks: bool = False
) -> OfficeRecruiter | None:
    """Return the recruiter if the caller sees them; with `locks` nobody else changes them or their cities meanwhile."""
    if locks:  # first: what is read below is read after whoever changed it has ended
        await session.execute(select(Recruiter.id).where(Recruiter.public_id == public_id).with_for_update())
    query = _recruiters(caller, now).where(Recruiter.public_id == public_id)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else OfficeRecruiter(**row._asdict())


async def add_recruiter(session: AsyncSession, values: Mapping[str, Any]) -> tuple[RecruiterId, UUID]:
    """Add a recruiter who serves no city yet; return both ids."""
    added = insert(Recruiter).values(**values).returning(Recruiter.id, Recruiter.public_id)
    row = (await session.execute(added)).one()
    return RecruiterId(row.id), row.public_id


async def change_recruiter(session: AsyncSession, recruiter_id: int, values: Mapping[str, Any]) -> None:
    """Change these columns of a recruiter."""
    await session.execute(update(Recruiter).where(Recruiter.id == recruiter_id).values(**values))


async def set_served_cities(session: AsyncSession, recruiter_id: int, city_ids: Collection[int]) -> None:
    """Let a recruiter who was locked before serve these cities and no others; slots and bookings stay as they are."""
    served = RecruiterCity.recruiter_id == recruiter_id
    await session.execute(delete(RecruiterCity).where(served, RecruiterCity.city_id.not_in(city_ids)))
    if city_ids:
        rows = [{"recruiter_id": recruiter_id, "city_id": city_id} for city_id in sorted(set(city_ids))]
        await session.execute(insert(RecruiterCity).on_conflict_do_nothing(), rows)


async def delete_recruiter(session: AsyncSession, recruiter_id: int) -> dict[str, int]:
    """Delete a recruiter who was locked before; where something refers to them, say how much of which table instead."""
    refers = await references_to(session, Recruiter, recruiter_id, besides=OWN_TABLES)
    if not refers:
        await session.execute(delete(Recruiter).where(Recruiter.id == recruiter_id))
    return refers


async def unlink_telegram(session: AsyncSession, recruiter_id: int) -> None:
    """Forget which Telegram user the recruiter is, and what that user was asked to write."""
    nobody = {"telegram_id": None, "tg_chat_id": None, "telegram_username": None, "blocked_at": None}
    await session.execute(update(Recruiter).where(Recruiter.id == recruiter_id).values(**nobody))
    await session.execute(delete(RecruiterPrompt).where(RecruiterPrompt.recruiter_id == recruiter_id))


def _recruiters(caller: ApiCaller, now: datetime) -> Select[*tuple[Any, ...]]:
    seen = in_cities(RecruiterCity.city_id, caller.cities)
    of_theirs = RecruiterCity.recruiter_id == Recruiter.id
    cities = cities_through(RecruiterCity.city_id, of_theirs, seen, beside=Recruiter)
    ahead = (
        select(func.count())
        .select_from(Slot)
        .where(Slot.recruiter_id == Recruiter.id, Slot.starts_at > now, in_cities(Slot.city_id, caller.cities))
        .correlate(Recruiter)
    )
    columns = (
        Recruiter.id,
        Recruiter.public_id,
        Recruiter.name,
        Recruiter.zone,
        Recruiter.active,
        Recruiter.telegram_id,
        Recruiter.telegram_username,
        Recruiter.blocked_at,
        Recruiter.contact_link,
        Recruiter.meeting_link,
        Recruiter.created_at,
        cities.label("cities"),
        ahead.where(Slot.status == SlotStatus.FREE).scalar_subquery().label("free_slots"),
        ahead.where(Slot.status.not_in(NOT_HELD)).scalar_subquery().label("held_slots"),
    )
    query = select(*columns)
    if caller.cities is None:
        return query
    serves = exists().where(of_theirs, seen)
    return query.where(serves.correlate(Recruiter))
