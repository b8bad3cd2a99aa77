"""The web application: the Bot API, the drive API, and the page."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import ClientSession, web

from standin.bot_api import answer_call, send_file
from standin.courier import Courier
from standin.drive import people, pressing, saying, skipping, trouble, watching
from standin.drive.downloading import download
from standin.drive.wishes import WishError
from standin.keys import CLIENT, WORLD
from standin.refusals import FORBIDDEN
from standin.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = Path(__file__).parent / "page"
LARGEST_BODY = 64 * 1024 * 1024
# Scripts and styles come from here alone, whatever a chat contains.
PAGE_POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"


def build_app(world: World) -> web.Application:
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[answer_wishes])
    app[WORLD] = world
    app.cleanup_ctx.append(deliver_updates)
    app.on_shutdown.append(say_goodbye)
    app.router.add_route("*", "/bot{token}/{method}", answer_call)
    app.router.add_get("/file/bot{token}/{path:.+}", send_file)
    add_drive_routes(app.router)
    app.router.add_get("/", show_page)
    app.router.add_static("/page", PAGE)
    return app


def add_drive_routes(router: web.UrlDispatcher) -> None:
    router.add_get("/sim/people", people.list_people)
    router.add_post("/sim/people", people.add_person)
    router.add_post("/sim/start", people.start)
    router.add_post("/sim/block", people.block)
    router.add_post("/sim/unblock", people.unblock)
    router.add_get("/sim/invitations", people.list_invitations)
    router.add_post("/sim/invitations", people.offer_invitations)
    router.add_post("/sim/message", saying.say)
    router.add_post("/sim/edit", saying.edit)
    router.add_post("/sim/press", pressing.press_button)
    router.add_get("/sim/chat/{person_id}", watching.chat)
    router.add_get("/sim/outbox", watching.outbox)
    router.add_get("/sim/updates", watching.updates)
    router.add_get("/sim/wait", watching.wait_for_message)
    router.add_get("/sim/health", watching.health)
    router.add_get("/sim/events", watching.events)
    router.add_get("/sim/file/{path:.+}", download)
    router.add_post("/sim/fault", trouble.add_fault)
    router.add_get("/sim/faults", trouble.list_faults)
    router.add_delete("/sim/faults", trouble.remove_faults)
    router.add_post("/sim/repeat", trouble.repeat)
    router.add_post("/sim/disorder", trouble.disorder)
    router.add_post("/sim/clock", trouble.jump)
    router.add_post("/sim/renumber", trouble.renumber)
    router.add_post("/sim/reset", trouble.reset)
    router.add_post("/sim/skip", skipping.skip)


@web.middleware
async def answer_wishes(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keep what a driver did before telling so, and say why a wish cannot be fulfilled."""
    if not request.path.startswith("/sim/"):
        return await handler(request)
    if urlsplit(request.headers.get("Origin", "")).netloc not in {"", request.host}:
        # Some other page that happens to be open in the same browser has no business here.
        return web.json_response({"error": "the drive API serves its own page alone"}, status=FORBIDDEN)
    try:
        response = await handler(request)
    except WishError as wrong:
        response = web.json_response(wrong.body, status=wrong.status)
    if request.method != "GET":
        request.app[WORLD].store.commit()
    return response


async def show_page(_request: web.Request) -> web.FileResponse:
    headers = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-store"}
    return web.FileResponse(PAGE / "index.html", headers=headers)


async def deliver_updates(app: web.Application) -> AsyncIterator[None]:
    async with ClientSession() as client:
        app[CLIENT] = client
        courier = asyncio.create_task(Courier(app[WORLD], client).run())
        yield
        courier.cancel()
        with suppress(asyncio.CancelledError):
            await courier


async def say_goodbye(app: web.Application) -> None:
    """Long polls and the page are let go, so that stopping takes no time."""
    app[WORLD].changes.close()
