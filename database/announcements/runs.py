"""The runs of an auto-message: begun once each, with an audience that is fixed then; and how they end."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.announcements.audience import Audience, fix_audience
from database.announcements.due import wanted_plan
from database.tables import AutoMessage, AutoMessageDelivery, AutoMessageRun
from domain.announcements import LATEST, AnnouncementStatus, RecipientStatus, RunStatus
from domain.ids import CityId


async def begin_run(
    session: AsyncSession, message_id: int, *, workflow_id: str, plan: str | None, now: datetime
) -> int | None:
    """Begin what a workflow was started for, or take up what it has begun; None where there is nothing to send.

    That is so where the message is gone, off, planned for another time meanwhile, under way already, or a day late.
    `plan` is None for a workflow that an admin started: its run is written down already.
    """
    message = await locked_message(session, message_id)
    if message is None:
        return None
    run = await session.scalar(
        select(AutoMessageRun).where(AutoMessageRun.workflow_id == workflow_id).with_for_update()
    )
    if run is None:
        if not await _may_start(session, message, plan, now):
            return None
        run_id = await add_run(session, message, workflow_id=workflow_id, occurrence=message.due_at or now)
        if run_id is None:
            return None
        run = await session.get_one(AutoMessageRun, run_id)
    if run.audience is None:
        audience = Audience(
            target_chat_id=message.target_chat_id,
            city_id=None if message.city_id is None else CityId(message.city_id),
            stage=message.stage,
            language=message.language,
        )
        run.audience = await fix_audience(session, run.id, audience, now=now)
    return run.id


async def locked_message(session: AsyncSession, message_id: int) -> AutoMessage | None:
    """Return the message, which nobody else changes before this transaction ends."""
    return await session.scalar(select(AutoMessage).where(AutoMessage.id == message_id).with_for_update())


async def add_run(session: AsyncSession, message: AutoMessage, *, workflow_id: str, occurrence: datetime) -> int | None:
    """Write down a run and that the message is under way; None where one is, or this occurrence was begun before."""
    fresh = insert(AutoMessageRun).values(
        message_id=message.id, workflow_id=workflow_id, occurrence=occurrence, text=message.text
    )
    run_id = await session.scalar(fresh.on_conflict_do_nothing().returning(AutoMessageRun.id))
    if run_id is not None:
        message.status = AnnouncementStatus.RUNNING
        await session.flush()
    return run_id


async def finish_run(session: AsyncSession, run_id: int, *, now: datetime) -> None:
    """Close a run of which nothing waits any more; a message that recurs waits for its next time."""
    message_id = await session.scalar(select(AutoMessageRun.message_id).where(AutoMessageRun.id == run_id))
    message = None if message_id is None else await locked_message(session, message_id)
    run = await session.scalar(select(AutoMessageRun).where(AutoMessageRun.id == run_id).with_for_update())
    if run is None or message is None or run.finished_at is not None:
        return
    await settle_deliveries(session, run_id)
    run.finished_at = now
    if run.status is not RunStatus.CANCELLED:
        run.status = RunStatus.DONE
    if message.status is not AnnouncementStatus.CANCELLED:
        recurs = message.cron is not None and message.active
        message.status = AnnouncementStatus.SCHEDULED if recurs else AnnouncementStatus.DONE
        message.active = recurs


async def settle_deliveries(session: AsyncSession, run_id: int, *, begun_too: bool = True) -> None:
    """Skip whoever still waits; of one that was begun by somebody who did not come back, nobody knows."""
    ends = {RecipientStatus.WAITING: RecipientStatus.SKIPPED}
    if begun_too:
        ends[RecipientStatus.SENDING] = RecipientStatus.UNKNOWN
    for before, after in ends.items():
        settled = update(AutoMessageDelivery).where(
            AutoMessageDelivery.run_id == run_id, AutoMessageDelivery.status == before
        )
        await session.execute(settled.values(status=after, finished_at=func.clock_timestamp()))


async def run_status(session: AsyncSession, run_id: int) -> RunStatus:
    """Return where the run stands; one that is gone, with its message, is cancelled."""
    status = await session.scalar(select(AutoMessageRun.status).where(AutoMessageRun.id == run_id))
    return status or RunStatus.CANCELLED


async def note_read_pause(session: AsyncSession, run_id: int) -> None:
    """Note that the workflow has read of the pause by itself: it has to be told when the pause is over."""
    is_paused = (AutoMessageRun.id == run_id) & (AutoMessageRun.status == RunStatus.PAUSED)
    await session.execute(update(AutoMessageRun).where(is_paused).values(told_status=RunStatus.PAUSED))


async def figures_of(session: AsyncSession, run_id: int) -> Mapping[RecipientStatus, int]:
    """Return how many recipients of the run there are in each state."""
    counted = (
        select(AutoMessageDelivery.status, func.count())
        .where(AutoMessageDelivery.run_id == run_id)
        .group_by(AutoMessageDelivery.status)
    )
    found = dict((await session.execute(counted)).all())
    return {status: found.get(status, 0) for status in RecipientStatus}


async def _may_start(session: AsyncSession, message: AutoMessage, plan: str | None, now: datetime) -> bool:
    wanted = wanted_plan(
        active=message.active,
        status=message.status,
        due_at=message.due_at,
        cron=message.cron,
        zone=message.zone,
    )
    if wanted is None or wanted.words != plan:
        return False
    if message.due_at is None or now < message.due_at + LATEST:
        return True
    message.status, message.active = AnnouncementStatus.CANCELLED, False
    await session.flush()
    return False
