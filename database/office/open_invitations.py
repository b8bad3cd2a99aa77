"""Invitations as the office sees them: which are open, and taking one back. Their tokens are known to nobody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.tables import RecruiterInvitation


@dataclass(frozen=True, kw_only=True)
class OpenInvitation:
    """A deep link that works until `expires_at`, unless it was followed at `used_at`; instants are UTC."""

    id: int
    public_id: UUID
    expires_at: datetime
    used_at: datetime | None
    created_at: datetime


COLUMNS = (
    RecruiterInvitation.id,
    RecruiterInvitation.public_id,
    RecruiterInvitation.expires_at,
    RecruiterInvitation.used_at,
    RecruiterInvitation.created_at,
)


async def open_invitations(
    session: AsyncSession, recruiter_id: int, cut: Cut, *, now: datetime
) -> Rows[OpenInvitation]:
    """Return a page of those that can still be followed, the first to expire first."""
    query = (
        select(*COLUMNS)
        .where(
            RecruiterInvitation.recruiter_id == recruiter_id,
            RecruiterInvitation.used_at.is_(None),
            RecruiterInvitation.expires_at > now,
        )
        .order_by(RecruiterInvitation.expires_at, RecruiterInvitation.id)
    )
    return await rows_of(session, query, cut, lambda row: OpenInvitation(**row._asdict()))


async def invitation_of(session: AsyncSession, recruiter_id: int, public_id: UUID) -> OpenInvitation | None:
    """Return one of a recruiter's invitations, open or not, locked until this transaction ends."""
    query = select(*COLUMNS).where(
        RecruiterInvitation.recruiter_id == recruiter_id, RecruiterInvitation.public_id == public_id
    )
    row = (await session.execute(query.with_for_update())).one_or_none()
    return None if row is None else OpenInvitation(**row._asdict())


async def expire_invitation(session: AsyncSession, invitation_id: int, *, now: datetime) -> None:
    """Let it end now; who follows it hears that it has expired."""
    ends = func.least(RecruiterInvitation.expires_at, now)
    query = update(RecruiterInvitation).where(RecruiterInvitation.id == invitation_id)
    await session.execute(query.values(expires_at=ends).execution_options(synchronize_session=False))
