"""Pushes updates to the webhook: in order within a lane, again and again until the bot has taken each."""

import asyncio
from contextlib import suppress

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from standin.updates import Update
from standin.webhook import Address
from standin.world import World

ANSWER_WITHIN = 60  # seconds
LONGEST_PAUSE = 60  # seconds
LOOK_AGAIN = 30  # seconds; news wakes the courier earlier


class Courier:
    """One task per lane that has something to deliver; a new address stops them all and starts afresh."""

    def __init__(self, world: World, client: ClientSession) -> None:
        self._world = world
        self._client = client
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._connections = asyncio.Semaphore(1)
        self._generation = -1

    async def run(self) -> None:
        """Deliver until cancelled."""
        try:
            while True:
                self._start_lanes()
                await self._world.changes.wait(LOOK_AGAIN)
        finally:
            await self._stop_lanes()

    def _start_lanes(self) -> None:
        webhook = self._world.webhook
        if webhook.generation != self._generation:
            self._generation = webhook.generation
            for task in self._lanes.values():
                task.cancel()
            self._lanes = {}
            self._connections = asyncio.Semaphore(webhook.address.max_connections)
        if not webhook.address.url:
            return
        for update in self._waiting():
            running = self._lanes.get(update.lane)
            if running is None or running.done():
                deliveries = self._empty_lane(update.lane, webhook.address)
                self._lanes[update.lane] = asyncio.create_task(deliveries)

    async def _stop_lanes(self) -> None:
        for task in self._lanes.values():
            task.cancel()
        await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    def _waiting(self) -> list[Update]:
        return self._world.updates.waiting(at=self._world.clock.now())

    async def _empty_lane(self, lane: str, address: Address) -> None:
        failures = 0
        while update := next((each for each in self._waiting() if each.lane == lane), None):
            async with self._connections:
                pause = await self._deliver(update, address)
            if pause is None:
                failures = 0
                self._world.updates.done(update.id)
                self._world.store.commit()
                continue
            failures += 1
            # The first repetition comes at once, the following after 2, 4, 8 … seconds.
            growing = 0 if failures == 1 else min(2 ** (failures - 1), LONGEST_PAUSE)
            await asyncio.sleep(pause or growing)

    async def _deliver(self, update: Update, address: Address) -> int | None:
        """Return None once the bot has taken the update, else the seconds that it asks to wait (or 0)."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": address.secret_token} if address.secret_token else {}
        timeout = ClientTimeout(total=ANSWER_WITHIN)
        try:
            async with self._client.post(
                address.url, json=update.body(), headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                if response.ok:
                    return None
                self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                return retry_after(response)
        except TimeoutError:
            self._failed("Read timeout expired")
        except ClientError as trouble:
            self._failed(f"Connection failed: {trouble}")
        return 0

    def _failed(self, reason: str) -> None:
        self._world.webhook.failed(reason, at=self._world.clock.now())
        self._world.store.commit()


def retry_after(response: ClientResponse) -> int:
    with suppress(ValueError):
        return max(int(response.headers.get("Retry-After", "0")), 0)
    return 0
