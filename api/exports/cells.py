"""What stands in the cells of a table that people open in a spreadsheet: text that stays text, times that are times."""

from datetime import UTC, date, datetime
from uuid import UUID

Cell = str | int | float | bool | date | datetime | UUID | None

# A spreadsheet takes a cell that begins so for a formula, and formulas can send what stands beside them elsewhere.
FORMULA_SIGNS = tuple("=+-@\t\r\n")
LINE_BREAKS = {"\r\n": "\n", "\r": "\n"}
INVISIBLE = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n\r"}


def readable(text: str) -> str:
    """Return a text without the control characters that no spreadsheet shows, with one kind of line break."""
    for sign, plain in LINE_BREAKS.items():
        text = text.replace(sign, plain)
    return text.translate(INVISIBLE)


def csv_cell(cell: Cell) -> str | int | float | None:
    """Return what a CSV file says: no text that is a formula, UTC as `2026-11-24T10:00:00Z`, wall times without `T`.

    A text that would be one has an apostrophe before it, as a spreadsheet itself writes "this is text".
    """
    match cell:
        case bool():
            return "true" if cell else "false"
        case None | int() | float():
            return cell
        case datetime() if cell.tzinfo is not None:
            return cell.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case _:
            text = str(cell)
            return f"'{readable(text)}" if text.startswith(FORMULA_SIGNS) else readable(text)
