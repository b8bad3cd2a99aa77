"""A worker that tells receivers of facts, on a real database and the real Temporal, and an office that set it up."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.sweeping import sweeping
from activities.webhook_posting import Poster
from activities.webhook_worker import WebhookSettings, build_webhook_worker
from activities.webhooks import WebhookDeeds
from database.freshness import WEBHOOKS
from domain.signing import new_secret
from domain.webhooks import Pace
from tests.database.moving import Moving, set_moving
from tests.database.told import Told, endpoint
from tests.database.world import World
from workflows.sealing import Sealing
from workflows.webhooks.deliveries import Deliveries
from workflows.webhooks.schedule import WebhookSchedule

QUICK = Pace(first=timedelta(seconds=0.1), growth=1)
GRACE = timedelta(seconds=1)
PLAYED = ["booking.requested", "booking.approved", "reschedule.requested", "booking.moved", "reschedule.settled"]
AT_ONCE = 5.0  # seconds from the commit to the receiver


@dataclass
class Telling:
    """The database and Temporal; `secret` is the one of every endpoint that is made here."""

    world: World
    client: Client
    url: str
    secret: str

    @property
    def sealing(self) -> Sealing:
        return Sealing.of(self.client)

    async def endpoint(self, url: str, **values: Any) -> Told:
        sealed = await self.sealing.seal(self.secret)
        return await endpoint(self.world, **({"url": url, "secret": sealed} | values))

    def deeds(self, poster: Poster | None = None, pace: Pace = QUICK) -> WebhookDeeds:
        """Return the deeds without a worker, for who calls them one by one."""
        inside = poster or Poster(to_private=True)
        return WebhookDeeds(self.world.sessions, Deliveries(self.client), self.sealing, inside, pace)

    @asynccontextmanager
    async def working(self, pace: Pace = QUICK, *, to_private: bool = True) -> AsyncIterator[None]:
        settings = WebhookSettings(pace=pace, to_private=to_private)
        worker = build_webhook_worker(self.client, self.world.sessions, settings, GRACE)
        async with worker, sweeping(WebhookSchedule(self.client), self.url, WEBHOOKS):
            yield

    async def until(self, told: Told, status: str, within: float = 20) -> dict[str, Any]:
        """Wait until all deliveries of the endpoint are like that and return the last one."""
        query = "SELECT * FROM webhook_deliveries WHERE endpoint_id = :endpoint ORDER BY id"
        rows: list[dict[str, Any]] = []
        try:
            async with asyncio.timeout(within):
                while not rows or {row["status"] for row in rows} != {status}:
                    await asyncio.sleep(0.02)
                    async with self.world.sessions() as session:
                        found = await session.execute(text(query), {"endpoint": told.endpoint})
                        rows = [dict(row) for row in found.mappings()]
        except TimeoutError as error:
            raise TimeoutError(f"{rows}") from error
        return rows[-1]


@asynccontextmanager
async def telling_of(world: World, client: Client, url: str) -> AsyncIterator[Telling]:
    """Leave no schedule and no workflow behind: other tests on this server have workers and databases of their own."""
    yield Telling(world, client, url, new_secret())
    with _if_there():
        await WebhookSchedule(client).handle.delete()
    open_ones = "TaskQueue = 'webhooks' AND ExecutionStatus = 'Running'"
    async for workflow in client.list_workflows(open_ones):
        with _if_there():  # lists hear late of who has ended by itself
            await client.get_workflow_handle(workflow.id).terminate()


@contextmanager
def _if_there() -> Iterator[None]:
    """Let what is gone already be gone."""
    try:
        yield
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise


async def play(world: World) -> Moving:
    """Let a booking be requested, agreed to and moved."""
    moving = await set_moving(world)
    await moving.approve()
    await moving.ask()
    await moving.claim()
    await moving.swap()
    return moving
