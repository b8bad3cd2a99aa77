"""What happened to a candidate, out of every table that knows something of it, as one list: the newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, Text, column, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.people.timeline_sources import TIMELINE
from domain.ids import CandidateId

COLUMNS = (
    column("at", DateTime(timezone=True)),
    column("source", Integer()),
    column("row_id", BigInteger()),
    column("topic", Text()),
    column("word", Text()),
    column("details", JSONB()),
)


@dataclass(frozen=True, kw_only=True)
class TimelineLine:
    """One thing that happened. `topic` says which table knows it, `word` what it was: the kind of a message, a status.

    `details` are what a sentence about it needs: instants (UTC, RFC 3339), zones, names, and in `words` what somebody
    wrote.
    """

    at: datetime
    topic: str
    word: str
    details: dict[str, Any]

    def instant(self, name: str) -> datetime | None:
        """Return one of the instants, or None where there is none."""
        value = self.details.get(name)
        return None if value is None else datetime.fromisoformat(value)


async def timeline(session: AsyncSession, candidate_id: CandidateId, cut: Cut) -> Rows[TimelineLine]:
    """Return what happened to a candidate: one statement, whatever it is made of."""
    happened = TIMELINE.bindparams(candidate_id=candidate_id).columns(*COLUMNS).subquery("happened")
    query = select(happened).order_by(happened.c.at.desc(), happened.c.source.desc(), happened.c.row_id.desc())
    return await rows_of(session, query, cut, _line)


def _line(row: Any) -> TimelineLine:
    return TimelineLine(at=row.at, topic=row.topic, word=row.word, details=row.details)
