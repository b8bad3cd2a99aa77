"""What a driver sends and what it is told when that does not work."""

import json
from typing import Any

from aiohttp import web

from standin.people import Person
from standin.world import World

Json = dict[str, Any]

BAD_REQUEST = 400
NOT_FOUND = 404
CONFLICT = 409


class WishError(Exception):
    """A wish of the driver that cannot be fulfilled; `details` go into the answer beside `error`."""

    def __init__(self, status: int, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.status = status
        self.body: Json = {"error": reason, **details}


async def read_json(request: web.Request) -> Any:
    """Read the JSON in the body; no body is an empty object."""
    try:
        return await request.json() if request.can_read_body else {}
    except json.JSONDecodeError as wrong:
        raise WishError(BAD_REQUEST, "the body is not JSON") from wrong


async def read_wish(request: web.Request) -> Json:
    """Read the JSON object in the body."""
    wish = await read_json(request)
    if not isinstance(wish, dict):
        raise WishError(BAD_REQUEST, "the body must be a JSON object")
    return wish


def number_in(wish: Json, name: str) -> int:
    """Return a whole number that must be there."""
    value = optional_number_in(wish, name)
    if value is None:
        raise WishError(BAD_REQUEST, f"{name} is missing")
    return value


def optional_number_in(wish: Json, name: str) -> int | None:
    value = wish.get(name)
    if value is None or value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError) as wrong:
        raise WishError(BAD_REQUEST, f"{name} must be a whole number") from wrong


def seconds_in(wish: Json, name: str, otherwise: float) -> float:
    """Return a number of seconds, or `otherwise` if there is none."""
    try:
        return float(wish.get(name) or otherwise)
    except (TypeError, ValueError) as wrong:
        raise WishError(BAD_REQUEST, f"{name} must be a number of seconds") from wrong


def text_in(wish: Json, name: str) -> str:
    value = wish.get(name)
    if not isinstance(value, str) or not value.strip():
        raise WishError(BAD_REQUEST, f"{name} must be a text")
    return value


def known_person(world: World, person_id: int) -> Person:
    person = world.people.find(person_id)
    if person is None:
        raise WishError(NOT_FOUND, f"nobody has the id {person_id}")
    return person


def speaking_person(world: World, wish: Json) -> Person:
    """Find the person of `person_id`, who must not have blocked the bot: Telegram lets nobody write then."""
    person = known_person(world, number_in(wish, "person_id"))
    if person.blocked:
        raise WishError(CONFLICT, f"{person.name} has blocked the bot: unblock it first")
    return person
