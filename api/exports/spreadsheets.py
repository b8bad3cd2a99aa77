"""Tables as files: CSV and XLSX, written row by row, so that few rows are held however many there are."""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID

import xlsxwriter  # type: ignore[import-untyped] # it is typed in no version

from api.exports.cells import Cell, csv_cell, readable

MOST_ROWS = 1_048_576 - 1  # of a sheet, below the line of heads
MOST_SIGNS = 32_767  # of a cell
EARLIEST_YEAR = 1900  # a sheet counts days from there
WIDTH = 20
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Delimiter(StrEnum):
    """What stands between cells; a Russian Excel wants semicolons."""

    COMMA = "comma"
    SEMICOLON = "semicolon"


SIGNS = {Delimiter.COMMA: ",", Delimiter.SEMICOLON: ";"}


class TableFile(Protocol):
    """A file that takes rows."""

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows below the last one."""

    def close(self) -> None:
        """Complete the file."""


class CsvFile:
    """UTF-8, lines end with CR LF, all text is in quotes; with a byte order mark Excel reads it as UTF-8."""

    def __init__(self, path: Path, heads: Sequence[str], *, delimiter: Delimiter, mark: bool) -> None:
        self._file = path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="")
        self._writer = csv.writer(self._file, delimiter=SIGNS[delimiter], quoting=csv.QUOTE_NONNUMERIC)
        self.write([heads])

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows below the last one."""
        self._writer.writerows([csv_cell(cell) for cell in row] for row in rows)

    def close(self) -> None:
        """Complete the file."""
        self._file.close()


class XlsxFile:
    """One sheet; text is never a formula or a link there, instants are dates in UTC without saying so."""

    def __init__(self, path: Path, heads: Sequence[str], *, sheet: str) -> None:
        options = {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet(sheet)
        self._when = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._sheet.set_column(0, len(heads) - 1, WIDTH)
        self._sheet.freeze_panes(1, 0)
        bold = self._book.add_format({"bold": True})
        for place, head in enumerate(heads):
            self._sheet.write_string(0, place, head, bold)
        self._written = 0

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows below the last one."""
        for row in rows:
            self._written += 1
            for place, cell in enumerate(row):
                self._put(place, cell)

    def close(self) -> None:
        """Complete the file."""
        self._book.close()

    def _put(self, place: int, cell: Cell) -> None:
        match cell:
            case None:
                return
            case bool():
                self._sheet.write_boolean(self._written, place, cell)
            case int() | float():
                self._sheet.write_number(self._written, place, cell)
            case datetime() if cell.year >= EARLIEST_YEAR:
                naive = cell if cell.tzinfo is None else cell.astimezone(UTC).replace(tzinfo=None)
                self._sheet.write_datetime(self._written, place, naive.replace(microsecond=0), self._when)
            case date() | UUID():
                self._sheet.write_string(self._written, place, str(cell))
            case _:
                self._sheet.write_string(self._written, place, readable(cell)[:MOST_SIGNS])
