"""/sim/people, /sim/start, /sim/block, /sim/unblock, /sim/invitations: who is there, and whom they talk to."""

import re
from typing import Any

from aiohttp import web

from standin.drive.view import show_person
from standin.drive.wishes import (
    BAD_REQUEST,
    CONFLICT,
    WishError,
    known_person,
    number_in,
    optional_number_in,
    read_json,
    read_wish,
    text_in,
)
from standin.keys import WORLD
from standin.people import Person
from standin.speech import hear
from standin.world import World

Json = dict[str, Any]

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


async def add_person(request: web.Request) -> web.Response:
    world, wish = request.app[WORLD], await read_wish(request)
    person = world.people.add(
        text_in(wish, "name").strip(),
        username=wish.get("username"),
        language_code=wish.get("language_code") or "ru",
        person_id=optional_number_in(wish, "id"),
    )
    world.changes.announce("people", person.id)
    return web.json_response(show_person(world, person))


async def list_people(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    return web.json_response({"people": [show_person(world, person) for person in world.people.all()]})


async def start(request: web.Request) -> web.Response:
    """Press Start, perhaps through a deep link. In a blocked chat this unblocks first, as in Telegram."""
    world, wish = request.app[WORLD], await read_wish(request)
    person = known_person(world, number_in(wish, "person_id"))
    payload = str(wish.get("payload") or "")
    if not PAYLOAD.fullmatch(payload):
        raise WishError(BAD_REQUEST, "a deep link carries at most 64 of A-Z, a-z, 0-9, _ and -")
    if person.blocked:
        set_blocked(world, person, blocked=False)
    person.invited_as = world.invitations.label(payload) or person.invited_as
    world.people.save(person)
    text = f"/start {payload}".strip()
    return web.json_response(hear(world, person, {"text": text}))


async def block(request: web.Request) -> web.Response:
    return await _change_blocked(request, blocked=True)


async def unblock(request: web.Request) -> web.Response:
    return await _change_blocked(request, blocked=False)


async def _change_blocked(request: web.Request, *, blocked: bool) -> web.Response:
    world, wish = request.app[WORLD], await read_wish(request)
    person = known_person(world, number_in(wish, "person_id"))
    if not person.started:
        raise WishError(CONFLICT, f"{person.name} has no chat with the bot yet")
    update_id = set_blocked(world, person, blocked=blocked)
    return web.json_response({"update_id": update_id, "blocked": person.blocked})


def set_blocked(world: World, person: Person, *, blocked: bool) -> int | None:
    """Tell the bot by my_chat_member; nothing happens if it is so already."""
    world.faults.forgive(person.id)
    if person.blocked == blocked:
        return None
    person.blocked = blocked
    world.people.save(person)
    bot, now = world.settings.bot(), world.clock.now()
    member, kicked = {"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0}
    old, new = (member, kicked) if blocked else (kicked, member)
    change = {"chat": person.chat(), "from": person.user(), "date": now}
    payload = {**change, "old_chat_member": old, "new_chat_member": new}
    update_id = world.updates.add("my_chat_member", payload, f"chat:{person.id}", at=now)
    world.changes.announce("people", person.id)
    return update_id


async def offer_invitations(request: web.Request) -> web.Response:
    world = request.app[WORLD]
    offered = await read_json(request)
    if not isinstance(offered, list) or not all(_is_invitation(each) for each in offered):
        raise WishError(BAD_REQUEST, 'expected a list of {"label": …, "payload": …}')
    world.invitations.offer([{"label": each["label"], "payload": each["payload"]} for each in offered])
    world.changes.announce("invitations")
    return web.json_response({"invitations": world.invitations.all()})


async def list_invitations(request: web.Request) -> web.Response:
    return web.json_response({"invitations": request.app[WORLD].invitations.all()})


def _is_invitation(each: Any) -> bool:
    return (
        isinstance(each, dict)
        and isinstance(each.get("label"), str)
        and isinstance(each.get("payload"), str)
        and PAYLOAD.fullmatch(each["payload"]) is not None
    )
