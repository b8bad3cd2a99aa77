"""A slot that appears, in whatever way, is offered within moments: real journeys, schedule, database and Telegram."""

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, ScheduleDescription, ScheduleIntervalSpec, ScheduleUpdate, ScheduleUpdateInput
from temporalio.service import RPCError, RPCStatusCode

from activities.worker import WorkerSettings, run_worker
from bot.questionnaire import default_content
from bot.telegram import build_bot
from database.screening.test1 import publish_questionnaire
from domain.ids import CandidateId
from domain.stages import Stage
from tests.database.world import World
from tests.standin import stage as standin
from workflows import messages as m
from workflows.connection import TemporalSettings, connect
from workflows.journeys import Journeys
from workflows.kept_schedule import EVERY, KeptSchedule
from workflows.waitlist.schedule import WAITLIST_SWEEP, WaitlistSchedule
from workflows.webhooks.schedule import WebhookSchedule

AT_ONCE = 2.0  # seconds from the commit in psql to the message in the candidate's chat
SHORT = ("full_name", "city")
NEW_SLOT = """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    VALUES (:recruiter, :city, now() + interval '50 hours', now() + interval '51 hours', now(), 'UTC')
"""
CUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'LISTEN%otklik_slots%'
"""


@dataclass
class Office:
    """A running worker, a city without slots, and candidates with chats at the stand-in."""

    world: World
    stage: standin.Stage
    journeys: Journeys
    city: int
    recruiter: int
    updates: Iterator[int]

    async def waiting(self) -> tuple[CandidateId, int]:
        """Return a new candidate who waits for a slot, and their Telegram user."""
        person = await self.stage.person()
        candidate_id = CandidateId(await self.world.candidate(telegram_id=person, chat_id=person))
        await self.journeys.arrive(candidate_id, m.CandidateArrived(update_id=next(self.updates)))
        for words in ("Петрова Анна", "казань"):
            await self.journeys.tell(candidate_id, m.TextWritten(update_id=next(self.updates), text=words))
        await self.until(candidate_id, Stage.WAITING_FOR_SLOTS)
        return candidate_id, person

    async def until(self, candidate_id: CandidateId, stage: Stage) -> None:
        async with asyncio.timeout(20):
            while (await self.journeys.status(candidate_id)).stage is not stage:
                await asyncio.sleep(0.05)

    async def add_slot(self) -> float:
        """Add a slot as somebody in psql does; return the loop's time at which that was committed."""
        await self.world.run(NEW_SLOT, recruiter=self.recruiter, city=self.city)
        return asyncio.get_running_loop().time()

    async def received(self, person: int) -> int:
        return len([each for each in await self.stage.messages(person) if each["from"] == "bot"])

    async def until_written(self, person: int, before: int, within: float = 20) -> float:
        """Wait for the next message and return the loop's time at which it was seen."""
        async with asyncio.timeout(within):
            while await self.received(person) <= before:
                await asyncio.sleep(0.02)
        return asyncio.get_running_loop().time()


@pytest.fixture(scope="module")
async def client(temporal_address: str) -> Client:
    return await connect(TemporalSettings(address=temporal_address), codec=None)


@pytest.fixture
async def schedule(client: Client) -> AsyncIterator[WaitlistSchedule]:
    """No schedule before the test, and none after it: other tests on this server have workers of their own."""
    schedule = WaitlistSchedule(client)
    yield schedule
    await schedule.handle.delete()
    await remove(WebhookSchedule(client))
    async for sweep in client.list_workflows("WorkflowType = 'WaitlistSweep' AND ExecutionStatus = 'Running'"):
        await client.get_workflow_handle(sweep.id).terminate()


async def remove(schedule: KeptSchedule) -> None:
    """Delete what a worker made beside what is tested here, if it made it."""
    try:
        await schedule.handle.delete()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise


