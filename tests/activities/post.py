"""A candidate with a chat at the stand-in, and somebody who writes to them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from activities.noting import key_of
from activities.speaking import Speaking
from bot.composer import compose
from bot.telegram import build_bot
from database.ledger import begin_send
from domain import stages
from tests.activities.booked import Booked, booked
from tests.database.world import NOW, Sessions, World
from tests.standin.stage import TOKEN, Stage
from workflows.effects import AnyLetter
from workflows.letters.to_candidate import HintAtButtons, RemindCandidate
from workflows.steps import SendLetter

CHOOSING = stages.Stage.CHOOSING_SLOT


@dataclass
class Post:
    """`person` is the Telegram user; the scene's booking is approved and theirs."""

    stage: Stage
    sessions: Sessions
    scene: Booked
    person: int
    speaking: Speaking

    def order(self, letter: AnyLetter, occurrence: int = 1) -> SendLetter:
        return SendLetter(
            candidate_id=self.scene.candidate_id, letter=letter, occurrence=occurrence, stage=CHOOSING, now=NOW
        )

    def hint(self, occurrence: int = 1, **details: Any) -> SendLetter:
        return self.order(HintAtButtons(stage=CHOOSING, offer_human=False, **details), occurrence)

    def reminder(self) -> SendLetter:
        return self.order(RemindCandidate(booking_id=self.scene.booking_id, revision=1), 0)

    async def received(self) -> list[dict[str, Any]]:
        return [each for each in await self.stage.messages(self.person) if each["from"] == "bot"]

    async def fault(self, kind: str, **details: Any) -> None:
        await self.stage.post("fault", {"kind": kind, "method": "*Message*", "count": 1} | details)

    async def die_while_sending(self, order: SendLetter) -> None:
        async with self.sessions.begin() as session:
            envelope = await compose(session, order)
            assert envelope is not None
            await begin_send(session, key_of(order, envelope), chat_id=self.person)


@asynccontextmanager
async def open_post(stage: Stage, world: World) -> AsyncIterator[Post]:
    await stage.post("reset")
    person = await stage.person()
    scene = await booked(world, approved=True, person=person)
    bot = build_bot(TOKEN, stage.url)
    yield Post(stage, world.sessions, scene, person, Speaking(world.sessions, bot))
    await bot.session.close()
