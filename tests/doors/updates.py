"""Updates as Telegram could send them, made out of aiogram's own models: every kind, with any of its optional fields."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from aiogram.types import Chat, Message, Update, User
from pydantic import BaseModel

from bot.telegram import KINDS_OF_UPDATES
from tests.bot.seeded import ANNA, LEAD, MARIA, NOBODY_YET, STRANGER
from tests.doors.dice import Dice
from tests.doors.presses import press
from tests.doors.words import words

Json = dict[str, Any]

PEOPLE = (ANNA, MARIA, LEAD, STRANGER, NOBODY_YET)
DEEPEST = 5
WHENEVER = 1_795_000_000
KINDS = tuple(name for name in Update.model_fields if name != "update_id")
INTEGERS = (
    *(*PEOPLE, 0, 1, 2, 77, -1, -1_001_234_567_890, 2**31, 2**52 - 1),
    *(2**63 - 1, -(2**63), 2**63, 10**40),
)
DATES = (WHENEVER, WHENEVER + 60, 0, 1, -1, 2**31, 2**33, 253_402_300_799, -62_135_596_800, 10**12)
# Where a field that holds words holds one of a few in truth.
FEW: dict[tuple[type[BaseModel], str], tuple[str, ...]] = {
    (Chat, "type"): ("private", "private", "group", "supergroup", "channel", "sender", "of next year"),
    (User, "language_code"): ("ru", "en", "en-US", "zz", "", "рус", "ru\0"),
}
SIMPLE: dict[Any, Callable[[Dice], Any]] = {
    bool: lambda dice: dice.happens(0.5),
    int: lambda dice: dice.one_of(INTEGERS[:-4] if dice.happens(0.9) else INTEGERS),
    str: words,
    float: lambda dice: dice.one_of((0.0, -0.0, 1.5, 90.0, -1e308, 1e-320)),
    datetime: lambda dice: dice.one_of(DATES[:2] if dice.happens(0.7) else DATES),
}


def update(dice: Dice) -> Json:
    """Return an update without its id: mostly of the kinds that are asked for, mostly by somebody who is known."""
    kind = dice.one_of(KINDS_OF_UPDATES if dice.happens(0.8) else KINDS)
    event = value(dice, annotation_of(Update, kind), 0)
    if kind in KINDS_OF_UPDATES and dice.happens(0.8):
        addressed(event, kind, dice.one_of(PEOPLE if dice.happens(0.95) else INTEGERS))
    if kind == "callback_query" and dice.happens(0.8):
        event["data"] = press(dice)
    if kind == "message" and dice.happens(0.5):
        event["text"] = words(dice)
    return {kind: event}


def addressed(event: Json, kind: str, person: int) -> None:
    """Let that person have done it, in their chat with the bot."""
    event["from"] = {"is_bot": False, "first_name": "Anna"} | event.get("from", {}) | {"id": person}
    if kind == "callback_query":
        event["message"] = event.get("message") or {"message_id": 77, "date": 0}
        event["message"]["chat"] = {"id": person, "type": "private"}
    else:
        event["chat"] = {"id": person, "type": "private"}


def thing(dice: Dice, model: type[BaseModel], depth: int) -> Json:
    """Return a thing of the model as JSON: what it needs, and a few of the fields that it may have."""
    needed, optional = fields_of(model)
    chosen = dice.some_of(optional, 5 if model is Message else 3) if depth < DEEPEST else []
    return {
        name: dice.one_of(FEW[model, name])
        if (model, name) in FEW and dice.happens(0.9)
        else value(dice, annotation_of(model, name), depth + 1)
        for name in (*needed, *chosen)
    }


def value(dice: Dice, annotation: Any, depth: int) -> Any:
    """Return what such a field can hold."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    match origin:
        case _ if origin is Literal:
            held = dice.one_of(arguments)
        case _ if origin is Annotated:
            held = value(dice, arguments[0], depth)
        case _ if origin is list:
            held = dice.many(lambda each: value(each, arguments[0], depth), 0, 1 if depth > DEEPEST else 2)
        case _ if origin in (Union, UnionType):
            held = value(dice, dice.one_of([each for each in arguments if each is not type(None)]), depth)
        case _ if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            held = thing(dice, annotation, depth)
        case _ if isinstance(annotation, type) and issubclass(annotation, Enum):
            held = dice.one_of(list(annotation)).value
        case _:
            held = SIMPLE.get(annotation, words)(dice)
    return held


@cache
def fields_of(model: type[BaseModel]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the fields that it needs, and of those that it may have, as they are called on the wire.

    A field with one possible word ("type", "status") is always sent, though aiogram does not insist.
    """
    model.model_rebuild()  # the product has aiogram build a model when it is first used
    needed = {
        field.alias or name: field.is_required() or get_origin(field.annotation) is Literal or is_word(field.default)
        for name, field in model.model_fields.items()
    }
    return tuple(name for name in needed if needed[name]), tuple(name for name in needed if not needed[name])


def is_word(default: object) -> bool:
    return isinstance(default, str)


@cache
def annotation_of(model: type[BaseModel], name: str) -> Any:
    model.model_rebuild()
    return next(field.annotation for own, field in model.model_fields.items() if (field.alias or own) == name)
