"""Where every kind of letter meets every fault: one stand-in, one database, and a scene for each kind."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.speaking import Speaking
from bot.questionnaire import default_content
from database.engine import DatabaseSettings, build_engine, build_sessions
from database.screening.test1 import publish_questionnaire
from domain.ids import QuestionnaireId
from tests.activities.letter_scene import Scene, restore, set_scene
from tests.activities.lines import Line, Lines, WorkerDiedError
from tests.conftest import address_of
from tests.database.world import World
from tests.standin.stage import Stage
from workflows.effects import AnyLetter
from workflows.findings import MessageUndelivered
from workflows.letters.to_recruiter import UpdateCard
from workflows.steps import SendLetter

MOST_TRIES = 4
BEFORE = "Раньше"
CARD = (
    "INSERT INTO sent_messages (candidate_id, kind, booking_id, chat_id, status, message_id)"
    " VALUES (:candidate, 'ask_for_approval', :booking, :chat, 'sent', :base)"
)
NOTES = (
    "SELECT coalesce(string_agg(status, ' ' ORDER BY id), '') FROM sent_messages"
    " WHERE candidate_id = :candidate AND kind = :kind"
)


@dataclass(frozen=True)
class Fate:
    """What became of a letter: the answer of each try, the copies on the phone, and what the ledger says of it."""

    tries: str
    copies: int
    ledger: str


@dataclass
class Mailroom:
    """`send` does what Temporal does with the activity: once more after each error that it may retry."""

    stage: Stage
    world: World
    lines: Lines
    questionnaire: QuestionnaireId
    scenes: dict[type[AnyLetter], Scene] = field(default_factory=dict)

    async def scene(self, kind: type[AnyLetter]) -> Scene:
        """Return the scene of this kind as it was before anything was sent."""
        if kind not in self.scenes:
            self.scenes[kind] = await set_scene(self.stage, self.world, kind, self.questionnaire)
        scene = self.scenes[kind]
        await restore(self.stage, self.world, scene)
        scene.seen = max((each["message_id"] for each in await self.stage.messages(scene.phone)), default=0)
        return scene

    async def send(self, order: SendLetter, first: Line = Line.GOOD) -> str:
        """Send until the answer is final, the first try over that line; return the answers of all tries."""
        answers = [await self._try(order, first)]
        while answers[-1].startswith("again") and len(answers) < MOST_TRIES:
            answers.append(await self._try(order, Line.GOOD))
        return ", ".join(answers)

    async def fate(self, scene: Scene, tries: str) -> Fate:
        return Fate(tries, len(await self.texts(scene)), await self.noted(scene, scene.kind.kind))

    async def noted(self, scene: Scene, kind: str) -> str:
        """Return what the ledger says of this kind of message: the states of its lines."""
        return str(await self.world.ask(NOTES, candidate=scene.booked.candidate_id, kind=kind))

    async def texts(self, scene: Scene) -> list[dict[str, Any]]:
        """Return what the letter made of the chat: new messages and edited ones, without documents."""
        return [each for each in await self.since(scene) if each["kind"] == "text" and each["text"] != BEFORE]

    async def documents(self, scene: Scene) -> int:
        return sum(each["kind"] == "document" for each in await self.since(scene))

    async def base(self, scene: Scene) -> int:
        """Return a message that stands in the chat already, to be edited; a card is known by its line in the ledger."""
        base = (await self.stage.bot.send_message(scene.phone, BEFORE)).message_id
        if scene.kind is UpdateCard:
            await self.world.run(
                CARD, candidate=scene.booked.candidate_id, booking=scene.booked.booking_id, chat=scene.phone, base=base
            )
        return base

    async def fault(self, kind: str, method: str = "*", **details: Any) -> None:
        await self.stage.post("fault", {"kind": kind, "method": method, "count": 1} | details)

    async def blocked(self, scene: Scene) -> bool:
        """Tell whether it is noted that the person whose phone it is cannot be reached."""
        table = "candidates" if scene.phone == scene.candidate else "recruiters"
        question = f"SELECT blocked_at IS NOT NULL FROM {table} WHERE telegram_id = :id"
        return bool(await self.world.ask(question, id=scene.phone))

    async def calls(self, scene: Scene) -> list[dict[str, Any]]:
        return list((await self.stage.get("outbox", chat_id=scene.phone))["calls"])

    async def settle(self, scene: Scene) -> None:
        """Wait until the slow call is done, for which nobody waits any more."""
        async with asyncio.timeout(10):
            while "slow" not in [call["fault"] for call in await self.calls(scene)]:
                await asyncio.sleep(0.02)

    async def since(self, scene: Scene) -> list[dict[str, Any]]:
        said = [each for each in await self.stage.messages(scene.phone) if each["from"] == "bot"]
        return [each for each in said if each["message_id"] > scene.seen]

    async def _try(self, order: SendLetter, line: Line) -> str:
        speaking = Speaking(self.world.sessions, await self.lines.bot(line))
        try:
            found = await ActivityEnvironment().run(speaking.send_letter, order)
        except WorkerDiedError:
            return "again"
        except ApplicationError as error:
            again, wait = "never again" if error.non_retryable else "again", error.next_retry_delay
            return again if wait is None else f"{again} after {wait.total_seconds():g} s"
        return found.trouble.value if isinstance(found, MessageUndelivered) else "arrived"


@asynccontextmanager
async def open_mailroom(stage: Stage, database_url: str) -> AsyncIterator[Mailroom]:
    engine = build_engine(DatabaseSettings(database_url, pool_size=5))
    world = World(build_sessions(engine))
    async with world.sessions.begin() as session:
        questionnaire = await publish_questionnaire(session, default_content())
    lines = Lines(stage.url)
    yield Mailroom(stage, world, lines, questionnaire)
    await lines.close()
    await engine.dispose()


@asynccontextmanager
async def own_database(postgres_url: str, admin: AsyncEngine, template: str) -> AsyncIterator[str]:
    """A migrated database that lasts longer than one test."""
    name = f"mailroom_{secrets.token_hex(6)}"
    async with admin.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    yield address_of(name, postgres_url)
    async with admin.connect() as connection:
        await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
