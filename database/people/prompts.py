"""Passing words on: who may answer which candidate, and whom a recruiter's next message is for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Booking, Candidate, PromptPurpose, Recruiter, RecruiterCity, RecruiterPrompt
from domain.booking import active_statuses
from domain.ids import BookingId, CandidateId, RecruiterId


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What the recruiter was asked to write, to whom and when (UTC); the booking is known for REJECT_TIME."""

    candidate_id: CandidateId
    asked_at: datetime
    purpose: PromptPurpose
    booking_id: BookingId | None
    revision: int | None


async def may_reply(session: AsyncSession, recruiter_id: RecruiterId, candidate_id: CandidateId) -> bool:
    """Tell whether an active recruiter serves the candidate's city, or holds their booking."""
    serves = exists().where(RecruiterCity.recruiter_id == Recruiter.id, RecruiterCity.city_id == Candidate.city_id)
    holds = exists().where(
        Booking.recruiter_id == Recruiter.id,
        Booking.candidate_id == Candidate.id,
        Booking.status.in_(active_statuses()),
    )
    found = await session.scalar(
        select(Recruiter.id)
        .join(Candidate, Candidate.id == candidate_id)
        .where(Recruiter.id == recruiter_id, Recruiter.active, or_(serves, holds))
    )
    return found is not None


async def open_prompt(
    session: AsyncSession,
    *,
    recruiter_id: RecruiterId,
    candidate_id: CandidateId,
    now: datetime,
    purpose: PromptPurpose = PromptPurpose.REPLY,
    booking_id: BookingId | None = None,
    revision: int | None = None,
) -> None:
    """Remember what the recruiter's next words are for; what was meant before is not any more."""
    meant = {
        "candidate_id": candidate_id,
        "asked_at": now,
        "purpose": purpose,
        "booking_id": booking_id,
        "revision": revision,
    }
    prompt = insert(RecruiterPrompt).values(recruiter_id=recruiter_id, **meant)
    changed = {name: prompt.excluded[name] for name in meant}
    await session.execute(prompt.on_conflict_do_update(index_elements=[RecruiterPrompt.recruiter_id], set_=changed))


async def prompt_of(session: AsyncSession, recruiter_id: RecruiterId) -> Prompt | None:
    """Return what the recruiter was asked to write, or None."""
    query = select(
        RecruiterPrompt.candidate_id,
        RecruiterPrompt.asked_at,
        RecruiterPrompt.purpose,
        RecruiterPrompt.booking_id,
        RecruiterPrompt.revision,
    )
    row = (await session.execute(query.where(RecruiterPrompt.recruiter_id == recruiter_id))).one_or_none()
    return None if row is None else Prompt(**row._asdict())


async def drop_prompt(session: AsyncSession, *, recruiter_id: RecruiterId, candidate_id: CandidateId) -> bool:
    """Forget that the recruiter was asked to write to this candidate; False where they are not any more."""
    dropped = await session.scalar(
        delete(RecruiterPrompt)
        .where(RecruiterPrompt.recruiter_id == recruiter_id, RecruiterPrompt.candidate_id == candidate_id)
        .returning(RecruiterPrompt.recruiter_id)
    )
    return dropped is not None
