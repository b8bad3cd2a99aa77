"""The audit log: who did what to which row."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import AuditEntry
from domain.booking import Actor


async def record(
    session: AsyncSession,
    *,
    actor: Actor,
    actor_id: int,
    what: str,
    at: datetime,
    subject_table: str | None = None,
    subject_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write one line; `actor_id` is a candidate, a recruiter, an API token or, for strangers, a Telegram user."""
    await session.execute(
        insert(AuditEntry).values(
            actor=actor,
            actor_id=actor_id,
            what=what,
            subject_table=subject_table,
            subject_id=subject_id,
            before=before,
            after=after,
            at=at,
        )
    )
