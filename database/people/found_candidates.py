"""Candidates as lists show them and as the search finds them. Who was erased is not found."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Select, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from database.keyset import Cut, Rows, rows_of
from database.office.tokens import in_cities
from database.people.candidate_search import has_name, has_phone, has_telegram
from database.row_ids import row_of_city
from database.tables import Candidate, City
from domain.ids import CandidateId
from domain.stages import Stage

# No index is in this order. Those who are searched for are few, though the planner cannot know how few: it shall find
# them by what is known of them and sort them, and not walk through everybody in the order of the list.
MET_AT = literal_column("candidates.created_at + interval '0'", DateTime(timezone=True))


@dataclass(frozen=True, kw_only=True)
class FoundCandidate:
    """A candidate in a list; the city is missing until Test1 asked for it, `stage` mirrors the journey.

    `id` stays in the house.
    """

    id: int
    public_id: UUID
    name: str | None
    username: str | None
    phone: str | None
    city_public_id: UUID | None
    city_name: str | None
    city_zone: str | None
    stage: Stage
    blocked_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class WantedCandidates:
    """Whom a list is about; all that is given has to hold. `cities` are those that the caller sees, None: all."""

    cities: frozenset[int] | None
    city: UUID | None = None
    stage: Stage | None = None
    blocked: bool | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    name_prefix: str | None = None
    phone: str | None = None
    telegram: str | None = None

    @property
    def is_search(self) -> bool:
        """Tell whether somebody is looked for by what is known of them."""
        return any(known is not None for known in (self.name_prefix, self.phone, self.telegram))

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what each of them has to fulfil."""
        conditions = [Candidate.erased_at.is_(None), in_cities(Candidate.city_id, self.cities)]
        if self.city is not None:
            conditions.append(Candidate.city_id == row_of_city(self.city))
        if self.stage is not None:
            conditions.append(Candidate.stage == self.stage)
        if self.blocked is not None:
            unblocked = Candidate.blocked_at.is_(None)
            conditions.append(~unblocked if self.blocked else unblocked)
        if self.created_from is not None:
            conditions.append(Candidate.created_at >= self.created_from)
        if self.created_to is not None:
            conditions.append(Candidate.created_at < self.created_to)
        return [*conditions, *self._search()]

    def _search(self) -> Iterator[ColumnElement[bool]]:
        if self.name_prefix is not None:
            yield has_name(self.name_prefix)
        if self.phone is not None:
            yield has_phone(self.phone)
        if self.telegram is not None:
            yield has_telegram(self.telegram)


async def found_candidates(
    session: AsyncSession, wanted: WantedCandidates, cut: Cut, *, newest_first: bool
) -> Rows[FoundCandidate]:
    """Return those who are meant, by the time of their first word to the bot."""
    met_at = MET_AT if wanted.is_search else Candidate.created_at
    order = (met_at, Candidate.id)
    query = (
        _columns()
        .add_columns(met_at.label("met_at"))
        .where(*wanted.conditions())
        .order_by(*(column.desc() if newest_first else column.asc() for column in order))
    )
    return await rows_of(session, query, cut, _found)


@dataclass(frozen=True, kw_only=True)
class CandidateFile:
    """Everything that is known of one candidate beside bookings, answers and words."""

    found: FoundCandidate
    city_id: int | None
    telegram_id: int
    language: str

    @property
    def id(self) -> CandidateId:
        """The row, for what else is asked about this candidate."""
        return CandidateId(self.found.id)


async def candidate_file(
    session: AsyncSession, public_id: UUID, *, cities: frozenset[int] | None
) -> CandidateFile | None:
    """Return what is known of the candidate, or None where nobody whom the caller sees has this id."""
    query = (
        _columns()
        .add_columns(Candidate.city_id, Candidate.telegram_id, Candidate.language)
        .where(Candidate.public_id == public_id, *WantedCandidates(cities=cities).conditions())
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    columns = row._asdict()
    more = {name: columns.pop(name) for name in ("city_id", "telegram_id", "language")}
    return CandidateFile(found=FoundCandidate(**columns), **more)


def _found(row: Any) -> FoundCandidate:
    return FoundCandidate(**{each.name: getattr(row, each.name) for each in fields(FoundCandidate)})


def _columns() -> Select[*tuple[Any, ...]]:
    return select(
        Candidate.id,
        Candidate.public_id,
        Candidate.name,
        Candidate.username,
        Candidate.phone,
        City.public_id.label("city_public_id"),
        City.name.label("city_name"),
        City.zone.label("city_zone"),
        Candidate.stage,
        Candidate.blocked_at,
        Candidate.created_at,
    ).outerjoin(City, City.id == Candidate.city_id)
