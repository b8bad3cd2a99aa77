"""Small tables as JSON or CSV, whichever a caller asks for."""

import csv
import io
from collections.abc import Sequence
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Response
from pydantic import BaseModel

from api.exports.cells import csv_cell

CSV = "text/csv"
AS_TABLE: dict[int | str, dict[str, Any]] = {
    int(HTTPStatus.OK): {
        "content": {CSV: {"schema": {"type": "string"}}},
    }
}


class TableFormat(StrEnum):
    JSON = "json"
    CSV = "csv"


def table_format(
    wanted: Annotated[
        TableFormat | None, Query(alias="format", description="Beats `Accept`; `csv` has one line for each row")
    ] = None,
    accept: Annotated[str, Header(description="`text/csv` for a table", include_in_schema=False)] = "",
) -> TableFormat:
    """Return the format that is asked for, JSON where none is."""
    if wanted is not None:
        return wanted
    return TableFormat.CSV if accept.partition(";")[0].partition(",")[0].strip() == CSV else TableFormat.JSON


Format = Annotated[TableFormat, Depends(table_format)]


def csv_of(model: type[BaseModel], lines: Sequence[BaseModel], file_name: str) -> Response:
    """Return the lines as a CSV file whose columns are called as the fields of the model."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    names = list(model.model_fields)
    writer.writerow(names)
    for line in lines:
        writer.writerow([csv_cell(_flat(getattr(line, name))) for name in names])
    disposition = f'attachment; filename="{file_name}.csv"'
    return Response(
        written.getvalue(),
        media_type=f"{CSV}; charset=utf-8",
        headers={"Content-Disposition": disposition, "Vary": "Accept"},
    )


def _flat(value: Any) -> Any:
    """Write counts by name in one cell: `nights_only=2 remote_only=1`."""
    return " ".join(f"{name}={count}" for name, count in value.items()) if isinstance(value, dict) else value
