"""/sim/chat, /sim/outbox, /sim/updates, /sim/wait, /sim/events, /sim/health: what is to be seen."""

import asyncio
import json
from typing import Any

from aiohttp import ClientConnectionError, web

from standin.chats import ChatMessage
from standin.drive.view import show_chat, show_message
from standin.drive.wishes import WishError, known_person, number_in, optional_number_in, seconds_in
from standin.keyboards import visible_rows
from standin.keys import WORLD
from standin.people import Person
from standin.world import World

Json = dict[str, Any]

NOT_SEEN = 408
LONGEST_WAIT = 120.0  # seconds
HEARTBEAT = 15.0  # seconds
# Between two polls a bot needs a moment; it still counts as listening for so many seconds.
POLLED_LATELY = 3


async def chat(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    person = known_person(world, number_in(dict(request.match_info), "person_id"))
    return web.json_response(show_chat(world, person))


async def outbox(request: web.Request) -> web.Response:
    world, query = request.app[WORLD], dict(request.query)
    since = optional_number_in(query, "since") or 0
    chat_id = optional_number_in(query, "chat_id")
    return web.json_response({"calls": world.outbox.since(since, method=query.get("method"), chat_id=chat_id)})


async def updates(request: web.Request) -> web.Response:
    """List what the bot has not taken: ids of updates that wait for it, and of those that are too old by now."""
    world = request.app[WORLD]
    now = world.clock.now()
    left = [update for update in world.updates.all() if update.waiting]
    waiting = [update.id for update in left if update.expires_at > now]
    return web.json_response({"waiting": waiting, "expired": [each.id for each in left if each.expires_at <= now]})


async def wait_for_message(request: web.Request) -> web.Response:
    """Answer as soon as a message of the bot (or a toast) fits, or 408 with the chat as it stands."""
    world, query = request.app[WORLD], dict(request.query)
    person = known_person(world, number_in(query, "person_id"))
    loop = asyncio.get_running_loop()
    end = loop.time() + min(seconds_in(query, "timeout", 10), LONGEST_WAIT)
    while True:
        seen = _seen(world, person, query)
        if seen is not None:
            return web.json_response(seen)
        if loop.time() >= end or world.changes.closing:
            wanted = {key: value for key, value in query.items() if key != "person_id"}
            reason = f"{person.name} did not see {json.dumps(wanted, ensure_ascii=False)}"
            raise WishError(NOT_SEEN, reason, chat=show_chat(world, person))
        await world.changes.wait(end - loop.time())


def _seen(world: World, person: Person, query: dict[str, str]) -> Json | None:
    after_version = optional_number_in(query, "after_version") or 0
    if "toast" in query:
        fitting = [
            toast
            for toast in world.chats.toasts(person.id)
            if toast["version"] > after_version and query["toast"] in toast["text"]
        ]
        return {"toast": fitting[-1]} if fitting else None
    after_message = optional_number_in(query, "after_message_id") or 0
    for said in reversed(world.chats.visible(person.id)):
        newer = said.version > after_version and said.id > after_message
        if said.outgoing and newer and _fits(said, query.get("text", ""), query.get("button", "")):
            return {"message": show_message(world, said)}
    return None


def _fits(said: ChatMessage, text: str, button: str) -> bool:
    """Both are parts of what is shown, compared without regard to case."""
    shown = str(said.message.get("text", said.message.get("caption", ""))).casefold()
    if text.casefold() not in shown:
        return False
    labels = [str(each["label"]) for row in visible_rows(said.message.get("reply_markup")) for each in row]
    return not button or any(button.casefold() in label.casefold() for label in labels)


async def health(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    updates = world.updates
    told: Json = {
        "ok": True,
        "bot": world.settings.bot(),
        "polling": updates.poller is not None or world.clock.now() - updates.polled_at <= POLLED_LATELY,
        "webhook": world.webhook.address.url,
        "pending_updates": len(updates.waiting(at=world.clock.now())),
        "version": world.chats.version,
        "now": world.clock.now(),
        "can_skip": world.settings.skip_url is not None,
    }
    return web.json_response(told)


async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events: `{"kind": …, "person_id": …}` after every change."""
    world = request.app[WORLD]
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await stream.prepare(request)
    news = world.changes.listen()
    try:
        await stream.write(b"retry: 1000\n\n")
        while (line := await _next_line(news)) is not None:
            await stream.write(line)
    except ClientConnectionError:
        # The page was closed; nobody listens any more.
        return stream
    finally:
        world.changes.leave(news)
    return stream


async def _next_line(news: asyncio.Queue[Json | None]) -> bytes | None:
    try:
        told = await asyncio.wait_for(news.get(), HEARTBEAT)
    except TimeoutError:
        return b": still here\n\n"
    return None if told is None else f"data: {json.dumps(told)}\n\n".encode()
