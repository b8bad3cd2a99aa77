"""getChat and getFile: what the bot may look up."""

from typing import Any

from standin.calls import Call
from standin.methods.chat_of_call import person_of
from standin.refusals import bad_request
from standin.world import World

Json = dict[str, Any]

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, call: Call) -> Json:
    person = person_of(world, call)
    names = {"active_usernames": [person.username]} if person.username else {}
    gifts = dict.fromkeys(GIFTS, False)
    return {
        **person.chat(),
        **names,
        "accent_color_id": person.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


def get_file(world: World, call: Call) -> Json:
    """Return the path that leads to `/file/bot<token>/<path>`."""
    path = world.files.path(call.text("file_id"))
    known = world.files.find(call.text("file_id"))
    if path is None or known is None:
        raise bad_request("invalid file_id")
    fields = ("file_id", "file_unique_id", "file_size")
    return {**{field: known[field] for field in fields}, "file_path": path}
