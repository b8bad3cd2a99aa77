"""Lists as callers read them: a page, and the cursor of the next one."""

import base64
import binascii
from collections.abc import Callable
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from database.keyset import BadBookmarkError, Cut, Rows

Seen = TypeVar("Seen")
Row = TypeVar("Row")

MOST = 500
LONGEST_CURSOR = 600
CURSOR_NOTE = "`next_cursor` of the page before; to be handed back as it is"


class Page(BaseModel, Generic[Seen]):
    """A part of a list."""

    items: list[Seen]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last one")
    total: int | None = Field(default=None, description="How many there are in all, if `total=true` was asked for")


class Paging:
    """Which part of a list is asked for."""

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=MOST, description="How many on a page")] = 50,
        cursor: Annotated[str | None, Query(max_length=LONGEST_CURSOR, description=CURSOR_NOTE)] = None,
        total: Annotated[bool, Query(description="Count the whole list as well")] = False,
    ) -> None:
        self.cut = cut_of(limit=limit, cursor=cursor, with_total=total)


PagingIn = Annotated[Paging, Depends()]


def cut_of(*, limit: int, cursor: str | None, with_total: bool) -> Cut:
    """Return the part that is meant; raise BadBookmarkError (answered as 422) for a cursor that is none of ours."""
    return Cut(limit=limit, bookmark=None if cursor is None else _bookmark(cursor), with_total=with_total)


def page_of(rows: Rows[Row], describe: Callable[[Row], Seen]) -> Page[Seen]:
    """Return what a caller sees of a part of a list."""
    cursor = None if rows.next_bookmark is None else base64.urlsafe_b64encode(rows.next_bookmark.encode()).decode()
    return Page(items=[describe(row) for row in rows.items], next_cursor=cursor, total=rows.total)


def _bookmark(cursor: str) -> str:
    try:
        bookmark = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError) as error:
        raise BadBookmarkError(cursor) from error
    # The library walks backwards too, which no list here offers.
    if not bookmark.startswith(">") or "\0" in bookmark:
        raise BadBookmarkError(cursor)
    return bookmark
