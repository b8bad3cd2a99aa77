"""What stands behind both doors: the real inbox, the real intake and dispatcher, a real database with people in it.

Telegram and the journeys write down what they are told. The clock is ours, so that nobody waits for a next try.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.methods import GetMe, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import User
from sqlalchemy import text

from bot.inbox import Inbox
from bot.intake import Intake
from bot.misfortunes import is_beyond_help
from database.engine import DatabaseSettings, build_engine, build_sessions
from tests.bot.seeded import Seeded, seed
from tests.bot.switchboard import Switchboard, Wire, message_from
from tests.database.world import NOW, World
from tests.doors.ear import Ear

Json = dict[str, Any]

AT_ONCE = 4
GOOD = 10**9  # the ids of good updates begin here
NEXT_TRY = timedelta(seconds=40)
STATUSES = "SELECT update_id, status FROM telegram_updates WHERE update_id = ANY(:ids)"
QUEUES = "SELECT update_id, person_key FROM telegram_updates WHERE update_id = ANY(:ids)"


class PoliteWire(Wire):
    """A wire that also says who the bot is, as commands with its name in them want to know."""

    async def make_request(self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None) -> Any:  # noqa: ASYNC109 - aiogram's signature
        if isinstance(method, GetMe):
            return User(id=bot.id, is_bot=True, first_name="Otklik", username="otklik_bot")
        return await super().make_request(bot, method, timeout)


@dataclass
class Front:
    """`at` is the clock; `found` what should not have happened."""

    seeded: Seeded
    board: Switchboard
    at: datetime = NOW
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inbox = Inbox(self.board.sessions, self.board.bot.id)
        self.intake = Intake(
            sessions=self.board.sessions, bot=self.board.bot, dispatcher=self.board.dispatcher, now=lambda: self.at
        )

    async def handle_all(self) -> None:
        """Handle what waits, and what failed as often as it is tried."""
        while True:
            await asyncio.gather(*(self._empty() for _ in range(AT_ONCE)))
            if not await self.seeded.world.ask("SELECT count(*) FROM telegram_updates WHERE status = 'new'"):
                return
            self.at += NEXT_TRY

    async def people_of(self, taken: Iterable[int]) -> dict[int, int]:
        """Return whose queue each of these updates stands in."""
        async with self.board.sessions() as session:
            rows = await session.execute(text(QUEUES), {"ids": list(taken)})
            return {row.update_id: row.person_key for row in rows}

    async def judge(self, taken: Mapping[int, Any], good: Mapping[int, Any], ear: Ear) -> dict[int, str]:
        """Note what is broken of the promise to keep and handle what was taken; return what became of each."""
        async with self.board.sessions() as session:
            rows = await session.execute(text(STATUSES), {"ids": [*taken, *good]})
            became: dict[int, str] = {row.update_id: row.status for row in rows}
        alerts = ear.parked()
        for update_id, thrown in {**taken, **good}.items():
            status = became.get(update_id, "lost")
            error = alerts.get(update_id)
            if status == "parked" and update_id in taken and error is not None and is_beyond_help(error):
                continue
            if status != "handled":
                self.found.append(f"{status}, {alerts.get(update_id, 'no alert')!r:.900}: {thrown!r:.900}")
        self.found += ear.surprises()
        return {update_id: became.get(update_id, "lost") for update_id in taken}

    async def statuses(self) -> dict[int, str]:
        async with self.board.sessions() as session:
            rows = await session.execute(text("SELECT update_id, status FROM telegram_updates"))
            return {row.update_id: row.status for row in rows}

    async def _empty(self) -> None:
        while await self.intake.handle_next():
            pass


def good_update(update_id: int, person: int) -> Json:
    """Return something that anybody can ask at any time."""
    return {"update_id": update_id, "message": message_from(person, text="/help")}


@asynccontextmanager
async def opened_front(database_url: str) -> AsyncIterator[Front]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=AT_ONCE + 4))
    sessions = build_sessions(engine)
    board = Switchboard(sessions)
    board.bot.session = board.wire = PoliteWire()
    seeded = await seed(World(sessions))
    await seeded.name_lead()
    yield Front(seeded, board)
    await board.bot.session.close()
    await engine.dispose()
