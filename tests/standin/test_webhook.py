"""Updates pushed to a webhook: the secret, the order within a lane, the schedule of repetitions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from aiohttp import web

from tests.standin.stage import Stage

Json = dict[str, Any]


@dataclass
class Receiver:
    """A bot's server: `refusals` are answered first (status and headers), everything else is taken."""

    url: str = ""
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    deaf_to: set[int] = field(default_factory=set)
    got: list[tuple[float, Json]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.got.append((asyncio.get_running_loop().time(), update))
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.news.set()
        sender = next(part for part in update.values() if isinstance(part, dict))["from"]["id"]
        if sender in self.deaf_to:
            return web.Response(status=500)
        status, headers = self.refusals.pop(0) if self.refusals else (200, {})
        return web.Response(status=status, headers=headers)

    async def wait_for(self, count: int, within: float = 8.0) -> list[Json]:
        async with asyncio.timeout(within):
            while len(self.got) < count:
                self.news.clear()
                await self.news.wait()
        return [update for _, update in self.got]

    def pauses(self) -> list[float]:
        moments = [moment for moment, _ in self.got]
        return [later - earlier for earlier, later in pairwise(moments)]


@asynccontextmanager
async def receiver_of(stage: Stage, secret: str | None = None) -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await stage.bot.set_webhook(receiver.url, secret_token=secret)
    try:
        yield receiver
    finally:
        await stage.bot.delete_webhook()
        await runner.cleanup()


async def test_updates_are_pushed_with_the_secret_and_confirmed_by_200(stage: Stage) -> None:
    anna = await stage.person()
    async with receiver_of(stage, "s3cret_-") as receiver:
        number = await stage.say(anna, "раз")
        (update,) = await receiver.wait_for(1)
        assert (update["update_id"], update["message"]["text"]) == (number, "раз")
        assert receiver.secrets == ["s3cret_-"]
        async with asyncio.timeout(2):
            while (await stage.bot.get_webhook_info()).pending_update_count:
                await asyncio.sleep(0.02)
    assert await stage.bot.get_updates() == []


async def test_a_refused_update_is_repeated_at_once_then_after_two_seconds_in_order(stage: Stage) -> None:
    anna = await stage.person()
    async with receiver_of(stage) as receiver:
        receiver.refusals = [(500, {}), (502, {})]
        await stage.say(anna, "раз")
        await stage.say(anna, "два")
        updates = await receiver.wait_for(4)
        assert [update["message"]["text"] for update in updates] == ["раз", "раз", "раз", "два"]
        at_once, two_seconds, _ = receiver.pauses()
        assert at_once < 0.5
        assert 1.9 < two_seconds < 3.5
        info = await stage.bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 502 Bad Gateway"


async def test_retry_after_is_honoured(stage: Stage) -> None:
    anna = await stage.person()
    async with receiver_of(stage) as receiver:
        receiver.refusals = [(429, {"Retry-After": "1"})]
        await stage.say(anna, "раз")
        await receiver.wait_for(2)
        assert 0.9 < receiver.pauses()[0] < 1.9


async def test_one_blocked_lane_does_not_hold_up_the_others(stage: Stage) -> None:
    anna, boris = await stage.person("Анна"), await stage.person("Борис")
    async with receiver_of(stage) as receiver:
        receiver.deaf_to = {anna}
        await stage.say(anna, "раз")
        await stage.say(anna, "два")
        await stage.say(boris, "три")
        updates = await receiver.wait_for(3)
        texts = {update["message"]["text"] for update in updates}
        assert texts == {"раз", "три"}


async def test_what_waited_while_the_bot_polled_is_pushed_when_it_sets_a_webhook(stage: Stage) -> None:
    anna = await stage.person()
    number = await stage.say(anna, "раз")
    async with receiver_of(stage) as receiver:
        (update,) = await receiver.wait_for(1)
        assert update["update_id"] == number
        await stage.post("repeat", {"update_id": number})
        again = (await receiver.wait_for(2))[1]
        assert again == update
