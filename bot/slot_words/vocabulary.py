"""The words of a language for times: what kind of piece each is, from `slot_words.toml` and babel's calendar."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import normalize

from babel import Locale

from bot.texts import FOLDER

DOTS = "\u0308"  # as a sign of its own
WORKDAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)
Meaning = tuple[str, Any]  # the kind of piece (bot/slot_words/pieces.py) and its value


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What each word means; words are in lower case, without a dot, with "е" for "ё"."""

    meanings: Mapping[str, Meaning]

    def meaning(self, word: str) -> Meaning | None:
        """Return the kind and value of a word, or None for one that has nothing to do with times."""
        return self.meanings.get(plain(word))


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the vocabulary of a language that has a `slot_words.toml`."""
    words = tomllib.loads((FOLDER / language / "slot_words.toml").read_text(encoding="utf-8"))
    locale = Locale.parse(language)
    meanings: dict[str, Meaning] = {}
    for place, other_cases in enumerate(words["days"]["weekdays"]):
        meanings |= _all_mean(("W", (place,)), [*_names(locale.days, place), *other_cases])
    for month in range(1, 13):
        meanings |= _all_mean(("M", month), _names(locale.months, month))
    for place, name in enumerate(("before_yesterday", "yesterday", "today", "tomorrow", "after_tomorrow"), start=-2):
        meanings |= _all_mean(("S", place), words["days"][name])
    for kind, value, spoken in _simple_words(words):
        meanings |= _all_mean((kind, value), spoken)
    return Vocabulary(meanings=meanings)


def plain(word: str) -> str:
    """Return a word as the vocabulary spells it."""
    return undotted(word.casefold().rstrip("."))


def undotted(words: str) -> str:
    """Return the words with "ё" written as "е", letter for letter."""
    return "".join(parts[0] if parts[1:] == DOTS else sign for sign in words if (parts := normalize("NFD", sign)))


def _simple_words(words: Mapping[str, Any]) -> Iterable[tuple[str, Any, list[str]]]:
    days, clock, joints = words["days"], words["clock"], words["joints"]
    yield "W", WORKDAYS, days["workdays"]
    yield "W", WEEKEND, days["weekend"]
    yield from (("x", None, days["next"]), ("z", None, days["this"]), ("k", None, days["week"]))
    yield from (("y", None, days["year"]), ("m", None, clock["minutes"]), ("h", None, clock["hours"]))
    yield "H", None, clock["half_hour"]
    yield from (("p", part, clock[part]) for part in ("morning", "afternoon", "evening"))
    kinds = {"at": "a", "from": "f", "until": "u", "by": "b", "every": "e", "and": "&", "filler": "_"}
    yield from ((kind, None, joints[name]) for name, kind in kinds.items())


def _names(forms: Mapping[str, Mapping[str, Mapping[int, str]]], number: int) -> set[str]:
    """Return how a month or weekday is called, alone and in a date, in full and shortened."""
    return {forms[context][width][number] for context in ("format", "stand-alone") for width in ("wide", "abbreviated")}


def _all_mean(meaning: Meaning, spoken: Iterable[str]) -> dict[str, Meaning]:
    return {re.sub(r"\W", "", plain(word)): meaning for word in spoken}
