"""A stage for tests: the stand-in as a process of its own, a real aiogram bot, and the drive API."""

import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update
from aiohttp import ClientSession

Json = dict[str, Any]

TOKEN = "42:TEST"
ROOT = Path(__file__).parents[2]
READY = "standin ready "


def start_process(*options: str) -> tuple[subprocess.Popen[str], str]:
    """Start the stand-in on a free port and return it with its address."""
    command = [sys.executable, "-m", "standin", "--port", "0", "--token", TOKEN, *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line.startswith(READY), f"the stand-in did not start: {line!r}"
    return process, line.removeprefix(READY)


def stop_process(process: subprocess.Popen[str], number: signal.Signals = signal.SIGTERM) -> int:
    process.send_signal(number)
    code = process.wait(timeout=10)
    assert process.stdout is not None
    process.stdout.close()
    return code


def make_bot(url: str, token: str = TOKEN) -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url), timeout=10)
    return Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML"))


class RefusedWishError(Exception):
    """The drive API said no."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(f"{status}: {body.get('error')}")
        self.status = status
        self.body = body


@dataclass
class Stage:
    """`bot` is what the product would use; the rest plays the people."""

    url: str
    bot: Bot
    client: ClientSession

    @classmethod
    def at(cls, url: str) -> Self:
        return cls(url, make_bot(url), ClientSession(url))

    async def close(self) -> None:
        await self.client.close()
        await self.bot.session.close()

    async def post(self, path: str, wish: Any = None) -> Json:
        async with self.client.post(f"/sim/{path}", json=wish if wish is not None else {}) as response:
            body: Json = await response.json()
            if not response.ok:
                raise RefusedWishError(response.status, body)
            return body

    async def get(self, path: str, **query: str | float) -> Json:
        async with self.client.get(f"/sim/{path}", params=query) as response:
            body: Json = await response.json()
            if not response.ok:
                raise RefusedWishError(response.status, body)
            return body

    async def call(self, method: str, **parameters: Any) -> tuple[int, Json]:
        """Call the Bot API by hand, where aiogram would not send what is to be refused."""
        async with self.client.post(f"/bot{TOKEN}/{method}", json=parameters) as response:
            return response.status, await response.json()

    async def stranger(self, name: str = "Анна Петрова") -> int:
        """Bring in somebody who has not pressed Start."""
        person = await self.post("people", {"name": name})
        return int(person["id"])

    async def person(self, name: str = "Анна Петрова") -> int:
        """Bring in somebody who has pressed Start; the bot has seen that update already."""
        person_id = await self.stranger(name)
        started = await self.post("start", {"person_id": person_id})
        await self.bot.get_updates(offset=int(started["update_id"]) + 1)
        return person_id

    async def say(self, person_id: int, text: str) -> int:
        """Let somebody write, and return the id of the update."""
        return int((await self.post("message", {"person_id": person_id, "text": text}))["update_id"])

    async def messages(self, person_id: int) -> list[Json]:
        chat = await self.get(f"chat/{person_id}")
        return list(chat["messages"])

    async def poll(self, timeout: int = 5) -> list[Update]:  # noqa: ASYNC109 - the protocol's own word
        # `timeout` is Telegram's own parameter.
        return await self.bot.get_updates(timeout=timeout)
