"""What was answered to creates under an idempotency key, kept for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import IdempotencyKey

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class EarlierAnswer:
    """The answer (as JSON), and the hash of what was asked."""

    request_hash: bytes
    answer: dict[str, Any]


async def earlier_answer(session: AsyncSession, *, token_id: int, key: str, now: datetime) -> EarlierAnswer | None:
    """Return what was answered under this key, or None; calls with one key take turns until their transactions end."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{token_id} {key}", 0))))
    row = (
        await session.execute(
            select(IdempotencyKey.request_hash, IdempotencyKey.answer).where(
                IdempotencyKey.token_id == token_id,
                IdempotencyKey.key == key,
                IdempotencyKey.answered_at > now - KEPT_FOR,
            )
        )
    ).one_or_none()
    return None if row is None else EarlierAnswer(**row._asdict())


async def keep_answer(
    session: AsyncSession, *, token_id: int, key: str, request_hash: bytes, answer: dict[str, Any], now: datetime
) -> None:
    """Keep an answer in the transaction of what it tells of, and forget those of yesterday."""
    await session.execute(delete(IdempotencyKey).where(IdempotencyKey.answered_at <= now - KEPT_FOR))
    await session.execute(
        insert(IdempotencyKey).values(
            token_id=token_id, key=key, request_hash=request_hash, answer=answer, answered_at=now
        )
    )
