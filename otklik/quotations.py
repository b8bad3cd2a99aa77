"""What errors quote: rows, parameters, words of people. It stays out of the logs; the error's name says enough."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

LEFT_OUT = "(left out)"
# PostgreSQL shows the row, SQLAlchemy the parameters, pydantic the value that it refused.
QUOTATIONS = (
    re.compile(r"(DETAIL:\s+)[^\n]*"),
    re.compile(r"(\[parameters: )[^\n]*"),
    re.compile(r"(input_value=).*?(?=, input_type=|\n|$)"),
)


def without_quotations(value: Any) -> Any:
    """Return the text, or the lists and dictionaries of texts, without them; anything else as it is."""
    match value:
        case str():
            for quotation in QUOTATIONS:
                value = quotation.sub(rf"\1{LEFT_OUT}", value)
            return value
        case Mapping():
            return {key: without_quotations(each) for key, each in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [without_quotations(each) for each in value]
        case _:
            return value
