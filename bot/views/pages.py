"""Lists of times on pages, each a day of somebody's calendar or a part of a very full one."""

from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

from database.slots.open_slots import FreeSlot
from database.slots.schedule import OwnFreeSlot
from domain import timezones

SlotT = TypeVar("SlotT", FreeSlot, OwnFreeSlot)

TIMES_ON_A_PAGE = 12


def days_of(slots: Sequence[SlotT], zone: str, most: int = TIMES_ON_A_PAGE) -> list[list[SlotT]]:
    """Return the slots by local day, a day of more than `most` on several pages."""
    pages: list[list[SlotT]] = []
    for _day, group in groupby(slots, key=lambda slot: timezones.local(slot.starts_at, zone).date()):
        day = list(group)
        pages += [day[start : start + most] for start in range(0, len(day), most)]
    return pages
