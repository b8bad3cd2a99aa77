"""/sim/fault(s), /sim/repeat, /sim/disorder, /sim/clock, /sim/renumber, /sim/reset: what may go wrong, on demand."""

import secrets
from dataclasses import asdict
from typing import Any

from aiohttp import web

from standin.drive.wishes import (
    BAD_REQUEST,
    NOT_FOUND,
    WishError,
    number_in,
    optional_number_in,
    read_wish,
    seconds_in,
    text_in,
)
from standin.faults import FaultKind
from standin.keys import WORLD

Json = dict[str, Any]

WHOLE_NUMBERS = ("chat_id", "count", "retry_after", "status")


async def add_fault(request: web.Request) -> web.Response:
    world, wish = request.app[WORLD], await read_wish(request)
    try:
        kind = FaultKind(text_in(wish, "kind"))
    except ValueError as wrong:
        raise WishError(BAD_REQUEST, f"kind is one of {', '.join(FaultKind)}") from wrong
    known: Json = {name: optional_number_in(wish, name) for name in WHOLE_NUMBERS}
    known = {name: value for name, value in known.items() if value is not None}
    known |= {name: str(wish[name]) for name in ("method", "description") if wish.get(name) is not None}
    known["seconds"] = seconds_in(wish, "seconds", 5)
    fault = world.faults.add(kind, known)
    world.changes.announce("faults")
    return web.json_response(asdict(fault))


async def list_faults(request: web.Request) -> web.Response:
    return web.json_response({"faults": request.app[WORLD].faults.all()})


async def remove_faults(request: web.Request) -> web.Response:
    """All of them, or the one named by `id` in the query."""
    world = request.app[WORLD]
    world.faults.remove(optional_number_in(dict(request.query), "id"))
    world.changes.announce("faults")
    return web.json_response({"faults": world.faults.all()})


async def repeat(request: web.Request) -> web.Response:
    world, wish = request.app[WORLD], await read_wish(request)
    update_id = number_in(wish, "update_id")
    if not world.updates.repeat(update_id):
        raise WishError(NOT_FOUND, f"update {update_id} is not remembered")
    world.changes.announce("repeat")
    return web.json_response({"update_id": update_id})


async def disorder(request: web.Request) -> web.Response:
    """Let the next `batches` of several updates come in the wrong order."""
    world, wish = request.app[WORLD], await read_wish(request)
    world.updates.disordered = number_in(wish, "batches")
    return web.json_response({"batches": world.updates.disordered})


async def jump(request: web.Request) -> web.Response:
    """Let the clock run ahead by `seconds`."""
    world, wish = request.app[WORLD], await read_wish(request)
    seconds = number_in(wish, "seconds")
    if seconds < 0:
        raise WishError(BAD_REQUEST, "the clock only runs ahead")
    world.jump(seconds)
    world.changes.announce("clock")
    return web.json_response({"now": world.clock.now()})


async def renumber(request: web.Request) -> web.Response:
    """Let a quiet week pass: update ids go on from `first`, or from a random number."""
    world, wish = request.app[WORLD], await read_wish(request)
    first = optional_number_in(wish, "first") or secrets.randbelow(900_000_000) + 1_000
    world.updates.renumber(first)
    return web.json_response({"first": first})


async def reset(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    world.reset()
    world.changes.announce("reset")
    return web.json_response({"ok": True})
