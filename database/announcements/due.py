"""Messages announced for later: which are due, which concern one chat, and which Temporal has still to be told of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnExpressionArgument, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import AutoMessage, AutoMessageRun
from domain.announcements import AnnouncementStatus, OpenRun, Plan, Planned
from domain.ids import CityId
from domain.stages import Stage


@dataclass(frozen=True, kw_only=True)
class Announced:
    """A message for one chat, or (without one) for the candidates of a city and stage.

    `due_at` is missing where the message recurs.
    """

    id: int
    text: str
    due_at: datetime | None
    target_chat_id: int | None
    city_id: CityId | None
    stage: Stage | None
    active: bool


async def announced_for_chat(session: AsyncSession, target_chat_id: int) -> list[Announced]:
    """Return all messages announced for one chat, in the order in which they fall due."""
    return await _announced(session, AutoMessage.target_chat_id == target_chat_id)


async def announced_and_due(session: AsyncSession, *, now: datetime) -> list[Announced]:
    """Return the active messages that are due, in order."""
    return await _announced(session, AutoMessage.active, AutoMessage.due_at <= now)


def wanted_plan(
    *, active: bool, status: AnnouncementStatus, due_at: datetime | None, cron: str | None, zone: str
) -> Plan | None:
    """Return by what a message should be started, None where nothing may: it is off, or was started already."""
    going = status is AnnouncementStatus.SCHEDULED or (status is AnnouncementStatus.RUNNING and cron is not None)
    return Plan(due_at=due_at, cron=cron, zone=zone) if active and going else None


async def planned_messages(session: AsyncSession, public_ids: Collection[UUID] | None = None) -> list[Planned]:
    """Return these messages with what starts them, or all for which Temporal has a schedule or should have one."""
    query = select(
        AutoMessage.id,
        AutoMessage.public_id,
        AutoMessage.active,
        AutoMessage.status,
        AutoMessage.due_at,
        AutoMessage.cron,
        AutoMessage.zone,
        AutoMessage.kept_plan,
    ).order_by(AutoMessage.id)
    if public_ids is None:
        query = query.where(or_(AutoMessage.active, AutoMessage.kept_plan.is_not(None)))
    else:
        query = query.where(AutoMessage.public_id.in_(public_ids))
    return [
        Planned(
            message_id=row.id,
            public_id=str(row.public_id),
            wanted=wanted_plan(active=row.active, status=row.status, due_at=row.due_at, cron=row.cron, zone=row.zone),
            kept=row.kept_plan,
        )
        for row in await session.execute(query)
    ]


async def note_kept(session: AsyncSession, planned: Planned) -> None:
    """Note what Temporal was told of the message."""
    words = planned.wanted.words if planned.wanted else None
    kept = update(AutoMessage).where(AutoMessage.id == planned.message_id).values(kept_plan=words)
    await session.execute(kept)


async def open_runs(session: AsyncSession, message_id: int | None = None) -> list[OpenRun]:
    """Return the runs that are not finished: of one message, or all."""
    query = (
        select(
            AutoMessageRun.id.label("run_id"),
            AutoMessageRun.message_id,
            AutoMessage.public_id,
            AutoMessageRun.workflow_id,
            AutoMessageRun.status,
            AutoMessageRun.told_status.label("told"),
        )
        .join(AutoMessage, AutoMessage.id == AutoMessageRun.message_id)
        .where(AutoMessageRun.finished_at.is_(None))
        .order_by(AutoMessageRun.id)
    )
    if message_id is not None:
        query = query.where(AutoMessageRun.message_id == message_id)
    rows = await session.execute(query)
    return [OpenRun(**row._asdict() | {"public_id": str(row.public_id)}) for row in rows]


async def note_told(session: AsyncSession, run: OpenRun) -> None:
    """Note what the workflow of the run was told."""
    told = update(AutoMessageRun).where(AutoMessageRun.id == run.run_id).values(told_status=run.status)
    await session.execute(told)


async def _announced(session: AsyncSession, *conditions: ColumnExpressionArgument[bool]) -> list[Announced]:
    rows = await session.execute(
        select(
            AutoMessage.id,
            AutoMessage.text,
            AutoMessage.due_at,
            AutoMessage.target_chat_id,
            AutoMessage.city_id,
            AutoMessage.stage,
            AutoMessage.active,
        )
        .where(*conditions)
        .order_by(AutoMessage.due_at, AutoMessage.id)
    )
    return [Announced(**row._asdict()) for row in rows]
