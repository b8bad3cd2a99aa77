"""A candidate's journey with the real worker, brought to where its request waits for an answer."""

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from uuid import UUID

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.worker import WorkerSettings, build_worker
from bot.questionnaire import default_content
from bot.telegram import build_bot
from database.screening.test1 import publish_questionnaire
from domain.ids import CandidateId, SlotId
from domain.stages import Stage
from tests.database.world import LENGTH, World
from tests.standin import stage as standin
from workflows import messages as m
from workflows.journeys import Journeys

SHORT = ("full_name", "city")


@dataclass
class Pending:
    """The journey, and the Telegram user whose it is."""

    journeys: Journeys
    candidate_id: CandidateId
    telegram_id: int
    public_id: UUID

    async def until(self, stage: Stage) -> None:
        await until(self.journeys, self.candidate_id, stage)


async def until(journeys: Journeys, candidate_id: CandidateId, stage: Stage) -> None:
    """Wait until the journey stands there; raise TimeoutError with where it stands instead."""
    status = None
    for _ in range(200):
        status = await journeys.status(candidate_id)
        if status.stage is stage:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError(f"{status}")


@asynccontextmanager
async def pending_request(world: World, client: Client, stage: standin.Stage) -> AsyncIterator[Pending]:
    """Run the real worker while inside, with the stand-in as Telegram."""
    first_id = secrets.randbelow(10**12)  # journeys of other tests on the same server have other ids
    await world.run(f"ALTER TABLE candidates ALTER COLUMN id RESTART WITH {first_id}")
    bot = build_bot(standin.TOKEN, stage.url)
    stop = asyncio.Event()
    worker = asyncio.create_task(build_worker(client, world.sessions, bot, WorkerSettings()).run(stop))
    journeys = Journeys(client)
    try:
        yield await ask_for_a_slot(world, journeys, await stage.person())
        await end(journeys, CandidateId(first_id))
    finally:
        stop.set()
        await worker
        await bot.session.close()


async def ask_for_a_slot(world: World, journeys: Journeys, person: int) -> Pending:
    """Let a candidate pass a short Test1 and pick the one slot of a recruiter without Telegram."""
    default = default_content()
    questions = [each for each in default["questions"] if each["kind"] in SHORT]
    async with world.sessions.begin() as session:
        await publish_questionnaire(session, {"questions": questions})
    city = await world.city(name="Казань")
    recruiter = await world.recruiter(city)
    candidate_id = CandidateId(await world.candidate(telegram_id=person, chat_id=person))
    updates = itertools.count(1)
    await journeys.arrive(candidate_id, m.CandidateArrived(update_id=next(updates)))
    for words in ("Петрова Анна", "казань"):
        await journeys.tell(candidate_id, m.TextWritten(update_id=next(updates), text=words))
    await until(journeys, candidate_id, Stage.CHOOSING_RECRUITER)
    soon = (await journeys.status(candidate_id)).now.astimezone(UTC) + timedelta(days=2)
    slot = SlotId(await world.slot(recruiter, city, starts_at=soon, ends_at=soon + LENGTH))
    await journeys.tell(candidate_id, m.SlotPicked(update_id=next(updates), slot_id=slot, recruiter_id=None))
    await until(journeys, candidate_id, Stage.AWAITING_APPROVAL)
    return Pending(journeys, candidate_id, person, await world.ask("SELECT public_id FROM bookings"))


async def end(journeys: Journeys, candidate_id: CandidateId) -> None:
    """End the journey, unless the test has ended it."""
    try:
        await journeys.handle(candidate_id).terminate()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
