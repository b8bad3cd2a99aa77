"""A server that is asked for updates and answers with spoilt ones, and now and then with something that is no answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from otklik.embedded.ports import free_ports

TOKEN = "42:TEST"
MOST = 20  # updates in an answer, so that there are many answers
Answer = tuple[int, bytes]
# What comes from a broken proxy, an ailing server, or one of next year.
NO_ANSWERS: tuple[Answer, ...] = (
    (502, b"<html><body>502 Bad Gateway</body></html>"),
    (502, b'{"ok": false, "error_code": 502}'),
    (500, b'{"ok": false, "error_code": 500, "description": "Internal Server Error"}'),
    (200, b""),
    (200, b'{"ok": true'),
    (200, b'{"ok": true, "result": [\xff\xfe]}'),
    (200, b'{"ok": true, "result": {"update_id": 1}}'),
    (200, b'{"ok": true, "result": null}'),
    (200, b'{"ok": true, "result": [null, 1, "x", [], {}, {"update_id": "1"}, {"update_id": -7}]}'),
    (200, b'{"ok": false}'),
    (200, b"[" * 100_000),
    (200, b'{"ok": true, "result": [' + b"9" * 5000 + b"]}"),
    (429, b'{"ok": false, "error_code": 429, "description": "", "parameters": {"retry_after": -3}}'),
    (429, b'{"ok": false, "error_code": 429, "description": "Too Many Requests"}'),
    (418, b'"tea"'),
)


@dataclass
class MangledTelegram:
    """`waiting` are raw updates by their ids; an offset confirms those before it, as Telegram has it."""

    address: str
    waiting: dict[int, bytes] = field(default_factory=dict)
    no_answers: list[Answer] = field(default_factory=list)
    asked: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        asked = await request.post()
        self.asked += 1
        if self.no_answers and self.asked % 2:
            status, body = self.no_answers.pop()
            return web.Response(status=status, body=body, content_type="application/json")
        offset, limit = int(str(asked.get("offset", 0))), int(str(asked["limit"]))
        self.waiting = {update_id: raw for update_id, raw in self.waiting.items() if update_id >= offset}
        batch = list(self.waiting.values())[: min(limit, MOST)]
        if not batch:
            await asyncio.sleep(0.02)
        return web.Response(body=b'{"ok":true,"result":[' + b",".join(batch) + b"]}", content_type="application/json")

    async def until_empty(self, seconds: float) -> bool:
        """Wait until everything is confirmed; False if it takes longer than that."""
        for _ in range(int(seconds / 0.05)):
            if not self.waiting and not self.no_answers:
                return True
            await asyncio.sleep(0.05)
        return False


@asynccontextmanager
async def mangling() -> AsyncIterator[MangledTelegram]:
    """Serve until left."""
    (port,) = free_ports(1)
    telegram = MangledTelegram(f"http://127.0.0.1:{port}")
    application: Any = web.Application()
    application.router.add_post(f"/bot{TOKEN}/getUpdates", telegram.answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield telegram
    finally:
        await runner.cleanup()
