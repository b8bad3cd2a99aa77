"""People speak: what they send becomes a message in the chat and an update for the bot."""

import base64
from typing import Any

from standin.chats import ChatMessage
from standin.entities import detect_entities
from standin.people import Person
from standin.world import World

Json = dict[str, Any]

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def hear(world: World, person: Person, content: Json) -> Json:
    """Take a message from a person; the first one opens the chat. Return the ids of update and message."""
    if not person.started:
        person.started = True
        world.people.save(person)
        world.changes.announce("people", person.id)
    now = world.clock.now()
    said = world.chats.add(person, person.user(), _with_entities(content), at=now, outgoing=False)
    update_id = world.updates.add("message", said.message, f"chat:{person.id}", at=now)
    world.changes.announce("message", person.id)
    return {"update_id": update_id, "message_id": said.id, "version": said.version}


def hear_edit(world: World, said: ChatMessage, text: str) -> Json:
    """Take the change of what a person said before."""
    now = world.clock.now()
    kept = {key: value for key, value in said.message.items() if key != "entities"}
    said.message = {**kept, **_with_entities({"text": text}), "edit_date": now}
    world.chats.save(said)
    update_id = world.updates.add("edited_message", said.message, f"chat:{said.person_id}", at=now)
    world.changes.announce("edit", said.person_id)
    return {"update_id": update_id, "message_id": said.id, "version": said.version}


def press(
    world: World, person: Person, said: ChatMessage | None, data: str, *, message_id: int, inaccessible: bool
) -> Json:
    """Press an inline button. A message that is gone is shown to the bot without its content, dated 0."""
    now = world.clock.now()
    query_id = world.presses.add(person.id, at=now)
    message: Json = {"chat": person.chat(), "message_id": message_id, "date": 0}
    if said is not None and not inaccessible:
        message = said.message
    payload = {
        "id": query_id,
        "from": person.user(),
        "message": message,
        "chat_instance": str(person.id * 31),
        "data": data,
    }
    update_id = world.updates.add("callback_query", payload, f"user:{person.id}", at=now)
    world.changes.announce("press", person.id)
    return {
        "kind": "callback",
        "update_id": update_id,
        "callback_query_id": query_id,
        "message_id": message_id,
        "version": world.chats.version,
    }


def make_document(world: World, wish: Json) -> Json:
    """From `content` (text) or `content_base64`, and `file_name`."""
    encoded = wish.get("content_base64")
    content = base64.b64decode(encoded) if encoded else str(wish.get("content", "")).encode()
    name = str(wish.get("file_name") or "document.txt")
    return world.files.add("documents", name, content, wish.get("mime_type"))


def make_contact(person: Person, wish: Json) -> Json:
    """Make the person's own contact, unless `user_id` says otherwise (null: one who is not on Telegram)."""
    contact = {
        "phone_number": str(wish.get("phone_number") or "+79990000000"),
        "first_name": str(wish.get("first_name") or person.name.partition(" ")[0]),
        "last_name": wish.get("last_name"),
        "user_id": wish.get("user_id", person.id),
    }
    return {key: value for key, value in contact.items() if value is not None}


def make_sticker(world: World, wish: Json) -> Json:
    known = world.files.add("stickers", "sticker.webp", PIXEL)
    shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {**_ids(known), **shape, "emoji": str(wish.get("emoji") or "👍")}


def make_voice(world: World, wish: Json) -> Json:
    known = world.files.add("voice", "voice.oga", b"OggS")
    return {**_ids(known), "duration": int(wish.get("duration") or 3), "mime_type": "audio/ogg"}


def make_photo(world: World) -> list[Json]:
    known = world.files.add("photos", "photo.png", PIXEL)
    return [{**_ids(known), "width": 1, "height": 1}]


def _ids(known: Json) -> Json:
    return {field: known[field] for field in ("file_id", "file_unique_id", "file_size")}


def _with_entities(content: Json) -> Json:
    found = detect_entities(str(content.get("text", "")))
    return {**content, "entities": found} if found else content
