"""What an exported table is made of: its columns, how they are called, and what stands in their cells."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Row

from api.exports.cells import Cell
from bot.texts import FOLDER
from database.office import exports
from database.office.exports import Selection
from database.office.wanted_rows import Wanted
from domain import timezones

Contents = Mapping[int, Mapping[str, Any]]
Read = Mapping[str, Any]


class Heads(StrEnum):
    """How columns are called, and states in the cells: by stable codes, or in the language of the house."""

    CODES = "codes"
    CAPTIONS = "captions"


@dataclass(frozen=True, kw_only=True)
class Export:
    """A table: what is read, its columns in order, and which of them are instants.

    An instant is two columns: in UTC, and by the clocks of the zone that stands in the row's last column.
    """

    name: str
    rows: Callable[[Wanted], Selection]
    columns: tuple[str, ...]
    instants: frozenset[str] = frozenset()

    def heads(self, said: Heads) -> list[str]:
        """Return the first line of the table."""
        return [head for column in self.columns for head in self._heads_of(column, said)]

    def cells(self, row: Row[*tuple[Any, ...]], said: Heads, contents: Contents) -> list[Cell]:
        """Return the line of a row; `contents` is what was published as Test1, by version."""
        read: Read = row._asdict()
        if "question_id" in read:
            read = _answered(read, contents)
        line: list[Cell] = []
        for column in self.columns:
            if column in self.instants:
                line += _instant(read[column], read["zone"])
            else:
                line.append(_said(read[column], said))
        return line

    def _heads_of(self, column: str, said: Heads) -> list[str]:
        if said is Heads.CODES:
            return [f"{column}_utc", f"{column}_local"] if column in self.instants else [column]
        caption = words()["columns"][column]
        if column not in self.instants:
            return [caption]
        return [pattern.format(column=caption) for pattern in words()["moments"].values()]


@cache
def words() -> dict[str, Any]:
    """Return how the house calls columns and states."""
    return tomllib.loads((FOLDER / "ru" / "exports.toml").read_text(encoding="utf-8"))


def _instant(instant: datetime | None, zone: str | None) -> Sequence[Cell]:
    if instant is None:
        return None, None
    local = None if zone is None else timezones.local(instant, zone).replace(tzinfo=None)
    return instant.astimezone(UTC), local


def _said(value: Any, said: Heads) -> Cell:
    if said is Heads.CAPTIONS:
        if isinstance(value, bool):
            return str(words()["words"]["true" if value else "false"])
        if isinstance(value, StrEnum):
            return str(words()["words"][type(value).__name__][value.value])
    return value if isinstance(value, str | int | bool | datetime | None) else str(value)


def _answered(read: Read, contents: Contents) -> Read:
    """Return an answer with the words of its question; the button of a city is known by its name alone."""
    questions = contents.get(read["questionnaire_version"], {}).get("questions", [])
    asked: Read = next((each for each in questions if each["id"] == read["question_id"]), {})
    captions = {option["id"]: option["caption"] for option in asked.get("options", [])}
    option_id = read["option_id"] if read["text"] is None else None
    answer = captions.get(option_id, option_id) if option_id is not None else read["text"]
    question = asked.get("label") or asked.get("text") or read["question_id"]
    return {**read, "question": question, "option_id": option_id, "answer": answer}


CANDIDATES = Export(
    name="candidates",
    rows=exports.candidates,
    columns=(
        "public_id", "name", "phone", "username", "city", "stage", "language", "began", "blocked", "test1_passed",
        "test1_reason", "test1_finished", "booking_status", "recruiter", "interview", "zone",
    ),
    instants=frozenset({"began", "blocked", "test1_finished", "interview"}),
)  # fmt: skip
BOOKINGS = Export(
    name="bookings",
    rows=exports.bookings,
    columns=(
        "public_id", "candidate_public_id", "candidate", "phone", "username", "city", "recruiter", "status", "revision",
        "starts", "ends", "requested", "decided", "ended", "changed_by", "reason", "zone",
    ),
    instants=frozenset({"starts", "ends", "requested", "decided", "ended"}),
)  # fmt: skip
SLOTS = Export(
    name="slots",
    rows=exports.slots,
    columns=(
        "public_id", "city", "recruiter", "status", "starts", "ends", "entered_as", "entered_zone",
        "candidate_public_id", "candidate", "withdrawn", "zone",
    ),
    instants=frozenset({"starts", "ends", "withdrawn"}),
)  # fmt: skip
ANSWERS = Export(
    name="test1-answers",
    rows=exports.answers,
    columns=(
        "candidate_public_id", "candidate", "city", "questionnaire_version", "finished", "passed", "reason", "place",
        "question_id", "question", "option_id", "answer", "zone",
    ),
    instants=frozenset({"finished"}),
)  # fmt: skip
ALL = (CANDIDATES, BOOKINGS, SLOTS, ANSWERS)
