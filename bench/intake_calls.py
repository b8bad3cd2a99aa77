"""Telegram as the caller of a webhook: many connections, each with the next update as soon as the last is acknowledged.

Written by hand on bare connections, so that whoever answers is measured and not whoever asks.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from bench.house import SECRET
from bench.people import FIRST_PERSON
from bot.webhook import SECRET_HEADER

NUMBERS = itertools.count(200_000_000)
ACKNOWLEDGED = b"HTTP/1.1 200"


async def rate_of(hook: str, count: int, connections: int) -> float:
    """Hand over that many updates of as many people; return how many were acknowledged a second."""
    waiting = iter([request(hook, next(NUMBERS)) for _ in range(count)])
    lines = await asyncio.gather(*(connected(hook) for _ in range(connections)))
    began = time.perf_counter()
    await asyncio.gather(*(call(*line, waiting) for line in lines))
    seconds = time.perf_counter() - began
    for _, writer in lines:
        writer.close()
    return count / seconds


async def connected(hook: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open one connection."""
    place = urlsplit(hook)
    return await asyncio.open_connection(place.hostname, place.port)


async def call(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, waiting: Iterator[bytes]) -> None:
    """Hand over the next update until there is none; the answers have no body."""
    for each in waiting:
        writer.write(each)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(ACKNOWLEDGED), answer


def request(hook: str, number: int) -> bytes:
    """Return the call that brings an update of somebody who writes a few words."""
    place = urlsplit(hook)
    body = json.dumps(update(number), ensure_ascii=False).encode()
    head: Sequence[str] = (
        f"POST {place.path} HTTP/1.1",
        f"Host: {place.netloc}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"{SECRET_HEADER}: {SECRET}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def update(number: int) -> dict[str, object]:
    """Return an update as Telegram words it."""
    person = {"id": FIRST_PERSON + number, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    chat = {"id": person["id"], "first_name": "Анна", "type": "private"}
    message = {"message_id": number, "from": person, "chat": chat, "date": 1_795_000_000, "text": "Здравствуйте!"}
    return {"update_id": number, "message": message}
