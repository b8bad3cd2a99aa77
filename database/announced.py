"""Messages announced for later: which are due, and which concern one chat."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnExpressionArgument, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import AutoMessage
from domain.ids import CityId
from domain.stages import Stage


@dataclass(frozen=True, kw_only=True)
class Announced:
    """A message for one chat, or (without one) for the candidates of a city and stage."""

    id: int
    text: str
    due_at: datetime
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
