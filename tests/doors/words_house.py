"""A whole house for words: Temporal, the worker, the bot's intake and the stand-in, and two people whose words go in."""

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiogram import Bot
from temporalio.api.enums.v1 import WorkflowExecutionStatus
from temporalio.client import Client

from activities.worker import WorkerSettings, build_worker
from bot.dispatcher import build_dispatcher
from bot.inbox import Inbox
from bot.intake import Intake
from bot.questionnaire import default_content
from bot.telegram import build_bot
from database.engine import DatabaseSettings, build_engine, build_sessions
from database.screening.test1 import publish_questionnaire
from domain.ids import CandidateId
from otklik import clock
from tests.bot.switchboard import message_from, user
from tests.database.world import LENGTH, World
from tests.standin.stage import TOKEN, Stage
from workflows.journey import Journey
from workflows.journeys import Journeys

Json = dict[str, Any]

NOT_WRONG = (
    "query is too old",
    "message is not modified",
    "message to edit not found",
)  # what is pressed here was never sent
CANDIDATE = "SELECT id FROM candidates WHERE telegram_id = :person"


@dataclass
class WordsHouse:
    """`recruiter` and `slots` are rows, `recruiter_chat` is where the recruiter reads and writes."""

    stage: Stage
    world: World
    client: Client
    bot: Bot
    city: int
    recruiter: int
    recruiter_chat: int
    slots: list[int]
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.journeys = Journeys(self.client)
        self.inbox = Inbox(self.world.sessions, self.bot.id)
        dispatcher = build_dispatcher(journeys=self.journeys, sessions=self.world.sessions)
        self.intake = Intake(sessions=self.world.sessions, bot=self.bot, dispatcher=dispatcher, now=clock.now)

    async def say(self, person: int, words: str) -> Json:
        """Take in words of somebody, and let the bot handle them."""
        now = int(clock.now().timestamp())
        return await self._take("message", {**message_from(person, text=words), "date": now})

    async def send(self, person: int, thing: Json) -> Json:
        """Take in a message that is no text."""
        return await self._take("message", message_from(person, **thing))

    async def press(self, person: int, data: str) -> Json:
        message = message_from(self.bot.id, chat_id=person, text="with buttons")
        event = {"id": "1", "from": user(person), "chat_instance": "1", "data": data, "message": message}
        return await self._take("callback_query", event)

    async def candidate(self, person: int) -> CandidateId:
        return CandidateId(await self.world.ask(CANDIDATE, person=person))

    async def facts(self, person: int) -> Journey:
        """Return what the journey knows when all its deeds are done."""
        candidate = await self.candidate(person)
        async with asyncio.timeout(60):
            while await self._is_busy(candidate):
                await asyncio.sleep(0.02)
        return await self.journeys.facts(candidate)

    async def refusals(self) -> list[str]:
        """Return what Telegram has refused of what the bot and the worker wanted to say."""
        calls = (await self.stage.get("outbox"))["calls"]
        refused = [call for call in calls if call["status"] != 200]
        return [repr(call)[:900] for call in refused if not any(reason in repr(call) for reason in NOT_WRONG)]

    async def _take(self, kind: str, event: Json) -> Json:
        update = {"update_id": next(self.numbers), kind: event}
        await self.inbox.store([update])
        while await self.intake.handle_next():
            pass
        return update

    async def _is_busy(self, candidate: CandidateId) -> bool:
        described = await self.journeys.handle(candidate).describe()
        raw = described.raw_description
        is_open = raw.workflow_execution_info.status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
        return is_open and bool(raw.pending_activities or raw.HasField("pending_workflow_task"))


@asynccontextmanager
async def open_house(stage: Stage, client: Client, database_url: str) -> AsyncIterator[WordsHouse]:
    """Furnish a city with a recruiter, some times and the Test1 that ships, and let everybody work."""
    await stage.post("reset")
    engine = build_engine(DatabaseSettings(database_url, pool_size=10))
    world = World(build_sessions(engine))
    first_id = secrets.randbelow(10**12)  # journeys of other tests on the same server have other ids
    await world.run(f"ALTER TABLE candidates ALTER COLUMN id RESTART WITH {first_id}")
    async with world.sessions.begin() as session:
        await publish_questionnaire(session, default_content())
    city = await world.city(
        name="Казань", contact_link="https://t.me/otklik", meeting_link="https://meet.example.org/k"
    )
    chat = await stage.person("Ольга Ким")
    recruiter = await world.recruiter(city, name="Ольга Ким", telegram_id=chat, tg_chat_id=chat)
    slots = [await slot_from_now(world, recruiter, city, hours=hours) for hours in range(30, 80)]
    bot, stop = build_bot(TOKEN, stage.url), asyncio.Event()
    worker = asyncio.create_task(
        build_worker(client, world.sessions, bot, WorkerSettings(bulk_per_second=1000)).run(stop)
    )
    try:
        yield WordsHouse(stage, world, client, bot, city, recruiter, chat, slots)
    finally:
        stop.set()
        await worker
        await bot.session.close()
        await engine.dispose()


async def slot_from_now(world: World, recruiter: int, city: int, *, hours: int) -> int:
    starts = clock.now() + timedelta(hours=hours)
    times: dict[str, Any] = {"starts_at": starts, "ends_at": starts + LENGTH, "wall_time": starts.replace(tzinfo=None)}
    return await world.slot(recruiter, city, **times)