@pytest.fixture
async def office(
    world: World, engine: AsyncEngine, stage: standin.Stage, client: Client, schedule: WaitlistSchedule
) -> AsyncIterator[Office]:
    del schedule  # only for what it does afterwards
    await stage.post("reset")
    first_id = secrets.randbelow(10**12)  # journeys of other tests on the same server have other ids
    await world.run(f"ALTER TABLE candidates ALTER COLUMN id RESTART WITH {first_id}")
    questions = [each for each in default_content()["questions"] if each["kind"] in SHORT]
    async with world.sessions.begin() as session:
        await publish_questionnaire(session, {"questions": questions})
    city = await world.city(name="Казань")
    bot, stop, journeys = build_bot(standin.TOKEN, stage.url), asyncio.Event(), Journeys(client)
    worker = asyncio.create_task(run_worker(client, engine, bot, WorkerSettings(), stop))
    yield Office(world, stage, journeys, city, await world.recruiter(city), itertools.count(1))
    for candidate_id in await ids_of_candidates(world):
        await journeys.handle(candidate_id).terminate()
    stop.set()
    await worker
    await bot.session.close()


async def ids_of_candidates(world: World) -> list[CandidateId]:
    return [CandidateId(each) for each in await world.ask("SELECT array_agg(id) FROM candidates") or []]


async def described(schedule: WaitlistSchedule) -> ScheduleDescription:
    async with asyncio.timeout(20):
        while True:
            try:
                return await schedule.handle.describe()
            except RPCError:
                await asyncio.sleep(0.05)


async def test_a_slot_added_in_psql_reaches_who_waits_within_two_seconds(office: Office) -> None:
    (first, chat), (second, other_chat) = await office.waiting(), await office.waiting()
    had, other_had = await office.received(chat), await office.received(other_chat)
    added_at = await office.add_slot()
    assert await office.until_written(chat, had) - added_at < AT_ONCE
    assert await office.world.ask("SELECT candidate_id FROM slot_offers WHERE settled_at IS NULL") == first
    assert await office.received(other_chat) == other_had
    slot = await office.world.ask("SELECT slot_id FROM slot_offers")
    await office.journeys.tell(first, m.OfferDeclined(update_id=next(office.updates), slot_id=slot))
    await office.until_written(other_chat, other_had)
    assert await office.world.ask("SELECT candidate_id FROM slot_offers WHERE settled_at IS NULL") == second
    await office.journeys.tell(second, m.SlotPicked(update_id=next(office.updates), slot_id=slot, recruiter_id=None))
    await office.until(second, Stage.AWAITING_APPROVAL)
    assert await office.world.ask("SELECT array_agg(candidate_id) FROM waitlist WHERE left_at IS NULL") == [first]
    assert (await office.journeys.status(first)).stage is Stage.WAITING_FOR_SLOTS


async def test_a_slot_added_while_nobody_listened_is_offered_when_the_connection_is_back(office: Office) -> None:
    _, chat = await office.waiting()
    had = await office.received(chat)
    assert await office.world.ask(CUT) == 1
    await office.add_slot()
    await office.until_written(chat, had, within=5)


async def test_the_schedule_is_made_once_and_put_right(client: Client, schedule: WaitlistSchedule) -> None:
    for _ in range(2):
        await asyncio.gather(schedule.keep(), WaitlistSchedule(client).keep())
    made = await described(schedule)
    assert [interval.every for interval in made.schedule.spec.intervals] == [EVERY]

    def spoil(found: ScheduleUpdateInput) -> ScheduleUpdate:
        changed = found.description.schedule
        changed.spec.intervals = [ScheduleIntervalSpec(every=timedelta(hours=5))]
        changed.state.paused = True
        return ScheduleUpdate(schedule=changed)

    await schedule.handle.update(spoil)
    await schedule.keep()
    righted = await described(schedule)
    assert [interval.every for interval in righted.schedule.spec.intervals] == [EVERY]
    assert righted.schedule.state.paused
    assert righted.info.last_updated_at is not None
    await schedule.keep()
    assert (await described(schedule)).info.last_updated_at == righted.info.last_updated_at


async def test_a_schedule_that_was_deleted_is_made_anew_at_the_next_call(
    office: Office, schedule: WaitlistSchedule
) -> None:
    assert (await described(schedule)).id == WAITLIST_SWEEP
    await schedule.handle.delete()
    _, chat = await office.waiting()
    had = await office.received(chat)
    await office.add_slot()
    await office.until_written(chat, had)
    assert (await described(schedule)).id == WAITLIST_SWEEP
