"""Updates spoilt as raw JSON: fields gone, of other types, in the wrong place, and what no JSON should hold."""

import json
from typing import Any

from tests.doors.dice import Dice
from tests.doors.updates import update

Json = dict[str, Any]

DEPTHS = (3, 60, 400, 520, 900, 3000, 100_000)
NESTED = "@nested {}@"  # becomes that many brackets when it is written down; no encoder goes so deep
DIGITS = "@digits {}@"
STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 10**40, 1e308, float("nan"), float("inf")),
    *("", "x", "1", "null", "\0", "a\0b", "\ud800", "\udfff\ud800", "private", [], {}, [[]], [{}], {"": {}}, {"\0": 1, "\ud800": 2}),
    *({"id": 5001}, {"from": {"id": 5001}}, [1, 2, 3], *(NESTED.format(depth) for depth in DEPTHS), DIGITS.format(400), DIGITS.format(5000)),
)  # fmt: skip


KEYS = ("", "\0", "\ud800", "from", "chat", "id", "text", "message", "date", "data", "contact")


def spoilt(dice: Dice) -> Json:
    """Return an update, its id still to come, with one to three things wrong."""
    spoiled = update(dice)
    for _ in range(dice.number(1, 3)):
        holder, key = dice.one_of(places_of(spoiled) or [(spoiled, "message")])
        spoil(dice, holder, key)
    return spoiled


def spoil(dice: Dice, holder: Any, key: Any) -> None:
    """Do one thing to one place."""
    was = holder[key] if isinstance(holder, list) or key in holder else None
    match dice.number(0, 5):
        case 0 if isinstance(holder, dict):
            holder.pop(key, None)
        case 1:
            holder[key] = [was]
        case 2 if isinstance(holder, dict):
            holder[dice.one_of(KEYS)] = dice.one_of(STRANGE)
        case 3:
            holder[key] = {"message": was}
        case _:
            holder[key] = dice.one_of(STRANGE)


def places_of(thing: Any) -> list[tuple[Any, Any]]:
    """Return every place in it: what holds something, and under which key."""
    if isinstance(thing, dict):
        keys: list[Any] = list(thing)
    elif isinstance(thing, list):
        keys = list(range(len(thing)))
    else:
        return []
    return [(thing, key) for key in keys] + [place for key in keys for place in places_of(thing[key])]


def written(thing: Any, *, escaped: bool = True) -> bytes:
    """Return the JSON of it in bytes, what no encoder would write included."""
    said = json.dumps(thing, ensure_ascii=escaped)
    for depth in DEPTHS:
        said = said.replace(json.dumps(NESTED.format(depth)), "[" * depth + "]" * depth)
    for count in (400, 5000):
        said = said.replace(json.dumps(DIGITS.format(count)), "9" * count)
    return said.encode("utf-8", "surrogatepass")


def is_json(body: bytes) -> bool:
    """Tell whether our parser gets through it."""
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
