"""The stored keys of candidates: wrapped, read, made once however many ask at the same time, rewrapped, destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Text, cast, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import BYTEA, insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import Candidate, CandidateKey
from domain.erased import CandidateErasedError
from domain.ids import CandidateId


@dataclass(frozen=True, kw_only=True)
class WrappedKey:
    """A key that only the named master key opens."""

    wrapped: bytes = field(repr=False)
    master_key_id: str


async def wrapped_key(session: AsyncSession, candidate_id: CandidateId) -> WrappedKey | None:
    """Return the candidate's key, None where there is none (yet); raise CandidateErasedError."""
    query = (
        select(Candidate.erased_at, CandidateKey.wrapped_key, CandidateKey.master_key_id)
        .outerjoin(CandidateKey, CandidateKey.candidate_id == Candidate.id)
        .where(Candidate.id == candidate_id)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    if row.erased_at is not None:
        raise CandidateErasedError(candidate_id)
    if row.wrapped_key is None:
        return None
    return WrappedKey(wrapped=row.wrapped_key, master_key_id=row.master_key_id)


async def add_key(session: AsyncSession, candidate_id: CandidateId, key: WrappedKey) -> None:
    """Store a new key unless there is one; whoever asks next reads the one that was first.

    An erasure under way is waited for, and whoever is erased gets no new key.
    """
    there = (
        select(Candidate.id, cast(literal(key.wrapped), BYTEA), cast(literal(key.master_key_id), Text))
        .where(Candidate.id == candidate_id, Candidate.erased_at.is_(None))
        .with_for_update(read=True, key_share=True)
    )
    columns = [CandidateKey.candidate_id, CandidateKey.wrapped_key, CandidateKey.master_key_id]
    await session.execute(insert(CandidateKey).from_select(columns, there).on_conflict_do_nothing())


async def destroy_key(session: AsyncSession, candidate_id: int) -> None:
    """Delete the key; when this is committed, what it sealed is noise."""
    await session.execute(delete(CandidateKey).where(CandidateKey.candidate_id == candidate_id))


async def keys_not_under(
    session: AsyncSession, master_key_id: str, *, after: int, limit: int
) -> Sequence[tuple[CandidateId, WrappedKey]]:
    """Return keys that other master keys wrap, held until the transaction ends, of the candidates after that one."""
    query = (
        select(CandidateKey.candidate_id, CandidateKey.wrapped_key, CandidateKey.master_key_id)
        .where(CandidateKey.master_key_id != master_key_id, CandidateKey.candidate_id > after)
        .order_by(CandidateKey.candidate_id)
        .limit(limit)
        .with_for_update()
    )
    return [
        (CandidateId(row.candidate_id), WrappedKey(wrapped=row.wrapped_key, master_key_id=row.master_key_id))
        for row in await session.execute(query)
    ]


async def replace_wrapping(session: AsyncSession, candidate_id: CandidateId, key: WrappedKey) -> None:
    """Store the same key as another master key wraps it."""
    change = update(CandidateKey).where(CandidateKey.candidate_id == candidate_id)
    await session.execute(change.values(wrapped_key=key.wrapped, master_key_id=key.master_key_id))


async def keys_by_master(session: AsyncSession) -> dict[str, int]:
    """Return how many keys each master key wraps, by its id."""
    query = select(CandidateKey.master_key_id, func.count()).group_by(CandidateKey.master_key_id)
    return {row.master_key_id: row[1] for row in await session.execute(query)}
