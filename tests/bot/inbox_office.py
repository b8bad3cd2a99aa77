"""A bot without a network whose dispatcher writes down what it was told, on a real inbox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.types import Message
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from temporalio.service import RPCError, RPCStatusCode

from bot.inbox import Inbox
from bot.intake import Intake
from bot.telegram import build_bot
from database.engine import DatabaseSettings, build_engine, build_sessions

TOKEN = "42:TEST"
BEGINNING = datetime(2026, 11, 23, 9, tzinfo=UTC)


class BoomError(Exception):
    """What a broken handler fails with."""


def said(update_id: int, person: int, words: str) -> dict[str, Any]:
    """A text message as Telegram sends it."""
    someone = {"id": person, "is_bot": False, "first_name": "Anna"}
    chat = {"id": person, "type": "private", "first_name": "Anna"}
    message = {"message_id": update_id, "date": 1_795_000_000, "chat": chat, "from": someone, "text": words}
    return {"update_id": update_id, "message": message}


@dataclass
class Office:
    """`trouble` says for which words the handler fails and how; `at` is the clock."""

    engine: AsyncEngine
    bot: Bot
    at: datetime = BEGINNING
    trouble: dict[str, Exception] = field(default_factory=dict)
    under_way: list[int] = field(default_factory=list)
    crowd: int = 0
    two_at_once: bool = False

    def __post_init__(self) -> None:
        self.sessions = build_sessions(self.engine)
        self.inbox = Inbox(self.sessions, self.bot.id)
        router = Router()
        router.message.register(self.hear)
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.include_router(router)
        self.intake = Intake(sessions=self.sessions, bot=self.bot, dispatcher=dispatcher, now=lambda: self.at)

    async def hear(self, message: Message, session: AsyncSession) -> None:
        person = message.chat.id
        self.two_at_once = self.two_at_once or person in self.under_way
        self.under_way.append(person)
        self.crowd = max(self.crowd, len(self.under_way))
        try:
            await session.execute(text("INSERT INTO heard (words) VALUES (:words)"), {"words": message.text})
            await asyncio.sleep(0.02)
            if trouble := self.trouble.get(message.text or ""):
                raise trouble
        finally:
            self.under_way.remove(person)

    async def heard(self) -> list[str]:
        async with self.sessions() as session:
            return list(await session.scalars(text("SELECT words FROM heard ORDER BY id")))

    async def statuses(self) -> dict[int, str]:
        async with self.sessions() as session:
            rows = await session.execute(text("SELECT update_id, status FROM telegram_updates"))
            return {row.update_id: row.status for row in rows}

    async def handle_all(self) -> None:
        """Handle what can be handled now, one after another."""
        while await self.intake.handle_next():
            pass

    def later(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def outage(self) -> RPCError:
        return RPCError("no connection", RPCStatusCode.UNAVAILABLE, b"")


@asynccontextmanager
async def office_at(database_url: str) -> AsyncIterator[Office]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=10))
    bot = build_bot(TOKEN, "http://127.0.0.1:9")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE heard (id bigserial PRIMARY KEY, words text)"))
    yield Office(engine, bot)
    await bot.session.close()
    await engine.dispose()
