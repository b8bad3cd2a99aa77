"""An export as a file: written from the database piece by piece, then sent, then gone.

The file is complete before the first byte is sent. So an answer is never half a table, the transaction is over however
slowly somebody reads, and what the audit log says of it was true.
"""

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import Depends, Query
from fastapi.responses import FileResponse
from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import Receive, Scope, Send

from api.access import Manager
from api.asked_days import Days
from api.exports.exported import Contents, Export, Heads, words
from api.exports.spreadsheets import CSV_TYPE, MOST_ROWS, XLSX_TYPE, CsvFile, Delimiter, TableFile, XlsxFile
from api.problems import Problem
from api.surroundings import Around
from database import audit
from database.local_clocks import spans_for
from database.office.exports import Selection, contents_by_version, count_up_to, stream
from database.office.wanted_rows import Wanted
from domain.booking import Actor


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


KIND_NOTE = (
    "In CSV a text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line "
    "break) has an apostrophe before it; a sheet of XLSX says itself that it is text, and holds 1,048,575 rows"
)
MEDIA_TYPES = {FileKind.CSV: CSV_TYPE, FileKind.XLSX: XLSX_TYPE}
A_FILE: dict[int | str, dict[str, Any]] = {
    int(HTTPStatus.OK): {
        "description": "The file, as an attachment",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            XLSX_TYPE: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


class Download(FileResponse):
    """A file that is gone once it was sent, or once nobody wants it any more."""

    def __init__(self, folder: "TemporaryDirectory[str]", path: Path, *, media_type: str) -> None:
        super().__init__(path, filename=path.name, media_type=media_type)
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file piece by piece; all of it, since the next call would make another one."""
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        with self._folder:
            await super().__call__({**scope, "headers": headers}, receive, send)


class Shape:
    """How the file shall be."""

    def __init__(
        self,
        kind: Annotated[FileKind, Query(alias="format", description=KIND_NOTE)] = FileKind.CSV,
        heads: Annotated[
            Heads, Query(alias="headers", description="Stable codes, or Russian captions; of states in cells as well")
        ] = Heads.CAPTIONS,
        delimiter: Annotated[
            Delimiter, Query(description="Of CSV; a Russian Excel wants `semicolon`")
        ] = Delimiter.COMMA,
        bom: Annotated[bool, Query(description="Of CSV: begin with a byte order mark, for Excel")] = False,
    ) -> None:
        self.kind = kind
        self.heads = heads
        self.delimiter = delimiter
        self.bom = bom

    def open(self, export: Export, path: Path) -> TableFile:
        """Begin the file."""
        heads = export.heads(self.heads)
        if self.kind is FileKind.CSV:
            return CsvFile(path, heads, delimiter=self.delimiter, mark=self.bom)
        captioned = self.heads is Heads.CAPTIONS
        return XlsxFile(path, heads, sheet=words()["sheets"][export.name] if captioned else export.name)


class Exporting:
    """One export: who asks, of which days, in which shape."""

    def __init__(
        self, around: Around, caller: Manager, days: Annotated[Days, Depends()], shape: Annotated[Shape, Depends()]
    ) -> None:
        self._around = around
        self._caller = caller
        self._days = days
        self._shape = shape

    async def send(self, export: Export, **chosen: Sequence[Any]) -> Download:
        """Write the file, note in the audit log who took what, and return the file; `chosen` are fields of Wanted.

        More rows than a sheet holds are a problem 422.
        """
        folder = TemporaryDirectory(prefix="otklik-export-")
        path = Path(folder.name) / f"otklik-{export.name}-{self._around.now():%Y-%m-%d}.{self._shape.kind}"
        try:
            async with self._around.sessions.begin() as session:
                written = await self._write(session, export, chosen, path)
                await self._note(session, export, chosen, written)
        except BaseException:
            folder.cleanup()
            raise
        return Download(folder, path, media_type=MEDIA_TYPES[self._shape.kind])

    async def _write(self, session: AsyncSession, export: Export, chosen: dict[str, Any], path: Path) -> int:
        period = self._days.named()
        spans = None if period is None else await spans_for(session, period, self._days.zone)
        wanted = Wanted(allowed=self._caller.cities, spans=spans, zone=self._days.zone, **chosen)
        rows = export.rows(wanted)
        if self._shape.kind is FileKind.XLSX:
            await _check_room(session, rows)
        contents = await contents_by_version(session)
        return await self._fill(session, export, rows, contents, path)

    async def _fill(
        self, session: AsyncSession, export: Export, rows: Selection, contents: Contents, path: Path
    ) -> int:
        """Write the rows beside the event loop, and return how many there are."""
        written = 0
        file: TableFile = await asyncio.to_thread(self._shape.open, export, path)
        try:
            async for piece in stream(session, rows):
                lines = (export.cells(row, self._shape.heads, contents) for row in piece)
                await asyncio.to_thread(file.write, lines)
                written += len(piece)
        finally:
            await asyncio.to_thread(file.close)
        return written

    async def _note(self, session: AsyncSession, export: Export, chosen: dict[str, Any], written: int) -> None:
        named = {"from": self._days.first, "to": self._days.last, "zone": self._days.zone, **chosen}
        filters = {name: value for name, value in named.items() if value}
        await audit.record(
            session,
            actor=Actor.ADMIN,
            actor_id=self._caller.id,
            what=f"{export.name.replace('-', '_')}_exported",
            at=self._around.now(),
            after=to_jsonable_python({"rows": written, "format": self._shape.kind, "filters": filters}),
        )


async def _check_room(session: AsyncSession, rows: Selection) -> None:
    if await count_up_to(session, rows, MOST_ROWS + 1) > MOST_ROWS:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "too_many_rows",
            f"A sheet holds {MOST_ROWS} rows; ask for CSV, or for fewer days or cities at a time.",
        )
