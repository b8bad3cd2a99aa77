"""A Telegram that only listens: it notes when each call of the bot arrives, answers that all is well, keeps no books.

The stand-in proper writes every call to a file. That would cost ours and the bare baseline alike, and flatter ratios.
"""

import asyncio
import itertools
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from otklik.embedded.ports import LOOPBACK, free_ports

PATIENCE = 60.0  # seconds for one answer of the bot, on a busy machine
SPEAKING = frozenset({"sendMessage", "editMessageText"})


class UnheardError(Exception):
    """What a benchmark waits for was not said."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One call; `at` is the reading of `time.perf_counter` at which its first line arrived."""

    at: float
    method: str
    message_id: int
    text: str
    buttons: tuple[str, ...] = ()

    @property
    def is_speech(self) -> bool:
        """Whether a person saw new words by it."""
        return self.method in SPEAKING


@dataclass
class Chat:
    """What was heard in one chat, in the order of arrival."""

    heard: list[Heard] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait_for(self, fits: Callable[[Heard], bool], *, since: int) -> Heard:
        """Return the first fitting call from place `since` on; raise `UnheardError` when none comes."""
        place = since
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    for heard in self.heard[place:]:
                        if fits(heard):
                            return heard
                    place = len(self.heard)
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            last = [f"{heard.method}: {heard.text[:80]}" for heard in self.heard[-3:]]
            raise UnheardError(f"nothing that fits was said within {PATIENCE:.0f} s; the last: {last}") from None


class Ear:
    """All chats of one bot."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.chats: defaultdict[int, Chat] = defaultdict(Chat)
        self._message_ids = itertools.count(1)

    async def take(self, request: web.Request) -> web.Response:
        """Note a call and answer it as Telegram does."""
        at = time.perf_counter()
        told = await _parameters(request)
        method = request.match_info["method"]
        if "chat_id" not in told:
            return web.json_response({"ok": True, "result": True})
        chat_id = int(told["chat_id"])
        message_id = int(told.get("message_id") or next(self._message_ids))
        chat = self.chats[chat_id]
        buttons = _buttons(told.get("reply_markup"))
        text = str(told.get("text", ""))
        chat.heard.append(Heard(at=at, method=method, message_id=message_id, text=text, buttons=buttons))
        chat.changed.set()
        message = {"message_id": message_id, "date": 0, "chat": {"id": chat_id, "type": "private"}, "text": text}
        return web.json_response({"ok": True, "result": message})


@asynccontextmanager
async def listening() -> AsyncIterator[Ear]:
    """Listen on a free port while inside."""
    (port,) = free_ports(1)
    ear = Ear(f"http://{LOOPBACK}:{port}")
    application = web.Application(client_max_size=2**26)
    application.router.add_post("/bot{token}/{method}", ear.take)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
        yield ear
    finally:
        await runner.cleanup()


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _buttons(markup: Any) -> tuple[str, ...]:
    """Return what the buttons carry that can be pressed."""
    rows = json.loads(markup).get("inline_keyboard", []) if markup else []
    return tuple(button["callback_data"] for row in rows for button in row if "callback_data" in button)
