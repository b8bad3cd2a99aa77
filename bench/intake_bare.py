"""The bare endpoint beside the webhook: it parses the JSON of an update and inserts one row.

`python intake_bare.py POSTGRES_URL PORT POOL_SIZE`
"""

import asyncio
import json
import sys

import asyncpg  # type: ignore[import-untyped] # it is typed inside but does not say so
from aiohttp import web

INSERT = "INSERT INTO bare_updates (id, payload) VALUES ($1, $2) ON CONFLICT DO NOTHING"


async def main(url: str, port: int, pool_size: int) -> None:
    """Serve for ever."""
    pool = await asyncpg.create_pool(url, min_size=pool_size, max_size=pool_size)

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        update = json.loads(body)
        await pool.execute(INSERT, update["update_id"], body.decode())
        return web.Response()

    application = web.Application()
    application.router.add_post("/hook", take)
    application.router.add_get("/readyz", lambda _: asyncio.sleep(0, web.Response(text="ready")))
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
