"""editMessageText, editMessageReplyMarkup, deleteMessage: second thoughts."""

from typing import Any

from standin.calls import Call
from standin.chats import ChatMessage
from standin.keyboards import check_markup, inline_only
from standin.methods.chat_of_call import message_of, person_of, reachable_person_of
from standin.methods.sending import read_text
from standin.refusals import bad_request
from standin.world import World

Json = dict[str, Any]

DELETABLE_FOR = 48 * 60 * 60
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def edit_message_text(world: World, call: Call) -> Json:
    """Without `reply_markup` the keyboard disappears, as in Telegram."""
    text, entities = read_text(call)
    said = _own_message(world, call)
    if "text" not in said.message:
        raise bad_request("there is no text in the message to edit")
    changed = {key: value for key, value in said.message.items() if key not in {"entities", "reply_markup"}}
    changed["text"] = text
    if entities:
        changed["entities"] = entities
    return _replace(world, call, said, {**changed, "edit_date": world.clock.now()})


def edit_message_reply_markup(world: World, call: Call) -> Json:
    said = _own_message(world, call)
    return _replace(world, call, said, {key: value for key, value in said.message.items() if key != "reply_markup"})


def delete_message(world: World, call: Call) -> bool:
    person = person_of(world, call)
    said = message_of(world, call, person, "delete")
    if world.clock.now() - int(said.message["date"]) >= DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    world.chats.delete(said)
    world.changes.announce("delete", person.id)
    return True


def _own_message(world: World, call: Call) -> ChatMessage:
    person = reachable_person_of(world, call)
    said = message_of(world, call, person, "edit")
    if not said.outgoing:
        raise bad_request("message can't be edited")
    return said


def _replace(world: World, call: Call, said: ChatMessage, changed: Json) -> Json:
    markup = inline_only(check_markup(call.structure("reply_markup")))
    if markup:
        changed = {**changed, "reply_markup": markup}
    if _content(changed) == _content(said.message):
        raise bad_request(NOT_MODIFIED)
    said.message = changed
    world.chats.save(said)
    world.changes.announce("edit", said.person_id)
    return said.message


def _content(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "edit_date"}
