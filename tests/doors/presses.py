"""What a button can carry, and what a forger can send in its place."""

from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from aiogram.filters.callback_data import CallbackData
from pydantic.fields import FieldInfo

from bot import callbacks, move_callbacks, schedule_callbacks
from tests.doors.dice import Dice

BUTTONS = sorted(
    {
        each
        for module in (callbacks, move_callbacks, schedule_callbacks)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, CallbackData) and each is not CallbackData
    },
    key=lambda each: each.__prefix__,
)
LARGEST = 2**63 - 1
NUMBERS = (
    *("1", "2", "3", "4", "5", "0", "-1", "-0", "+1", "01", " 1", "1 ", "1_0", "1.0", "1e3", "", "null", "None", "true", "١", "１", "²"),
    *(str(each) for each in (2**31 - 1, 2**31, 2**32 - 1, 2**32, LARGEST, LARGEST + 1, -(2**63), 10**30)),
)  # fmt: skip
STRANGE = (
    *("", ":", "::::", "x" * 64, "x" * 65, "x" * 4096, "\0", "\ud800", "b:yes", "b:yes:1", "b:yes:1:1:1", "B:yes:1:1", "at :yes:1:1"),
    *("o:status:looking", "o::", "o:\0:\0", "o:full_name:x", "o:city:1", "o:city:" + "9" * 50, "back:", "back:age", "🔥" * 16, "б:да:1:1"),
)  # fmt: skip


WORDS_OF_BUTTONS = ("full_name", "city", "age", "status", "looking", "1", "ru", "en", "zz", "../ru", "x" * 40)


def press(dice: Dice) -> str:
    """Return a button's data: well-formed for the most part, about numbers that may be somebody else's."""
    if dice.happens(0.1):
        return dice.one_of(STRANGE)
    button = dice.one_of(BUTTONS)
    said = ":".join([button.__prefix__, *(value_of(dice, field) for field in button.model_fields.values())])
    place = dice.number(0, len(said))
    match dice.number(0, 19):
        case 0:
            return said[:place]
        case 1:
            return f"{said}:{dice.one_of(NUMBERS)}"
        case 2:
            return said[:place] + dice.one_of(("\0", "\ud800", ":", "é", " ", "\u200b", "٣")) + said[place:]
        case _:
            return said


def value_of(dice: Dice, field: FieldInfo) -> str:
    """Return what stands in a place: what the button could carry, and numbers that it could not."""
    kind: Any = field.annotation
    if get_origin(kind) in (Union, UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return str(dice.one_of([each.value for each in kind]))
    if kind is bool:
        return dice.one_of(("0", "1", "true", "no"))
    if kind is str:
        return dice.one_of(WORDS_OF_BUTTONS)
    return dice.one_of(NUMBERS[:5] if dice.happens(0.6) else NUMBERS)
