"""Lists page by page, each page found by where the last one ended: as fast at row 100,000 as at row 1."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlakeyset import BadBookmark, InvalidPage, PageSerializationError, UnregisteredType
from sqlakeyset.asyncio import select_page
from sqlalchemy import Select, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

Item = TypeVar("Item")

UNREADABLE = (BadBookmark, InvalidPage, PageSerializationError, UnregisteredType, ValueError, TypeError)


class BadBookmarkError(ValueError):
    """The bookmark was not given out for this list."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Which part of a list is wanted; `bookmark` is what the page before said, None for the first."""

    limit: int = 50
    bookmark: str | None = None
    with_total: bool = False


@dataclass(frozen=True, kw_only=True)
class Rows(Generic[Item]):
    """One page; `next_bookmark` is None on the last one, `total` counts the whole list if it was asked for."""

    items: list[Item]
    next_bookmark: str | None
    total: int | None


async def rows_of(
    session: AsyncSession, query: Select[*tuple[Any, ...]], cut: Cut, make: Callable[[Any], Item]
) -> Rows[Item]:
    """Return a page of an ordered query: one statement, and one more for the total.

    The last column of the order must be unique and none of them nullable, and all of them selected: the library would
    add one that is not under a name that is new each time, and no statement would be prepared twice. Raise
    BadBookmarkError for a bookmark that nobody gave out.
    """
    try:
        page = await select_page(session, query, per_page=cut.limit, page=cut.bookmark)
    except UNREADABLE as error:
        raise BadBookmarkError(cut.bookmark) from error
    except DBAPIError as error:
        # A value of another type than the column's is noticed by the driver only.
        if cut.bookmark is None or error.connection_invalidated or not _is_misread(error):
            raise
        raise BadBookmarkError(cut.bookmark) from error
    total = await _count(session, query) if cut.with_total else None
    more = page.paging.bookmark_next if page.paging.has_next else None
    return Rows(items=[make(row) for row in page], next_bookmark=more, total=total)


async def _count(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> int:
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    return await session.scalar(counted) or 0


def _is_misread(error: DBAPIError) -> bool:
    """Tell whether the driver could not take a parameter, or the server could not compare it."""
    return type(error.orig).__name__ in {"DataError", "ProgrammingError", "Error"}
