"""What every handler works with, gathered once for each update."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram.types import TelegramObject, User
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot import wording
from bot.views.writer import Writer
from database.people.candidates import candidate_by_telegram
from database.people.recruiters import recruiter_by_telegram
from domain.ids import CityId
from workflows.journeys import Journeys


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The open transaction of this update (whoever opened it commits), the way to the journeys, and which update it is.

    `sessions` opens a transaction of its own for what a journey has to find at once. `now` (UTC) is the wall's clock
    for records and for what is answered right here; every journey decides by a clock of its own. `errands` are done
    beside the handler, and awaited after it.
    """

    session: AsyncSession
    sessions: async_sessionmaker[AsyncSession]
    journeys: Journeys
    update_id: int
    now: datetime
    errands: list[asyncio.Task[None]] = field(default_factory=list)

    def writer(self, language: str | None = None, city_id: CityId | None = None) -> Writer:
        """Return what writes texts in that language (else the default one) with that city's wording."""
        known = wording.known(language)
        return Writer(session=self.session, language=known, city_id=city_id, now=self.now)

    async def writer_for(self, person: User | None) -> Writer:
        """Return what writes to that person: to a candidate in their own language with their city's wording.

        Recruiters are written to in the default language, people we never met in that of their Telegram.
        """
        if person is None or await recruiter_by_telegram(self.session, person.id):
            return self.writer()
        candidate = await candidate_by_telegram(self.session, person.id)
        if candidate is None:
            return self.writer(person.language_code)
        return self.writer(candidate.language, candidate.city_id)


async def set_the_desk(
    handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], event: TelegramObject, data: dict[str, Any]
) -> Any:
    """Hand every handler its `desk`; `session` and `now` come with the update, the rest with the dispatcher."""
    data["desk"] = desk = Desk(
        session=data["session"],
        sessions=data["sessions"],
        journeys=data["journeys"],
        update_id=data["event_update"].update_id,
        now=data["now"],
    )
    try:
        return await handler(event, data)
    finally:
        await asyncio.gather(*desk.errands)
