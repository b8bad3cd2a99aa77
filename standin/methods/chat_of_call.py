"""Whom a call is about, or the refusal: a bot cannot write first, nor to whom has blocked it."""

from standin.calls import Call
from standin.chats import ChatMessage
from standin.people import Person
from standin.refusals import bad_request, forbidden
from standin.world import World


def person_of(world: World, call: Call) -> Person:
    """Find the person whose private chat `chat_id` names, blocked or not."""
    if not call.text("chat_id"):
        raise bad_request("chat_id is empty")
    chat_id = call.chat_id()
    person = None if chat_id is None else world.people.find(chat_id)
    if person is None or not person.started:
        raise bad_request("chat not found")
    return person


def reachable_person_of(world: World, call: Call) -> Person:
    person = person_of(world, call)
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    return person


def message_of(world: World, call: Call, person: Person, deed: str) -> ChatMessage:
    """Find the message that `message_id` names in this chat; `deed` is what was to be done with it."""
    message_id = call.number("message_id")
    if message_id is None:
        raise bad_request("message identifier is not specified")
    said = world.chats.find(person.id, message_id)
    if said is None:
        raise bad_request(f"message to {deed} not found")
    return said
