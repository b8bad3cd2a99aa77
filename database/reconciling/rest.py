"""What a restored database cannot know of its last hours, and what is safe to do about it."""

from datetime import datetime

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.announcements.orders import pause_message
from database.tables import AutoMessage, AutoMessageRun, ToldPolicy
from domain.announcements import AnnouncementStatus


async def pause_announcements(session: AsyncSession, *, now: datetime) -> int:
    """Pause the auto-messages that were under way, or due since, in the copy: perhaps everybody has got them by now.

    Return how many; an admin who knows that nobody did lets them go on.
    """
    is_due = and_(AutoMessage.status == AnnouncementStatus.SCHEDULED, AutoMessage.active, AutoMessage.due_at <= now)
    has_run = exists().where(AutoMessageRun.message_id == AutoMessage.id, AutoMessageRun.finished_at.is_(None))
    is_under_way = and_(AutoMessage.status == AnnouncementStatus.RUNNING, has_run)
    found = (await session.scalars(select(AutoMessage.id).where(or_(is_due, is_under_way)))).all()
    for message_id in found:
        await pause_message(session, message_id)
    return len(found)


async def forget_told_policies(session: AsyncSession) -> None:
    """Let the next sweep tell every journey with a booking of the policy of its city: it may know another one."""
    await session.execute(delete(ToldPolicy))
