"""Candidates: meeting them, looking them up, what is known of them, and what they wrote."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Select, bindparam, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.plain_tables import plain
from database.tables import Candidate, CandidateText, City
from domain.ids import CandidateId, CityId, TelegramId
from domain.stages import Stage

CANDIDATES, CITIES = plain(Candidate), plain(City)
PROFILES = select(
    CANDIDATES.c.id,
    CANDIDATES.c.public_id,
    CANDIDATES.c.telegram_id,
    CANDIDATES.c.chat_id,
    CANDIDATES.c.username,
    CANDIDATES.c.name,
    CANDIDATES.c.city_id,
    CITIES.c.name.label("city_name"),
    CITIES.c.zone.label("city_zone"),
    CANDIDATES.c.phone,
    CANDIDATES.c.language,
    CANDIDATES.c.stage,
    CANDIDATES.c.blocked_at,
).outerjoin_from(CANDIDATES, CITIES, CITIES.c.id == CANDIDATES.c.city_id)
BY_TELEGRAM = PROFILES.where(CANDIDATES.c.telegram_id == bindparam("telegram_id"))
BY_ID = PROFILES.where(CANDIDATES.c.id == bindparam("candidate_id"), CANDIDATES.c.erased_at.is_(None))
ENTER_STAGE = (
    update(CANDIDATES)
    .where(CANDIDATES.c.id == bindparam("entering"), CANDIDATES.c.stage != bindparam("entered"))
    .values(stage=bindparam("entered"))
)


@dataclass(frozen=True, kw_only=True)
class MetCandidate:
    candidate_id: CandidateId
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class CandidateProfile:
    """What is known of a candidate; the city is missing until Test1 asked for it."""

    id: CandidateId
    public_id: UUID
    telegram_id: TelegramId
    chat_id: int
    username: str | None
    name: str | None
    city_id: CityId | None
    city_name: str | None
    city_zone: str | None
    phone: str | None
    language: str
    stage: Stage
    blocked_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class KeptText:
    update_id: int
    text: str
    written_at: datetime


async def meet_candidate(
    session: AsyncSession, *, telegram_id: int, chat_id: int, username: str | None, language: str
) -> MetCandidate:
    """Return the candidate of that Telegram user, new or known; who writes to us has not blocked us.

    The language is taken from the first meeting only, since the candidate may have chosen another one since.
    """
    meeting = insert(Candidate).values(telegram_id=telegram_id, chat_id=chat_id, username=username, language=language)
    meeting = meeting.on_conflict_do_update(
        index_elements=[Candidate.telegram_id],
        set_={"chat_id": meeting.excluded.chat_id, "username": meeting.excluded.username, "blocked_at": None},
    )
    is_new = literal_column("xmax = 0", Boolean()).label("is_new")
    row = (await session.execute(meeting.returning(Candidate.id.label("candidate_id"), is_new))).one()
    return MetCandidate(**row._asdict())


async def candidate_by_telegram(session: AsyncSession, telegram_id: int) -> CandidateProfile | None:
    """Return the candidate of that Telegram user, or None."""
    return await _profile(session, BY_TELEGRAM, telegram_id=telegram_id)


async def candidate_profile(session: AsyncSession, candidate_id: int) -> CandidateProfile | None:
    """Return the candidate of that id, or None where there never was one or everything about them was erased."""
    return await _profile(session, BY_ID, candidate_id=candidate_id)


async def mark_blocked(session: AsyncSession, candidate_id: int, *, now: datetime) -> None:
    """Note that the candidate cannot be reached, since when it was first noticed."""
    first_noticed = func.coalesce(Candidate.blocked_at, now)
    await session.execute(update(Candidate).where(Candidate.id == candidate_id).values(blocked_at=first_noticed))


async def mark_unblocked(session: AsyncSession, candidate_id: int) -> None:
    """Note that the candidate can be reached again."""
    await session.execute(update(Candidate).where(Candidate.id == candidate_id).values(blocked_at=None))


async def set_stage(session: AsyncSession, candidate_id: int, stage: Stage) -> None:
    """Mirror the journey's stage for lists; an unchanged one is not written."""
    await session.execute(ENTER_STAGE, {"entering": candidate_id, "entered": stage})


async def set_language(session: AsyncSession, candidate_id: int, language: str) -> None:
    """Note in which language the candidate wants to be written to."""
    await session.execute(update(Candidate).where(Candidate.id == candidate_id).values(language=language))


async def set_phone(session: AsyncSession, candidate_id: int, phone: str) -> None:
    """Note the phone number that the candidate shared."""
    await session.execute(update(Candidate).where(Candidate.id == candidate_id).values(phone=phone))


async def keep_text(
    session: AsyncSession, *, candidate_id: int, update_id: int, text: str, written_at: datetime
) -> bool:
    """Keep what a candidate wrote where no answer was expected; False for an update that was kept before."""
    note = insert(CandidateText).values(
        candidate_id=candidate_id, update_id=update_id, text=text, written_at=written_at
    )
    kept = note.on_conflict_do_nothing().returning(CandidateText.update_id)
    return await session.scalar(kept) is not None


async def kept_text(session: AsyncSession, *, candidate_id: int, update_id: int) -> str | None:
    """Return the words of that update, or None."""
    return await session.scalar(
        select(CandidateText.text).where(
            CandidateText.candidate_id == candidate_id, CandidateText.update_id == update_id
        )
    )


async def kept_texts(session: AsyncSession, candidate_id: int) -> list[KeptText]:
    """Return all that a candidate wrote outside of questions, oldest first."""
    rows = await session.execute(
        select(CandidateText.update_id, CandidateText.text, CandidateText.written_at)
        .where(CandidateText.candidate_id == candidate_id)
        .order_by(CandidateText.written_at, CandidateText.update_id)
    )
    return [KeptText(**row._asdict()) for row in rows]


async def _profile(session: AsyncSession, query: Select[Any], **of: int) -> CandidateProfile | None:
    row = (await session.execute(query, of)).one_or_none()
    return None if row is None else CandidateProfile(**row._asdict())
