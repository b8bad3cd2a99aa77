"""Announcing with everything real: Temporal, the worker, the database, and the stand-in as Telegram."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from aiogram import Bot
from sqlalchemy import select
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper

from activities.worker import WorkerSettings, build_worker
from bot.telegram import build_bot
from database.announcements.due import note_kept, note_told, open_runs, planned_messages
from database.announcements.orders import add_message, cancel_message, pause_message, resume_message
from database.tables import AutoMessage
from domain.announcements import AnnouncementStatus
from otklik import clock
from tests.database.world import World
from tests.standin.stage import TOKEN, Stage
from workflows.announcing.run import Announcing
from workflows.announcing.schedule import Announcements

FAST = WorkerSettings(bulk_per_second=1000)
STATES = "SELECT count(*) FROM auto_message_deliveries WHERE status = :status"


@dataclass
class Announced:
    """The house in which something is announced; `settings` of its worker."""

    stage: Stage
    world: World
    client: Client
    bot: Bot
    settings: WorkerSettings = FAST

    @property
    def announcements(self) -> Announcements:
        return Announcements(self.client)

    async def people(self, count: int, **values: Any) -> list[int]:
        """Bring in that many candidates who have pressed Start; return their chats."""
        chats = [await self.stage.person() for _ in range(count)]
        for chat in chats:
            await self.world.candidate(telegram_id=chat, chat_id=chat, **values)
        return chats

    async def announce(self, **values: Any) -> UUID:
        """Write down a message that is due a moment ago, as the API would; nothing is started yet."""
        due = {"due_at": clock.now() - timedelta(seconds=1)} if "cron" not in values else {}
        row = {"title": "t", "text": "<b>Hello</b>", "status": AnnouncementStatus.SCHEDULED} | due | values
        row.setdefault("respects_quiet_hours", False)
        async with self.world.sessions.begin() as session:
            return await add_message(session, row)

    async def let_know(self, public_id: UUID, *, tell: bool = True) -> None:
        """Let Temporal know what the database wants of the message."""
        async with self.world.sessions.begin() as session:
            (planned,) = await planned_messages(session, [public_id])
            for run in await open_runs(session, planned.message_id):
                if tell:
                    await self.announcements.tell(run)
                    await note_told(session, run)
            await self.announcements.keep(planned, now=clock.now())
            await note_kept(session, planned)

    async def order(self, public_id: UUID, order: str, *, tell: bool = True) -> None:
        async with self.world.sessions.begin() as session:
            message = await session.scalar(select(AutoMessage.id).where(AutoMessage.public_id == public_id))
            assert message is not None
            match order:
                case "pause":
                    assert await pause_message(session, message) is None
                case "resume":
                    assert await resume_message(session, message, now=clock.now()) is None
                case _:
                    assert await cancel_message(session, message) is None
        await self.let_know(public_id, tell=tell)

    async def status(self, public_id: UUID) -> str:
        return str(await self.world.ask("SELECT status FROM auto_messages WHERE public_id = :id", id=public_id))

    async def states(self) -> dict[str, int]:
        """Return how many deliveries there are in each state."""
        words = ("waiting", "sending", "sent", "unknown", "failed", "unreachable", "skipped")
        found = {word: int(await self.world.ask(STATES, status=word)) for word in words}
        return {word: count for word, count in found.items() if count}

    async def until_status(self, public_id: UUID, status: str) -> None:
        async with asyncio.timeout(30):
            while await self.status(public_id) != status:
                await asyncio.sleep(0.05)

    async def until_states(self, states: dict[str, int]) -> None:
        async with asyncio.timeout(30):
            while await self.states() != states:
                await asyncio.sleep(0.02)

    async def until_sent(self, least: int) -> int:
        async with asyncio.timeout(30):
            while (sent := int(await self.world.ask(STATES, status="sent"))) < least:
                await asyncio.sleep(0.02)
        return sent

    async def handle(self) -> WorkflowHandle[Announcing, None]:
        workflow_id = await self.world.ask("SELECT workflow_id FROM auto_message_runs ORDER BY id DESC LIMIT 1")
        return self.client.get_workflow_handle_for(Announcing.run, str(workflow_id))

    async def skip(self, by: timedelta) -> None:
        """Let the clock of the run jump."""
        await TimeSkipper(self.client).fast_forward(await self.handle(), by)

    async def copies(self, chats: list[int]) -> list[int]:
        """Return how many messages of the bot each chat has."""
        return [sum(each["from"] == "bot" for each in await self.stage.messages(chat)) for chat in chats]

    @asynccontextmanager
    async def working(self, settings: WorkerSettings | None = None) -> AsyncIterator[None]:
        stop = asyncio.Event()
        worker = asyncio.create_task(
            build_worker(self.client, self.world.sessions, self.bot, settings or self.settings).run(stop)
        )
        try:
            yield
        finally:
            stop.set()
            await worker


def night_now() -> dict[str, str]:
    """Return the policy of a city (whose zone is UTC) where it is night now, for an hour to come."""
    now = clock.now().astimezone(UTC)
    since, until = now - timedelta(hours=1), now + timedelta(hours=1)
    return {"quiet_from": f"{since:%H:%M}", "quiet_until": f"{until:%H:%M}"}


def day_now() -> dict[str, str]:
    """Return the policy of a city where it is day now, for hours to come."""
    now: datetime = clock.now().astimezone(UTC)
    since, until = now + timedelta(hours=9), now + timedelta(hours=10)
    return {"quiet_from": f"{since:%H:%M}", "quiet_until": f"{until:%H:%M}"}


@asynccontextmanager
async def announcing_house(stage: Stage, world: World, client: Client) -> AsyncIterator[Announced]:
    await stage.post("reset")
    first_id = secrets.randbelow(10**12)  # journeys of other tests on the same server have other ids
    await world.run(f"ALTER TABLE candidates ALTER COLUMN id RESTART WITH {first_id}")
    bot = build_bot(TOKEN, stage.url)
    house = Announced(stage, world, client, bot)
    try:
        yield house
    finally:
        for public_id in await _public_ids(world):
            await house.announcements.drop(public_id)
        await bot.session.close()


async def _public_ids(world: World) -> list[str]:
    async with world.sessions() as session:
        return [str(each) for each in await session.scalars(select(AutoMessage.public_id))]
