"""Chats as a driver sees them: text, rows of buttons, and what can be pressed."""

from dataclasses import asdict
from typing import Any

from standin.chats import ChatMessage
from standin.keyboards import visible_rows
from standin.people import Person
from standin.world import World

Json = dict[str, Any]

KINDS = ("text", "document", "contact", "photo", "voice", "sticker")


def show_person(world: World, person: Person) -> Json:
    said = world.chats.visible(person.id)
    last = max((each.version for each in said), default=0)
    return {**asdict(person), "version": last}


def show_message(world: World, said: ChatMessage) -> Json:
    message = said.message
    kind = next((each for each in KINDS if each in message), "other")
    shown: Json = {
        "message_id": said.id,
        "version": said.version,
        "from": "bot" if said.outgoing else "person",
        "date": message["date"],
        "kind": kind,
        "text": message.get("text", message.get("caption", "")),
        "entities": message.get("entities", message.get("caption_entities", [])),
        "edited": "edit_date" in message,
        "rows": visible_rows(message.get("reply_markup")),
        "reply_to_message_id": message.get("reply_to_message", {}).get("message_id"),
    }
    if kind not in {"text", "other"}:
        shown[kind] = _with_download(world, message[kind]) if kind == "document" else message[kind]
    return shown


def show_chat(world: World, person: Person) -> Json:
    return {
        "person": asdict(person),
        "version": world.chats.version,
        "messages": [show_message(world, said) for said in world.chats.visible(person.id)],
        "keyboard": visible_rows(world.chats.keyboard(person.id)),
        "keyboard_placeholder": (world.chats.keyboard(person.id) or {}).get("input_field_placeholder"),
        "toasts": world.chats.toasts(person.id),
        "commands": world.profile.commands(None, ""),
        "menu_button": world.profile.menu_button(person.id),
    }


def visible_labels(world: World, person: Person) -> list[str]:
    """All labels that can be pressed now, the newest message first, the reply keyboard last."""
    newest_first = reversed(world.chats.visible(person.id))
    rows = [row for said in newest_first for row in visible_rows(said.message.get("reply_markup"))]
    rows += visible_rows(world.chats.keyboard(person.id))
    return [str(button["label"]) for row in rows for button in row]


def _with_download(world: World, document: Json) -> Json:
    path = world.files.path(document["file_id"])
    return {**document, "url": f"/sim/file/{path}"}
