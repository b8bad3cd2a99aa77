"""Auto-messages as the office sees them: the list, one of them, its runs, and who got it. No names, no chats."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.ledger import ERROR_NAME
from database.office.tokens import ApiCaller, in_cities
from database.tables import (
    ApiToken,
    AutoMessage,
    AutoMessageDelivery,
    AutoMessageRun,
    Candidate,
    City,
    Recruiter,
)
from domain.announcements import AnnouncementStatus, RecipientStatus, RunStatus
from domain.stages import Stage


class AnnouncementOrder(StrEnum):
    """In which order they are listed."""

    NEWEST = "-created_at"
    OLDEST = "created_at"


@dataclass(frozen=True, kw_only=True)
class OfficeAnnouncement:
    """An auto-message; of a chat it says whose it is, by public ids, where that is known."""

    id: int
    public_id: UUID
    title: str
    text: str
    status: AnnouncementStatus
    active: bool
    due_at: datetime | None
    cron: str | None
    zone: str
    target_chat_id: int | None
    target_candidate: UUID | None
    target_recruiter: UUID | None
    city_id: int | None
    city_public_id: UUID | None
    stage: Stage | None
    language: str | None
    respects_quiet_hours: bool
    created_by: str | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class OfficeRun:
    """One occurrence; `audience` is None until its recipients are fixed."""

    id: int
    public_id: UUID
    occurrence: datetime
    status: RunStatus
    audience: int | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OfficeRecipient:
    """How far it got to one recipient; `candidate_public_id` is None for a chat of nobody's."""

    candidate_public_id: UUID | None
    status: RecipientStatus
    not_before: datetime
    attempts: int
    error: str | None
    finished_at: datetime | None


async def office_announcements(
    session: AsyncSession,
    caller: ApiCaller,
    cut: Cut,
    *,
    status: AnnouncementStatus | None = None,
    city: UUID | None = None,
    order: AnnouncementOrder = AnnouncementOrder.NEWEST,
) -> Rows[OfficeAnnouncement]:
    """Return a page of the messages that the caller may see."""
    query = _announcements().where(in_cities(AutoMessage.city_id, caller.cities))
    if status is not None:
        query = query.where(AutoMessage.status == status)
    if city is not None:
        query = query.where(City.public_id == city)
    columns = (AutoMessage.created_at, AutoMessage.id)
    query = query.order_by(*(each.desc() if order is AnnouncementOrder.NEWEST else each for each in columns))
    return await rows_of(session, query, cut, lambda row: OfficeAnnouncement(**row._asdict()))


async def office_announcement(
    session: AsyncSession, public_id: UUID, *, locks: bool = False
) -> OfficeAnnouncement | None:
    """Return the message of that public id, or None; with `locks` nobody else changes it meanwhile."""
    query = _announcements().where(AutoMessage.public_id == public_id)
    row = (await session.execute(query.with_for_update(of=AutoMessage) if locks else query)).one_or_none()
    return None if row is None else OfficeAnnouncement(**row._asdict())


async def office_runs(session: AsyncSession, message_id: int, cut: Cut) -> Rows[OfficeRun]:
    """Return a page of the runs of a message, the latest first."""
    query = _runs().where(AutoMessageRun.message_id == message_id).order_by(AutoMessageRun.id.desc())
    return await rows_of(session, query, cut, lambda row: OfficeRun(**row._asdict()))


async def office_run(session: AsyncSession, message_id: int, public_id: UUID) -> OfficeRun | None:
    """Return one run of the message, or None."""
    query = _runs().where(AutoMessageRun.message_id == message_id, AutoMessageRun.public_id == public_id)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else OfficeRun(**row._asdict())


async def office_recipients(
    session: AsyncSession, run_id: int, cut: Cut, *, status: RecipientStatus | None = None
) -> Rows[OfficeRecipient]:
    """Return a page of the recipients of a run, in the order in which they were written down."""
    query = (
        select(
            Candidate.public_id.label("candidate_public_id"),
            AutoMessageDelivery.status,
            AutoMessageDelivery.not_before,
            AutoMessageDelivery.attempts,
            func.substring(AutoMessageDelivery.error, ERROR_NAME).label("error"),
            AutoMessageDelivery.finished_at,
        )
        .select_from(AutoMessageDelivery)
        .outerjoin(Candidate, Candidate.id == AutoMessageDelivery.candidate_id)
        .where(AutoMessageDelivery.run_id == run_id)
        .order_by(AutoMessageDelivery.id)
    )
    if status is not None:
        query = query.where(AutoMessageDelivery.status == status)
    return await rows_of(session, query, cut, lambda row: OfficeRecipient(**row._asdict()))


def _runs() -> Select[*tuple[Any, ...]]:
    return select(
        AutoMessageRun.id,
        AutoMessageRun.public_id,
        AutoMessageRun.occurrence,
        AutoMessageRun.status,
        AutoMessageRun.audience,
        AutoMessageRun.created_at,
        AutoMessageRun.finished_at,
    )


def _announcements() -> Select[*tuple[Any, ...]]:
    # A private chat has the id of the person.
    return (
        select(
            AutoMessage.id,
            AutoMessage.public_id,
            AutoMessage.title,
            AutoMessage.text,
            AutoMessage.status,
            AutoMessage.active,
            AutoMessage.due_at,
            AutoMessage.cron,
            AutoMessage.zone,
            AutoMessage.target_chat_id,
            Candidate.public_id.label("target_candidate"),
            Recruiter.public_id.label("target_recruiter"),
            AutoMessage.city_id,
            City.public_id.label("city_public_id"),
            AutoMessage.stage,
            AutoMessage.language,
            AutoMessage.respects_quiet_hours,
            ApiToken.name.label("created_by"),
            AutoMessage.created_at,
        )
        .select_from(AutoMessage)
        .outerjoin(City, City.id == AutoMessage.city_id)
        .outerjoin(ApiToken, ApiToken.id == AutoMessage.created_by)
        .outerjoin(Candidate, Candidate.telegram_id == AutoMessage.target_chat_id)
        .outerjoin(Recruiter, Recruiter.tg_chat_id == AutoMessage.target_chat_id)
    )
