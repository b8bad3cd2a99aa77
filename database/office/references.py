"""What refers to a row: a row that something refers to is switched off, not deleted."""

from collections.abc import Collection

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from database.tables import metadata
from database.tables.base import Table


async def references_to(
    session: AsyncSession, table: type[Table], row_id: int, *, besides: Collection[str] = ()
) -> dict[str, int]:
    """Return how many rows of which tables refer to a row, by foreign keys; not those of the tables `besides`."""
    counts = [
        select(literal(other.name), func.count()).where(key.parent == row_id)
        for other in metadata.sorted_tables
        if other.name not in besides
        for key in sorted(other.foreign_keys, key=lambda each: each.parent.name)
        if key.references(table.__table__)  # type: ignore[arg-type] # it is a table, declared as less
    ]
    if not counts:
        return {}
    found: dict[str, int] = {}
    for name, count in await session.execute(union_all(*counts)):
        if count:
            found[name] = found.get(name, 0) + count
    return dict(sorted(found.items()))
