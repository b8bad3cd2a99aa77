"""sendMessage, sendDocument, sendChatAction: what the bot says."""

from typing import Any

from standin.calls import Call, Upload
from standin.entities import LONGEST_CAPTION, LONGEST_TEXT, read_formatted
from standin.html_marks import units
from standin.keyboards import check_markup
from standin.methods.chat_of_call import reachable_person_of
from standin.people import Person
from standin.refusals import RefusedError, bad_request
from standin.world import World

Json = dict[str, Any]

LARGEST_UPLOAD = 50 * 1024 * 1024
ENTITY_TOO_LARGE = 413
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def send_message(world: World, call: Call) -> Json:
    text, entities = read_text(call)
    return deliver(world, call, {"text": text, **({"entities": entities} if entities else {})})


def read_text(call: Call) -> tuple[str, list[Json]]:
    """Read the text of a message to send or to edit."""
    plain, entities = read_formatted(call.text("text"), call.text("parse_mode"), call.structure("entities"))
    if not plain:
        raise bad_request("message text is empty")
    if units(plain) > LONGEST_TEXT:
        raise bad_request("message is too long" if call.method.lower() == "sendmessage" else "MESSAGE_TOO_LONG")
    return plain, entities


def send_document(world: World, call: Call) -> Json:
    given = call.structure("caption_entities")
    caption, entities = read_formatted(call.text("caption"), call.text("parse_mode"), given)
    if units(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    reachable_person_of(world, call)
    content: Json = {"document": _document(world, call)}
    if caption:
        content["caption"] = caption
    if entities:
        content["caption_entities"] = entities
    return deliver(world, call, content)


def send_chat_action(world: World, call: Call) -> bool:
    person = reachable_person_of(world, call)
    if call.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.changes.announce(call.text("action"), person.id)
    return True


def deliver(world: World, call: Call, content: Json) -> Json:
    """Put a checked message into the chat, with its keyboard, and return it as the bot sees it."""
    markup = check_markup(call.structure("reply_markup"))
    person = reachable_person_of(world, call)
    answered = _answered_message(world, call, person)
    if answered:
        content = {"reply_to_message": answered, **content}
    if markup and "inline_keyboard" in markup:
        content = {**content, "reply_markup": markup}
    elif markup and "keyboard" in markup:
        world.chats.set_keyboard(person.id, markup)
    elif markup and markup.get("remove_keyboard"):
        world.chats.set_keyboard(person.id, None)
    bot = world.settings.bot()
    said = world.chats.add(person, bot, content, at=world.clock.now(), outgoing=True)
    world.changes.announce("message", person.id)
    return said.message


def _answered_message(world: World, call: Call, person: Person) -> Json | None:
    wish = call.structure("reply_parameters")
    if not isinstance(wish, dict):
        return None
    answered = world.chats.find(person.id, int(wish.get("message_id") or 0))
    if answered is not None:
        return {key: value for key, value in answered.message.items() if key != "reply_to_message"}
    if wish.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _document(world: World, call: Call) -> Json:
    upload = call.upload("document")
    if upload is not None:
        return _kept(world, upload)
    named = call.text("document")
    if not named:
        raise bad_request("there is no document in the request")
    known = world.files.find(named)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known


def _kept(world: World, upload: Upload) -> Json:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise RefusedError(ENTITY_TOO_LARGE, "Request Entity Too Large")
    # Clients send every file as application/octet-stream; Telegram looks at the name instead.
    return world.files.add("documents", upload.name, upload.content)
