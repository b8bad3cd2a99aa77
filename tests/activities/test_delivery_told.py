"""Who learns of a letter that did not arrive: the real journey, its worker, the stand-in, and days that pass at once."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from temporalio.client import Client

from database.tables import SendStatus
from domain.booking import Actor, BookingStatus
from domain.ids import BookingId
from domain.stages import Stage
from tests.api.pending import Pending, pending_request
from tests.database.world import World
from tests.standin import stage as standin
from workflows import messages as m
from workflows.connection import TemporalSettings, connect
from workflows.virtual_time import skip_to_next_alarm

NOTED = "SELECT status FROM sent_messages WHERE kind = :kind"


@dataclass
class Asked:
    """A request that waits for an answer, and the recruiter's phone."""

    client: Client
    world: World
    stage: standin.Stage
    pending: Pending
    recruiter: int
    updates: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1000))

    async def approve(self) -> None:
        booking = BookingId(await self.world.ask("SELECT id FROM bookings"))
        by_id = int(await self.world.ask("SELECT recruiter_id FROM bookings"))
        approved = m.BookingApproved(
            update_id=next(self.updates), booking_id=booking, revision=1, by=Actor.RECRUITER, by_id=by_id
        )
        assert await self.pending.journeys.tell(self.pending.candidate_id, approved)

    async def until_noted(self, kind: str, status: SendStatus) -> None:
        """Wait until the ledger says so of this kind of letter."""
        async with asyncio.timeout(20):
            while await self.world.ask(NOTED, kind=kind) != status:
                await asyncio.sleep(0.05)

    async def received(self, person: int) -> list[dict[str, Any]]:
        return [each for each in await self.stage.messages(person) if each["from"] == "bot"]


@pytest.fixture(scope="session")
async def client(temporal_address: str) -> Client:
    return await connect(TemporalSettings(address=temporal_address), codec=None)


@pytest.fixture
async def asked(world: World, client: Client, stage: standin.Stage) -> AsyncIterator[Asked]:
    await stage.post("reset")
    recruiter = await stage.person("Мария")
    async with pending_request(world, client, stage) as pending:
        await world.run("UPDATE recruiters SET tg_chat_id = :id, telegram_id = :id", id=recruiter)
        yield Asked(client, world, stage, pending, recruiter)


async def test_the_recruiter_is_told_of_a_reminder_that_perhaps_arrived_and_it_is_not_repeated(asked: Asked) -> None:
    await asked.approve()
    await asked.until_noted("congratulate", SendStatus.SENT)
    await asked.until_noted("congratulate.document", SendStatus.SENT)  # the calendar file follows
    before = len(await asked.received(asked.pending.telegram_id))
    lost = {"kind": "dropped_after", "method": "sendMessage", "chat_id": asked.pending.telegram_id, "count": 1}
    await asked.stage.post("fault", lost)
    await skip_to_next_alarm(asked.client, asked.pending.candidate_id)
    await asked.until_noted("remind_candidate", SendStatus.UNKNOWN)
    await asked.until_noted("report_undelivered", SendStatus.SENT)
    assert "не уверены" in (await asked.received(asked.recruiter))[-1]["text"]
    assert len(await asked.received(asked.pending.telegram_id)) == before + 1
    await asked.pending.until(Stage.REMINDED)


async def test_a_candidate_who_blocked_the_bot_stays_booked_and_the_recruiter_is_told(asked: Asked) -> None:
    await asked.stage.post("block", {"person_id": asked.pending.telegram_id})
    await asked.approve()
    await asked.until_noted("congratulate", SendStatus.UNREACHABLE)
    await asked.until_noted("report_undelivered", SendStatus.SENT)
    await asked.pending.until(Stage.UNREACHABLE)
    assert await asked.world.ask("SELECT status FROM bookings") == BookingStatus.BOOKED
    assert await asked.world.ask("SELECT blocked_at IS NOT NULL FROM candidates")
    report = (await asked.received(asked.recruiter))[-1]
    assert "вручную" in report["text"]
    assert "не уверены" not in report["text"]
