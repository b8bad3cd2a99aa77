"""Reading exported tables as a spreadsheet does."""

import csv
import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_csv(written: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written, newline=""), delimiter=delimiter))


def read_xlsx(written: bytes) -> list[list[str]]:
    """Return the cells of the one sheet; empty ones are left out."""
    return [[words for _, words in row] for row in typed_cells(written)]


def typed_cells(written: bytes) -> Iterator[list[tuple[str, str]]]:
    """Yield each row as kinds and words of its cells; a formula is no kind and makes this fail."""
    with zipfile.ZipFile(io.BytesIO(written)) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
        for _, row in ET.iterparse(sheet):  # noqa: S314 - the file is our own
            if row.tag != f"{MAIN}row":
                continue
            assert row.find(f".//{MAIN}f") is None
            yield [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row.iter(f"{MAIN}c")]
            row.clear()
