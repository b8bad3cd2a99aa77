"""Whatever is posted to the webhook: answered as is right, kept, handled or parked with an alert; and it goes on."""

import asyncio

from aiohttp import ClientSession

from bot.process import webhook_served
from bot.webhook import SECRET_HEADER, WebhookSettings
from otklik.embedded.ports import free_ports
from tests.doors.bodies import SECRET
from tests.doors.dice import SEED, Dice
from tests.doors.front import Front, good_update, opened_front
from tests.doors.webhook_door import throw_at_webhook

CALLS = 300
SIGNED = b"POST / HTTP/1.1\r\nHost: x\r\n" + f"{SECRET_HEADER}: {SECRET}\r\n".encode()
NO_HTTP = (
    *(b"hello\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\xff" * 200 + b"\r\n\r\n", b"PUT / HTTP/9.9\r\n\r\n"),
    SIGNED + b"Content-Length: -1\r\n\r\n{}",
    SIGNED + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    SIGNED + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
    SIGNED + b"A: " + b"x" * 20_000 + b"\r\n\r\n",
)  # fmt: skip


async def test_whatever_is_posted_is_answered_kept_and_blocks_nobody(database_url: str) -> None:
    async with opened_front(database_url) as front:
        counted = await throw_at_webhook(front, Dice(SEED), CALLS)
    assert front.found == []
    assert counted["an update of any kind: handled"] > CALLS / 5
    assert counted["an update spoilt: parked"] > CALLS / 5
    assert counted["beyond our parser: parked"] > 0


async def test_what_is_no_http_is_refused_and_the_next_call_is_taken(database_url: str) -> None:
    (port,) = free_ports(1)
    settings = WebhookSettings(url="https://otklik.example/", secret=SECRET, host="127.0.0.1", port=port)
    async with opened_front(database_url) as front, webhook_served(front.inbox, settings):
        for noise in NO_HTTP:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(noise)
            assert b" 400 " in await reader.readline()
            writer.close()
        await hang_up_halfway(port)
        assert await post_good_one(front, port) == 200


async def hang_up_halfway(port: int) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(SIGNED + b'Content-Length: 100\r\n\r\n{"update_id"')
    await writer.drain()
    writer.close()


async def post_good_one(front: Front, port: int) -> int:
    async with (
        ClientSession() as client,
        client.post(f"http://127.0.0.1:{port}/", json=good_update(1, 5), headers={SECRET_HEADER: SECRET}) as response,
    ):
        assert list(await front.people_of([1])) == [1]
        return response.status
