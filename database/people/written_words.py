"""What candidates wrote outside of any question, of all of them at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.office.tokens import in_cities
from database.tables import Candidate, CandidateText, City


@dataclass(frozen=True, kw_only=True)
class WrittenWords:
    """What a candidate wrote outside of any question, and who they are. The row ids stay in the house."""

    candidate_id: int
    update_id: int
    candidate_public_id: UUID
    candidate_name: str | None
    candidate_username: str | None
    city_name: str | None
    text: str
    written_at: datetime


async def written_words(session: AsyncSession, cut: Cut, *, cities: frozenset[int] | None) -> Rows[WrittenWords]:
    """Return it, the latest first; of candidates of these cities, None: of all."""
    query = (
        select(
            CandidateText.candidate_id,
            CandidateText.update_id,
            Candidate.public_id.label("candidate_public_id"),
            Candidate.name.label("candidate_name"),
            Candidate.username.label("candidate_username"),
            City.name.label("city_name"),
            CandidateText.text,
            CandidateText.written_at,
        )
        .join(Candidate, Candidate.id == CandidateText.candidate_id)
        .outerjoin(City, City.id == Candidate.city_id)
        .where(in_cities(Candidate.city_id, cities))
        .order_by(CandidateText.written_at.desc(), CandidateText.candidate_id.desc(), CandidateText.update_id.desc())
    )
    return await rows_of(session, query, cut, lambda row: WrittenWords(**row._asdict()))
