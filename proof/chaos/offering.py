"""The times that a trial offers, and what it may ask the database while it is played."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from proof.chaos.records import AGREED, DISTANT_SLOTS, SLOT_IN_TIME, UNDER_WAY
from proof.truth import NOT_THERE, Truth

AGAIN = 0.5  # seconds
SOON = 180.0  # seconds
EDGE = 10.0  # seconds: whoever agreed so close to the due moment may be reminded at another one


@dataclass(frozen=True, kw_only=True)
class Offering:
    """The recruiter of the trial, by name, with the cities; the database may be down whenever it is asked.

    `struck` is set while faults are made.
    """

    truth: Truth
    recruiter: str
    cities: tuple[str, ...]
    struck: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self, *, times: int) -> None:
        """Clear the calendar of everything but times so far ahead that nobody is reminded of them."""
        await self.truth.clear_the_calendar(self.recruiter)
        await self.truth.ask(DISTANT_SLOTS, self.recruiter, times)

    async def add_time(self, telegram_id: int, *, lead: float) -> None:
        """Offer a time whose reminder is due in `lead` seconds, or up to a minute later."""
        await self.patiently(SLOT_IN_TIME, self.recruiter, telegram_id, lead)

    async def is_busy(self) -> bool:
        """Tell whether what has not come may still come: faults strike, updates wait, or letters are on their way."""
        if self.struck.is_set():
            return True
        (left,) = await self.patiently(UNDER_WAY)
        return bool(left["updates"] or left["letters"])

    async def reminds_soon(self, telegram_id: int) -> bool:
        """Tell whether a reminder of this candidate is due within minutes, and was agreed to well before that."""
        rows = await self.patiently(AGREED, telegram_id)
        return any(
            row["due"] > (row["decided_at"] or row["now"]) + EDGE and row["due"] < row["now"] + SOON for row in rows
        )

    async def doubts_reminder(self, telegram_id: int) -> bool:
        """Tell whether the ledger does not know if the reminder arrived."""
        return (await self.truth.fate_of_reminder(telegram_id)).status == "unknown"

    async def patiently(self, query: str, *arguments: Any) -> Sequence[Any]:
        """Ask until the database answers."""
        while True:
            try:
                return await self.truth.ask(query, *arguments)
            except NOT_THERE:
                await asyncio.sleep(AGAIN)
