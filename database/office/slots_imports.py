"""Lists of slots that are imported: kept as they were sent until they are done with, with how far they have come."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import SlotImport
from domain.imports import ImportStatus
from domain.slot_rows import SlotRow

OPEN = (ImportStatus.CHECKING, ImportStatus.IMPORTING)
MOST_ERRORS = 1000  # more are counted and not kept


@dataclass(frozen=True, kw_only=True)
class RowError:
    """Why a row cannot become a slot: its number, a stable word, a sentence for people."""

    row: int
    code: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far an import has come; `errors` are the first of `error_count`. Instants are UTC."""

    id: int
    public_id: UUID
    status: ImportStatus
    row_count: int
    checked: int
    error_count: int
    errors: tuple[RowError, ...]
    created_count: int
    asked_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AskedImport:
    """An import as it was asked for: by which token, which then reached these cities (None: all)."""

    id: int
    status: ImportStatus
    token_id: int
    city_ids: frozenset[int] | None
    rows: tuple[SlotRow, ...]
    asked_at: datetime


async def store_import(
    session: AsyncSession, rows: Sequence[SlotRow], *, token_id: int, cities: Collection[int] | None, asked_at: datetime
) -> UUID:
    """Keep a list that shall be imported; return its public id."""
    stored = insert(SlotImport).values(
        token_id=token_id,
        city_ids=None if cities is None else sorted(cities),
        rows=[astuple(row) for row in rows],
        row_count=len(rows),
        asked_at=asked_at,
    )
    return (await session.execute(stored.returning(SlotImport.public_id))).scalar_one()


async def standing_import(
    session: AsyncSession, public_id: UUID, *, token_id: int, cities: Collection[int] | None
) -> Standing | None:
    """Return how far an import has come; whoever does not reach all cities sees those of their own token only."""
    columns = [getattr(SlotImport, name) for name in Standing.__dataclass_fields__]
    is_seen = or_(SlotImport.token_id == token_id, literal(cities is None))
    row = (await session.execute(select(*columns).where(SlotImport.public_id == public_id, is_seen))).one_or_none()
    if row is None:
        return None
    return Standing(**(row._asdict() | {"errors": tuple(RowError(**error) for error in row.errors)}))


async def asked_import(session: AsyncSession, public_id: str) -> AskedImport | None:
    """Return what shall be imported, or None; a finished import has no rows any more."""
    found = await session.scalar(select(SlotImport).where(SlotImport.public_id == UUID(public_id)))
    if found is None:
        return None
    return AskedImport(
        id=found.id,
        status=found.status,
        token_id=found.token_id,
        city_ids=None if found.city_ids is None else frozenset(found.city_ids),
        rows=tuple(_row(*stored) for stored in found.rows or ()),
        asked_at=found.asked_at,
    )


async def note_progress(
    session: AsyncSession, import_id: int, *, status: ImportStatus, checked: int, errors: Sequence[RowError]
) -> None:
    """Note how far an open import has come; a finished one stays as it is."""
    noted = _figures(errors) | {"status": status, "checked": checked}
    await session.execute(
        update(SlotImport).where(SlotImport.id == import_id, SlotImport.status.in_(OPEN)).values(noted)
    )


async def hold_import(session: AsyncSession, import_id: int) -> ImportStatus:
    """Lock an import to the end of the transaction and return where it stands."""
    held = select(SlotImport.status).where(SlotImport.id == import_id).with_for_update()
    return (await session.execute(held)).scalar_one()


async def finish_import(
    session: AsyncSession,
    public_id: str,
    status: ImportStatus,
    *,
    errors: Sequence[RowError] = (),
    created_count: int = 0,
) -> None:
    """End an open import; its rows are not kept. A finished one stays as it is."""
    ended = _figures(errors) | {"status": status, "created_count": created_count, "rows": None}
    of_this = (SlotImport.public_id == UUID(public_id), SlotImport.status.in_(OPEN))
    await session.execute(update(SlotImport).where(*of_this).values(**ended, finished_at=func.now()))


def _figures(errors: Sequence[RowError]) -> dict[str, Any]:
    return {"errors": [asdict(error) for error in errors[:MOST_ERRORS]], "error_count": len(errors)}


def _row(number: int, recruiter: str, city: str, starts_at: str, minutes: str) -> SlotRow:
    return SlotRow(number=number, recruiter=recruiter, city=city, starts_at=starts_at, minutes=minutes)
