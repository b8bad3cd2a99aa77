"""/sim/press: a button is pressed by its visible label, or a press is forged."""

from typing import Any

from aiohttp import web

from standin.chats import ChatMessage
from standin.drive.view import visible_labels
from standin.drive.wishes import (
    BAD_REQUEST,
    CONFLICT,
    NOT_FOUND,
    WishError,
    optional_number_in,
    read_wish,
    speaking_person,
    text_in,
)
from standin.keyboards import visible_rows
from standin.keys import WORLD
from standin.people import Person
from standin.speech import hear, make_contact, press
from standin.world import World

Json = dict[str, Any]


async def press_button(request: web.Request) -> web.Response:
    world, wish = request.app[WORLD], await read_wish(request)
    person = speaking_person(world, wish)
    message_id = optional_number_in(wish, "message_id")
    if "callback_data" in wish:
        return web.json_response(_forge(world, person, wish, message_id))
    label = text_in(wish, "label").strip()
    inaccessible = bool(wish.get("inaccessible"))
    found = find_button(world, person, label, message_id)
    if found is not None:
        said, button = found
        return web.json_response(_use(world, person, said, button, inaccessible=inaccessible))
    key = _keyboard_button(world, person, label) if message_id is None else None
    if key is not None:
        return web.json_response(_type(world, person, key))
    labels = visible_labels(world, person)
    raise WishError(NOT_FOUND, f"{person.name} sees no button “{label}”", visible=labels)


def find_button(world: World, person: Person, label: str, message_id: int | None) -> tuple[ChatMessage, Json] | None:
    """Find the button with this label on the newest message (or on the one named)."""
    for said in reversed(world.chats.visible(person.id)):
        if message_id is not None and said.id != message_id:
            continue
        for row in visible_rows(said.message.get("reply_markup")):
            for button in row:
                if str(button["label"]).strip() == label:
                    return said, button
    return None


def _forge(world: World, person: Person, wish: Json, message_id: int | None) -> Json:
    """Press with data that no button carries, on a message that may be gone: the bot must not trust it."""
    said = next((each for each in reversed(world.chats.visible(person.id)) if each.outgoing), None)
    if message_id is not None:
        said = world.chats.find(person.id, message_id)
    if said is None and message_id is None:
        raise WishError(CONFLICT, f"the bot has not written to {person.name}: there is nothing to press")
    data = str(wish["callback_data"])
    where = message_id if said is None else said.id
    inaccessible = bool(wish.get("inaccessible"))
    return press(world, person, said, data, message_id=where or 0, inaccessible=inaccessible)


def _use(world: World, person: Person, said: ChatMessage, button: Json, *, inaccessible: bool) -> Json:
    match button["kind"]:
        case "callback":
            data = str(button["callback_data"])
            return press(world, person, said, data, message_id=said.id, inaccessible=inaccessible)
        case "url":
            return {"kind": "url", "url": button["url"], "message_id": said.id}
        case "copy_text":
            return {"kind": "copy_text", "copy_text": button["copy_text"], "message_id": said.id}
        case "disabled":
            raise WishError(CONFLICT, f"the button “{button['label']}” is disabled")
        case kind:
            raise WishError(BAD_REQUEST, f"the stand-in cannot press a button of kind {kind}")


def _keyboard_button(world: World, person: Person, label: str) -> Json | None:
    rows = visible_rows(world.chats.keyboard(person.id))
    return next((button for row in rows for button in row if str(button["label"]).strip() == label), None)


def _type(world: World, person: Person, key: Json) -> Json:
    """Use a key of the reply keyboard: it says its label, or sends the person's own contact."""
    keyboard = world.chats.keyboard(person.id) or {}
    if keyboard.get("one_time_keyboard"):
        world.chats.set_keyboard(person.id, None)
    content = {"contact": make_contact(person, {})} if key["kind"] == "contact" else {"text": key["label"]}
    return {"kind": key["kind"], **hear(world, person, content)}
