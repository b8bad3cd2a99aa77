"""Lists of slots as callers send them, in JSON or CSV: taken row by row, whatever the cells say."""

import csv
import io
from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from api.problems import Fault, Problem
from api.words import Printable
from domain.slot_rows import SlotRow

MOST_ROWS = 10_000
MOST_FAULTS = 100
LONGEST_CELL = 200
MOST_MINUTES = 10_000
COLUMNS = ("recruiter", "city", "starts_at", "minutes")
NEEDED = COLUMNS[:3]
MEDIA_JSON, MEDIA_CSV = "application/json", "text/csv"
BREAKS = ("\n", "\r", "\t", "\0")

Cell = Annotated[str, StringConstraints(max_length=LONGEST_CELL), Printable]


class ImportedRow(BaseModel):
    """A slot of the list; what its words mean is judged when the list is checked, and said by row."""

    model_config = ConfigDict(extra="forbid")

    recruiter: Cell = Field(description="Public id or name", examples=["Vera Orlova"])
    city: Cell = Field(description="Public id or name", examples=["Kazan"])
    starts_at: Cell = Field(
        description="By the recruiter's clocks, or with an offset", examples=["2026-12-01T10:00", "01.12.2026 10:00"]
    )
    minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)] | None = Field(
        default=None, description="As long as usual if it is not said"
    )


class ImportedList(BaseModel):
    """All slots of an import."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[ImportedRow], Field(min_length=1, max_length=MOST_ROWS)]


ROWS_SCHEMA = {"type": "array", "minItems": 1, "maxItems": MOST_ROWS, "items": ImportedRow.model_json_schema()}
LIST_SCHEMA = {
    "type": "object",
    "properties": {"rows": ROWS_SCHEMA},
    "required": ["rows"],
    "additionalProperties": False,
}
EXAMPLE = {"recruiter": "Vera Orlova", "city": "Kazan", "starts_at": "2026-12-01T10:00", "minutes": 20}
# Described by hand: FastAPI knows one kind of body a call.
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            MEDIA_JSON: {"schema": LIST_SCHEMA, "examples": {"json": {"value": {"rows": [EXAMPLE]}}}},
            MEDIA_CSV: {
                "schema": {"type": "string"},
                "examples": {
                    "csv": {"value": "recruiter,city,starts_at,minutes\nVera Orlova,Kazan,2026-12-01T10:00,20\n"}
                },
            },
        },
    }
}


async def sent_list(request: Request) -> list[SlotRow]:
    """Return the rows of the body; JSON counts them from 1, CSV by the lines of the file, its header being the first.

    A body that is no list is a problem 422, one of another kind a problem 415.
    """
    kind = request.headers.get("content-type", MEDIA_JSON).partition(";")[0].strip().lower()
    body = await request.body()
    if kind == MEDIA_JSON:
        return _from_json(body)
    if kind == MEDIA_CSV:
        return _from_csv(body)
    detail = f"Send the list as {MEDIA_JSON} or {MEDIA_CSV}."
    raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media_type_unknown", detail)


def _from_json(body: bytes) -> list[SlotRow]:
    try:
        sent = ImportedList.model_validate_json(body)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)[:MOST_FAULTS]
        errors = [Fault(where=["body", *each["loc"]], what=each["msg"]) for each in wrong]
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "malformed", "The request is malformed.", errors=errors
        ) from error
    return [
        SlotRow(
            number=number,
            recruiter=row.recruiter,
            city=row.city,
            starts_at=row.starts_at,
            minutes="" if row.minutes is None else str(row.minutes),
        )
        for number, row in enumerate(sent.rows, start=1)
    ]


def _from_csv(body: bytes) -> list[SlotRow]:
    try:
        text = body.decode("utf-8-sig")
        rows = list(_read(text))
    except UnicodeDecodeError as error:
        raise _malformed("csv_not_utf8", "The file is not UTF-8; save it as CSV UTF-8.") from error
    except csv.Error as error:
        raise _malformed("csv_unreadable", f"The file cannot be read as CSV: {error}.") from error
    if not 0 < len(rows) <= MOST_ROWS:
        raise _malformed("csv_length", f"The file has {len(rows)} rows; send 1 to {MOST_ROWS} at once.")
    return rows


def _read(text: str) -> Iterator[SlotRow]:
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
    columns = [name.strip().lower() for name in next(lines, [])]
    if not {*NEEDED} <= {*columns} <= {*COLUMNS} or len({*columns}) < len(columns):
        expected = ",".join(COLUMNS)
        raise _malformed("csv_header", f"The first line must name the columns, minutes or not: {expected}.")
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield _row(lines.line_num, columns, cells)


def _row(number: int, columns: list[str], cells: list[str]) -> SlotRow:
    if len(cells) != len(columns):
        raise _malformed("csv_row", f"Line {number} has {len(cells)} cells instead of {len(columns)}.")
    if any(len(cell) > LONGEST_CELL or any(sign in cell for sign in BREAKS) for cell in cells):
        detail = f"A cell in line {number} is longer than {LONGEST_CELL} signs or more than one line."
        raise _malformed("csv_row", detail)
    return SlotRow(number=number, **dict(zip(columns, cells, strict=True)))


def _malformed(code: str, detail: str) -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, code, detail, errors=[Fault(where=["body"], what=detail)])
