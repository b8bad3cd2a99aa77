"""Lists of times on pages, each a day of somebody's calendar or a part of a very full one."""

from collections.abc import Sequence
from itertools import groupby

from database.slots.open_slots import FreeSlot
from domain import timezones

TIMES_ON_A_PAGE = 12


def days_of(slots: Sequence[FreeSlot], zone: str) -> list[list[FreeSlot]]:
    """Return the slots by local day, a full day on several pages."""
    pages: list[list[FreeSlot]] = []
    for _day, group in groupby(slots, key=lambda slot: timezones.local(slot.starts_at, zone).date()):
        day = list(group)
        pages += [day[start : start + TIMES_ON_A_PAGE] for start in range(0, len(day), TIMES_ON_A_PAGE)]
    return pages
