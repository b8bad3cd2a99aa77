"""Inviting recruiters: a one-time deep link that binds a recruiter to the first Telegram user who follows it."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from database.people.recruiters import Recruiter, recruiter
from database.tables import Recruiter as RecruiterRow
from database.tables import RecruiterInvitation

TOKEN_BYTES = 24
START_PREFIX = "r_"  # before the token, in what follows /start


class LinkOutcome(StrEnum):
    """What following an invitation led to; only LINKED writes."""

    LINKED = "linked"
    ALREADY_YOURS = "already_yours"  # the same person followed the same link before
    USED = "used"  # somebody else did
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    TAKEN = "taken"  # this Telegram user is another recruiter already


@dataclass(frozen=True, kw_only=True)
class RecruiterLink:
    """`recruiter` is the invited one, for LINKED and ALREADY_YOURS only."""

    outcome: LinkOutcome
    recruiter: Recruiter | None = None


@dataclass(frozen=True, kw_only=True)
class IssuedInvitation:
    """A new deep link; its `token` is known to nobody afterwards."""

    id: int
    public_id: UUID
    token: str = field(repr=False)
    expires_at: datetime
    created_at: datetime


async def issue_invitation(session: AsyncSession, recruiter_id: int, *, now: datetime, lifetime: timedelta) -> str:
    """Return the token of a new deep link; it is shown once, the database keeps its hash."""
    return (await new_invitation(session, recruiter_id, now=now, lifetime=lifetime)).token


async def new_invitation(
    session: AsyncSession, recruiter_id: int, *, now: datetime, lifetime: timedelta
) -> IssuedInvitation:
    """Make a deep link that lasts for `lifetime` (from `now`) unless somebody follows it or it is revoked."""
    token, expires_at = secrets.token_urlsafe(TOKEN_BYTES), now + lifetime
    invitation = RecruiterInvitation(recruiter_id=recruiter_id, token_hash=_hash(token), expires_at=expires_at)
    session.add(invitation)
    await session.flush()
    return IssuedInvitation(
        id=invitation.id,
        public_id=invitation.public_id,
        token=token,
        expires_at=expires_at,
        created_at=invitation.created_at,
    )


async def link_recruiter(
    session: AsyncSession, *, token: str, telegram_id: int, chat_id: int, username: str | None, now: datetime
) -> RecruiterLink:
    """Bind the invited recruiter to the Telegram user who brought the token; a later invitation binds anew."""
    invitation = await session.scalar(
        select(RecruiterInvitation).where(RecruiterInvitation.token_hash == _hash(token)).with_for_update()
    )
    outcome = _judge(invitation, telegram_id, now)
    if invitation is None or outcome not in {LinkOutcome.LINKED, LinkOutcome.ALREADY_YOURS}:
        return RecruiterLink(outcome=outcome)
    if outcome is LinkOutcome.LINKED:
        try:
            async with session.begin_nested():
                await _bind(session, invitation.recruiter_id, telegram_id, chat_id, username)
        except IntegrityError:
            return RecruiterLink(outcome=LinkOutcome.TAKEN)
        invitation.used_by, invitation.used_at = telegram_id, now
        await session.flush()
    invited = await recruiter(session, invitation.recruiter_id)
    if invited is None or invited.telegram_id != telegram_id:  # they were, until somebody else took their place
        return RecruiterLink(outcome=LinkOutcome.USED)
    return RecruiterLink(outcome=outcome, recruiter=invited)


def _judge(invitation: RecruiterInvitation | None, telegram_id: int, now: datetime) -> LinkOutcome:
    if invitation is None:
        return LinkOutcome.UNKNOWN
    if invitation.used_by is not None:
        return LinkOutcome.ALREADY_YOURS if invitation.used_by == telegram_id else LinkOutcome.USED
    return LinkOutcome.EXPIRED if invitation.expires_at <= now else LinkOutcome.LINKED


async def _bind(session: AsyncSession, recruiter_id: int, telegram_id: int, chat_id: int, username: str | None) -> None:
    await session.execute(
        update(RecruiterRow)
        .where(RecruiterRow.id == recruiter_id)
        .values(telegram_id=telegram_id, tg_chat_id=chat_id, telegram_username=username, blocked_at=None)
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
