"""/sim/message and /sim/edit: a person writes, sends a contact or a file, or changes what they wrote."""

from typing import Any

from aiohttp import web

from standin.drive.wishes import (
    BAD_REQUEST,
    NOT_FOUND,
    WishError,
    number_in,
    optional_number_in,
    read_wish,
    speaking_person,
    text_in,
)
from standin.entities import LONGEST_TEXT
from standin.html_marks import units
from standin.keys import WORLD
from standin.people import Person
from standin.speech import (
    hear,
    hear_edit,
    make_contact,
    make_document,
    make_photo,
    make_sticker,
    make_voice,
)
from standin.world import World

Json = dict[str, Any]

KINDS = ("text", "contact", "document", "sticker", "voice", "photo")


async def say(request: web.Request) -> web.Response:
    world, wish = request.app[WORLD], await read_wish(request)
    person = speaking_person(world, wish)
    content = _content(world, person, wish)
    if wish.get("caption"):
        content["caption"] = str(wish["caption"])
    answered = world.chats.find(person.id, optional_number_in(wish, "reply_to_message_id") or 0)
    if answered is not None:
        content["reply_to_message"] = answered.message
    return web.json_response(hear(world, person, content))


async def edit(request: web.Request) -> web.Response:
    world, wish = request.app[WORLD], await read_wish(request)
    person = speaking_person(world, wish)
    said = world.chats.find(person.id, number_in(wish, "message_id"))
    if said is None or said.outgoing or "text" not in said.message:
        raise WishError(NOT_FOUND, "this person has no such text message")
    return web.json_response(hear_edit(world, said, _text(wish)))


def _content(world: World, person: Person, wish: Json) -> Json:
    kinds = [kind for kind in KINDS if kind in wish]
    if len(kinds) != 1:
        raise WishError(BAD_REQUEST, f"say exactly one of {', '.join(KINDS)}")
    kind = kinds[0]
    details = wish[kind] if isinstance(wish[kind], dict) else {}
    match kind:
        case "text":
            return {"text": _text(wish)}
        case "contact":
            return {"contact": make_contact(person, details)}
        case "document":
            return {"document": make_document(world, details)}
        case "sticker":
            return {"sticker": make_sticker(world, details)}
        case "voice":
            return {"voice": make_voice(world, details)}
        case _:
            return {"photo": make_photo(world)}


def _text(wish: Json) -> str:
    text = text_in(wish, "text").strip()
    if units(text) > LONGEST_TEXT:
        raise WishError(BAD_REQUEST, f"Telegram's apps send at most {LONGEST_TEXT} characters at once")
    return text
