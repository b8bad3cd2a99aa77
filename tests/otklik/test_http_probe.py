import asyncio

from aiohttp import web

from otklik.embedded.http_probe import answer_of
from otklik.embedded.ports import LOOPBACK, free_ports

LONG = "temporal_metric 1\n" * 20_000


async def in_pieces(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for start in range(0, len(LONG), 100_000):
        await response.write(LONG[start : start + 100_000].encode())
        await asyncio.sleep(0.05)
    return response


async def test_a_long_answer_that_arrives_in_pieces_is_read_to_its_end() -> None:
    application = web.Application()
    application.router.add_get("/metrics", in_pieces)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    [port] = free_ports(1)
    await web.TCPSite(runner, LOOPBACK, port).start()
    assert await answer_of(port, "/metrics") == LONG
    await runner.cleanup()
