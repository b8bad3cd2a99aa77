"""What the office orders of an auto-message: add, change, delete, pause, resume, cancel, send it now.

Each returns why not (a refusal) or None. A run stands where the order says at once, whether or not its workflow has
heard of it: every send looks here first.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.announcements.runs import add_run, locked_message, settle_deliveries
from database.tables import AutoMessage, AutoMessageRun
from domain.announcements import AnnouncementStatus, RunStatus

OVER = frozenset({AnnouncementStatus.DONE, AnnouncementStatus.CANCELLED})
GOING = frozenset({AnnouncementStatus.SCHEDULED, AnnouncementStatus.RUNNING})


class OrderRefusal(StrEnum):
    """Why an order on a message cannot be carried out."""

    OVER = "message_over"
    RUNNING = "message_running"
    NOT_SCHEDULED = "message_not_scheduled"
    DUE_PASSED = "due_passed"
    ALREADY_SENT = "message_already_sent"


async def add_message(session: AsyncSession, values: Mapping[str, Any]) -> UUID:
    """Add a message; it is active where its status is *scheduled*. Return its public id."""
    active = values["status"] is AnnouncementStatus.SCHEDULED
    added = insert(AutoMessage).values(**values, active=active).returning(AutoMessage.public_id)
    return (await session.execute(added)).scalar_one()


async def change_message(session: AsyncSession, message_id: int, values: Mapping[str, Any]) -> OrderRefusal | None:
    """Change a message of which nothing is under way; `status` may be draft or scheduled."""
    message = await _message(session, message_id)
    if message.status in OVER:
        return OrderRefusal.OVER
    if await _open_run(session, message_id) is not None:
        return OrderRefusal.RUNNING
    for name, value in values.items():
        setattr(message, name, value)
    if "status" in values:
        message.active = message.status is AnnouncementStatus.SCHEDULED
    await session.flush()
    return None


async def delete_message(session: AsyncSession, message_id: int) -> OrderRefusal | None:
    """Delete a message that never went out."""
    runs = select(AutoMessageRun.id).where(AutoMessageRun.message_id == message_id).limit(1)
    if await session.scalar(runs) is not None:
        return OrderRefusal.ALREADY_SENT
    await session.execute(delete(AutoMessage).where(AutoMessage.id == message_id))
    return None


async def pause_message(session: AsyncSession, message_id: int) -> OrderRefusal | None:
    """Let nothing go out until it is resumed; a paused one stays so."""
    message = await _message(session, message_id)
    if message.status is AnnouncementStatus.PAUSED:
        return None
    if message.status not in GOING:
        return OrderRefusal.OVER if message.status in OVER else OrderRefusal.NOT_SCHEDULED
    message.status, message.active = AnnouncementStatus.PAUSED, False
    await _set_run(session, message_id, RunStatus.PAUSED)
    return None


async def resume_message(session: AsyncSession, message_id: int, *, now: datetime) -> OrderRefusal | None:
    """Go on where it was paused; one that fell due meanwhile and never began needs a word on when."""
    message = await _message(session, message_id)
    if message.active and message.status in GOING:
        return None
    if message.status in OVER:
        return OrderRefusal.OVER
    if message.status is AnnouncementStatus.DRAFT:
        return OrderRefusal.NOT_SCHEDULED
    is_under_way = await _set_run(session, message_id, RunStatus.RUNNING)
    if not is_under_way and message.due_at is not None and message.due_at <= now:
        return OrderRefusal.DUE_PASSED
    message.status = AnnouncementStatus.RUNNING if is_under_way else AnnouncementStatus.SCHEDULED
    message.active = True
    await session.flush()
    return None


async def cancel_message(session: AsyncSession, message_id: int) -> OrderRefusal | None:
    """Let nothing go out any more; whoever still waits is skipped. A cancelled one stays so."""
    message = await _message(session, message_id)
    if message.status is AnnouncementStatus.DONE:
        return OrderRefusal.OVER
    message.status, message.active = AnnouncementStatus.CANCELLED, False
    run = await _open_run(session, message_id)
    if run is not None:
        run.status = RunStatus.CANCELLED
        await session.flush()
        await settle_deliveries(session, run.id, begun_too=False)
    return None


async def run_now(
    session: AsyncSession, message_id: int, *, workflow_id: str, now: datetime
) -> AutoMessageRun | OrderRefusal:
    """Begin a run at once; one that goes out once has gone out then. The caller starts its workflow."""
    message = await _message(session, message_id)
    if message.status in OVER:
        return OrderRefusal.OVER
    if message.status is AnnouncementStatus.PAUSED or (
        message.cron is not None and message.status is AnnouncementStatus.DRAFT
    ):
        return OrderRefusal.NOT_SCHEDULED
    run_id = await add_run(session, message, workflow_id=workflow_id, occurrence=now)
    if run_id is None:
        return OrderRefusal.RUNNING
    message.active = True
    await session.flush()
    return await session.get_one(AutoMessageRun, run_id)


async def _message(session: AsyncSession, message_id: int) -> AutoMessage:
    message = await locked_message(session, message_id)
    if message is None:
        raise LookupError(f"auto-message {message_id} is gone")
    return message


async def _open_run(session: AsyncSession, message_id: int) -> AutoMessageRun | None:
    query = select(AutoMessageRun).where(AutoMessageRun.message_id == message_id, AutoMessageRun.finished_at.is_(None))
    return await session.scalar(query.with_for_update())


async def _set_run(session: AsyncSession, message_id: int, status: RunStatus) -> bool:
    run = await _open_run(session, message_id)
    if run is None:
        return False
    run.status = status
    await session.flush()
    return True
