"""The sending of an auto-message as a workflow: long audiences, pauses, mornings, and recipients that are given up."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from temporalio import activity
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.testing import TimeSkipper
from temporalio.worker import Worker

from domain.announcements import RunStatus
from workflows.announcing import orders
from workflows.announcing.run import HANDS, PICKS, Announce, Announcing
from workflows.connection import BULK, JOURNEYS

RUN = 5


@dataclass
class FakeAnnouncements:
    """An audience in memory, of which three are picked at once; who sleeps wakes at `wakes_at`."""

    waiting: list[int]
    sleeping: list[int] = field(default_factory=list)
    hopeless: tuple[int, ...] = ()
    wakes_at: datetime | None = None
    sent: list[int] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)
    picked_at: list[datetime] = field(default_factory=list)
    begun: int = 0
    finished: int = 0
    status: RunStatus = RunStatus.RUNNING
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    @activity.defn
    async def begin_announcing(self, deed: orders.BeginAnnouncing) -> orders.AnnouncingBegun:
        self.begun += 1
        return orders.AnnouncingBegun(run_id=RUN if deed.plan != "too late" else None)

    @activity.defn
    async def pick_recipients(self, deed: orders.PickRecipients) -> orders.RecipientsPicked:
        self.picked_at.append(deed.now)
        if self.wakes_at is None and self.sleeping:
            self.wakes_at = deed.now + timedelta(hours=9)
        if self.wakes_at is not None and deed.now >= self.wakes_at:
            self.waiting += self.sleeping
            self.sleeping = []
        now, self.waiting = self.waiting[:3], self.waiting[3:]
        next_at = self.wakes_at if not now and self.sleeping else None
        return orders.RecipientsPicked(
            delivery_ids=tuple(now), next_at=next_at, status=self.status, figures={"sent": len(self.sent)}
        )

    @activity.defn
    async def send_announcement(self, deed: orders.SendAnnouncement) -> None:
        await self.gate.wait()
        if deed.delivery_id in self.hopeless:
            raise ApplicationError("never", non_retryable=True)
        self.sent.append(deed.delivery_id)

    @activity.defn
    async def give_up_announcement(self, deed: orders.GiveUpAnnouncement) -> None:
        self.given_up.append(deed.delivery_id)

    @activity.defn
    async def finish_announcing(self, deed: orders.FinishAnnouncing) -> None:
        assert deed.run_id == RUN
        self.finished += 1


@asynccontextmanager
async def announcing(
    client: Client, fakes: FakeAnnouncements, plan: str = "once", *, cached: int = 100
) -> AsyncIterator[WorkflowHandle[Announcing, None]]:
    journeys = Worker(
        client,
        task_queue=JOURNEYS,
        workflows=[Announcing],
        activities=[
            fakes.begin_announcing,
            fakes.pick_recipients,
            fakes.give_up_announcement,
            fakes.finish_announcing,
        ],
        max_cached_workflows=cached,
    )
    bulk = Worker(client, task_queue=BULK, activities=[fakes.send_announcement])
    async with journeys, bulk:
        order = Announce(message_id=1, public_id="p", plan=plan)
        yield await client.start_workflow(
            Announcing.run, order, id=f"announcing-{secrets.token_hex(6)}", task_queue=JOURNEYS
        )


async def until_asleep(fakes: FakeAnnouncements) -> None:
    """Wait until everybody who is awake has it."""
    async with asyncio.timeout(20):
        while fakes.wakes_at is None or fakes.waiting or len(fakes.picked_at) < 2:
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)


@pytest.mark.parametrize("cached", [100, 0], ids=["remembered", "replayed at every step"])
async def test_a_long_audience_is_sent_to_in_several_histories_each_once(client: Client, cached: int) -> None:
    everybody = list(range(3 * PICKS + 7))
    fakes = FakeAnnouncements(waiting=everybody.copy())
    fakes.gate.set()
    async with announcing(client, fakes, cached=cached) as handle:
        first = (await handle.describe()).run_id
        await handle.result()
        assert (await client.get_workflow_handle(handle.id).describe()).run_id != first
    assert sorted(fakes.sent) == everybody
    assert (fakes.begun, fakes.finished) == (1, 1)


async def test_where_there_is_nothing_to_send_it_ends_at_once(client: Client) -> None:
    fakes = FakeAnnouncements(waiting=[1])
    async with announcing(client, fakes, plan="too late") as handle:
        await handle.result()
    assert (fakes.begun, fakes.picked_at, fakes.finished) == (1, [], 0)


async def test_a_recipient_that_is_given_up_keeps_nobody_from_theirs(client: Client) -> None:
    fakes = FakeAnnouncements(waiting=list(range(6)), hopeless=(1, 4))
    fakes.gate.set()
    async with announcing(client, fakes) as handle:
        await handle.result()
    assert sorted(fakes.sent) == [0, 2, 3, 5]
    assert sorted(fakes.given_up) == [1, 4]


async def test_a_pause_and_a_cancel_are_heard_at_once(client: Client) -> None:
    fakes = FakeAnnouncements(waiting=list(range(30)))
    async with announcing(client, fakes) as handle:
        async with asyncio.timeout(20):
            while not fakes.picked_at:
                await asyncio.sleep(0.02)
        await handle.signal(Announcing.pause)
        fakes.status = RunStatus.PAUSED
        fakes.gate.set()
        await asyncio.sleep(1)
        assert len(fakes.sent) <= HANDS
        before = len(fakes.sent)
        fakes.status = RunStatus.RUNNING
        await handle.signal(Announcing.resume)
        async with asyncio.timeout(20):
            while len(fakes.sent) == before:
                await asyncio.sleep(0.02)
        fakes.status = RunStatus.CANCELLED
        await handle.signal(Announcing.cancel)
        await handle.result()
    assert len(fakes.sent) < 30
    assert fakes.finished == 1


async def test_it_waits_for_the_morning_of_those_who_sleep(client: Client) -> None:
    fakes = FakeAnnouncements(waiting=[1, 2], sleeping=[3, 4])
    fakes.gate.set()
    async with announcing(client, fakes) as handle:
        await until_asleep(fakes)
        assert sorted(fakes.sent) == [1, 2]
        await TimeSkipper(client).fast_forward(handle, timedelta(hours=10))
        await handle.result()
    assert sorted(fakes.sent) == [1, 2, 3, 4]
    assert fakes.wakes_at is not None
    assert fakes.picked_at[-1] >= fakes.wakes_at


async def test_it_can_be_cancelled_while_everybody_sleeps(client: Client) -> None:
    fakes = FakeAnnouncements(waiting=[1], sleeping=[3, 4])
    fakes.gate.set()
    async with announcing(client, fakes) as handle:
        await until_asleep(fakes)
        fakes.status = RunStatus.CANCELLED
        await handle.signal(Announcing.cancel)
        await handle.result()
        assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED
    assert fakes.sent == [1]
