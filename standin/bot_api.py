"""The Bot API over HTTP: the token, the faults in force, the call itself, and its place in the outbox."""

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from standin.calls import Call, read_call
from standin.faults import Fault, FaultKind
from standin.keys import WORLD
from standin.methods.registry import perform
from standin.refusals import (
    BAD_REQUEST,
    NOT_FOUND,
    UNAUTHORIZED,
    RefusedError,
    bad_request,
    forbidden,
    too_many_requests,
)
from standin.world import World

Json = dict[str, Any]

OK = 200
BAD_GATEWAY = 502
BAD_GATEWAY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Reply:
    """`body` is JSON, or text that is not; no status means that the connection breaks without an answer.

    A reply that is lost keeps its body all the same: the outbox tells what the call has done.
    """

    status: int | None
    body: Json | str


DROPPED = Reply(None, "")


async def answer_call(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    try:
        check_token(world, request.match_info["token"])
        call = await read_call(request)
    except RefusedError as refused:
        return web.json_response(refused.body(), status=refused.code)
    except json.JSONDecodeError:
        body = bad_request("can't parse request body as JSON").body()
        return web.json_response(body, status=BAD_REQUEST)
    fault = world.faults.take(call.method, call.chat_id())
    reply = await reply_to(world, call, fault)
    note(world, call, reply, fault)
    world.store.commit()
    return to_response(request, reply)


async def send_file(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    try:
        check_token(world, request.match_info["token"])
    except RefusedError as refused:
        return web.json_response(refused.body(), status=refused.code)
    content = world.files.content(request.match_info["path"])
    if content is None:
        return web.json_response(RefusedError(NOT_FOUND, "Not Found").body(), status=NOT_FOUND)
    return web.Response(body=content, content_type="application/octet-stream")


def check_token(world: World, token: str) -> None:
    if not TOKEN.fullmatch(token):
        raise RefusedError(NOT_FOUND, "Not Found")
    if token != world.settings.token:
        raise RefusedError(UNAUTHORIZED, "Unauthorized")


async def reply_to(world: World, call: Call, fault: Fault | None) -> Reply:
    """Answer, or make trouble: a fault strikes before the effect, unless it is a lost reply or slowness."""
    if fault is not None and fault.kind is FaultKind.SLOW:
        await asyncio.sleep(fault.seconds)
    elif fault is not None and fault.kind is not FaultKind.DROPPED_AFTER:
        return trouble(fault)
    try:
        reply = Reply(OK, {"ok": True, "result": await perform(world, call)})
    except RefusedError as refused:
        reply = Reply(refused.code, refused.body())
    return Reply(None, reply.body) if fault is not None and fault.kind is FaultKind.DROPPED_AFTER else reply


def trouble(fault: Fault) -> Reply:
    match fault.kind:
        case FaultKind.TOO_MANY_REQUESTS:
            refused = too_many_requests(fault.retry_after)
        case FaultKind.SERVER_ERROR:
            refused = RefusedError(fault.status, fault.description or "Internal Server Error")
        case FaultKind.FORBIDDEN:
            refused = forbidden(fault.description or "bot was blocked by the user")
        case FaultKind.REFUSED:
            refused = bad_request(fault.description or "can't parse entities")
        case FaultKind.BAD_GATEWAY:
            return Reply(BAD_GATEWAY, BAD_GATEWAY_PAGE)
        case _:
            return DROPPED
    return Reply(refused.code, refused.body())


def note(world: World, call: Call, reply: Reply, fault: Fault | None) -> None:
    """Keep the call in the outbox; a poll that brought nothing is not worth a line."""
    body = reply.body if isinstance(reply.body, dict) else {}
    if call.method.lower() == "getupdates" and reply.status == OK and not body.get("result"):
        return
    entry: Json = {
        "at": world.clock.now(),
        "method": call.method,
        "chat_id": call.chat_id(),
        "parameters": {**call.parameters, **{key: f"file:{file.name}" for key, file in call.uploads.items()}},
        "status": reply.status,
        "description": body.get("description"),
        "result": body.get("result"),
        "fault": None if fault is None else fault.kind,
    }
    world.outbox.add(entry)
    world.changes.announce("call", call.chat_id())


def to_response(request: web.Request, reply: Reply) -> web.StreamResponse:
    if reply.status is None:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=BAD_GATEWAY)
    if isinstance(reply.body, str):
        return web.Response(text=reply.body, status=reply.status, content_type="text/html")
    return web.json_response(reply.body, status=reply.status)
