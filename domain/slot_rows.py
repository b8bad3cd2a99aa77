"""A row of an imported list, as it was sent: words that may or may not mean a slot."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.slots import LONGEST, SHORTEST, USUAL_LENGTH, RefusedSlot, SlotRefusal

# 2026-12-01T10:00, perhaps with an offset, and 01.12.2026 10:00 as spreadsheets write it.
ISO = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:00)?(Z|[+-][0-9]{2}:[0-9]{2})?")
DOTTED = re.compile(r"([0-9]{2})\.([0-9]{2})\.(20[0-9]{2}) ([0-9]{1,2}):([0-9]{2})(:00)?")
MINUTE = timedelta(minutes=1)
LONGEST_NUMBER = 4  # digits


@dataclass(frozen=True, kw_only=True)
class SlotRow:
    """Recruiter and city by public id or name, the start as text, the minutes as text or "" for the usual length."""

    number: int
    recruiter: str
    city: str
    starts_at: str
    minutes: str = ""

    def read(self) -> tuple[datetime, timedelta] | RefusedSlot:
        """Return the start (naive: a wall time in the recruiter's zone) and the length, or why they are none."""
        start, length = _start(self.starts_at.strip()), _length(self.minutes.strip())
        if start is None:
            return _unreadable("starts_at is no time; write it as 2026-12-01T10:00 or 2026-12-01T10:00+03:00.")
        if length is None:
            return _unreadable(f"minutes must be {SHORTEST // MINUTE} to {LONGEST // MINUTE}, or nothing.")
        return start, length


def _start(words: str) -> datetime | None:
    dotted = DOTTED.fullmatch(words)
    if dotted is not None:
        day, month, year, hour, minute, _ = dotted.groups()
        words = f"{year}-{month}-{day}T{hour:0>2}:{minute}"
    if not ISO.fullmatch(words):
        return None
    try:
        return datetime.fromisoformat(words)
    except ValueError:  # the 31st of February
        return None


def _length(words: str) -> timedelta | None:
    if not words:
        return USUAL_LENGTH
    if not words.isascii() or not words.isdecimal() or len(words) > LONGEST_NUMBER:
        return None
    length = int(words) * MINUTE
    return length if SHORTEST <= length <= LONGEST else None


def _unreadable(reason: str) -> RefusedSlot:
    return RefusedSlot(refusal=SlotRefusal.UNREADABLE, reason=reason)
