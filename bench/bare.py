"""The process of the bare baseline: `python -m bench.bare TEMPORAL_ADDRESS BOT_API` works until it is told to stop."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import aiohttp
from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from bench.bare_stories import QUEUE, BareJourney, BarePress, Beat, Say, Score
from bench.ear import Chat
from bench.house import House
from otklik.embedded.child import BARE_ENVIRONMENT, child, tethered, until_ready
from otklik.processes.boot import leave

READY = "the bare worker works"
CHATS = count(1)


@dataclass(frozen=True)
class BareDeeds:
    """The least that an activity can be: an answer, and one HTTP call."""

    line: aiohttp.ClientSession
    bot_api: str

    @activity.defn(name="do")
    async def do(self) -> None:
        """Answer."""

    @activity.defn(name="say")
    async def say(self, say: Say) -> int:
        """Call the Bot API."""
        told = {"chat_id": say.chat_id, "text": say.text}
        async with self.line.post(f"{self.bot_api}/bot42:BARE/sendMessage", json=told) as answer:
            return int((await answer.json())["result"]["message_id"])


@dataclass(frozen=True, kw_only=True)
class Bare:
    """Bare workflows on the server of a house, by the plainest client: no codec, no converter of its own."""

    client: Client
    house: House

    async def begin_press(self) -> "BareChat":
        """Begin a workflow that answers presses."""
        chat_id = next(CHATS)
        handle = await self.client.start_workflow(BarePress.run, chat_id, id=f"bare-{chat_id}", task_queue=QUEUE)
        return BareChat(handle=handle, chat=self.house.ear.chats[chat_id])

    async def begin_journey(self, beats: Sequence[Beat]) -> "BareChat":
        """Begin a workflow that plays these beats; its first signal starts it."""
        score = Score(next(CHATS), list(beats))
        handle = await self.client.start_workflow(
            BareJourney.run,
            score,
            id=f"bare-{score.chat_id}",
            task_queue=QUEUE,
            start_signal="press",
            start_signal_args=["…"],
        )
        return BareChat(handle=handle, chat=self.house.ear.chats[score.chat_id])


@dataclass(frozen=True, kw_only=True)
class BareChat:
    """One bare workflow and the chat in which it is heard."""

    handle: WorkflowHandle[Any, None]
    chat: Chat

    async def press(self, letters: int = 1) -> float:
        """Signal; return the milliseconds after which the last of so many calls was heard."""
        seen, act = len(self.chat.heard), time.perf_counter()
        await self.handle.signal("press", "…")
        return (await self.hears(letters, since=seen) - act) * 1000

    async def hears(self, letters: int, *, since: int) -> float:
        """Return when the last of so many calls was heard since that place in the chat."""
        if letters == 0:
            return time.perf_counter()
        await self.chat.wait_for(lambda _: len(self.chat.heard) >= since + letters, since=since)
        return self.chat.heard[since + letters - 1].at


@asynccontextmanager
async def bare(house: House) -> AsyncIterator[Bare]:
    """Run the bare worker in a process of its own while inside."""
    log = house.folder / "bare.log"
    command = [sys.executable, "-m", "bench.bare", house.temporal_address, house.ear.address]
    command = tethered(command, on_parent_death=signal.SIGKILL)

    async def works() -> bool:
        return READY in log.read_text()

    async with child(command, log=log, stopped_by=signal.SIGTERM, environment=BARE_ENVIRONMENT) as process:
        await until_ready("the bare worker", process, log, works)
        yield Bare(client=await Client.connect(house.temporal_address), house=house)


async def work(temporal_address: str, bot_api: str) -> None:
    """Work until told to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    client = await Client.connect(temporal_address)
    async with aiohttp.ClientSession() as line:
        deeds = BareDeeds(line, bot_api)
        stories = [BarePress, BareJourney]
        async with Worker(client, task_queue=QUEUE, workflows=stories, activities=[deeds.do, deeds.say]):
            print(READY, flush=True)
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
    leave(0)
