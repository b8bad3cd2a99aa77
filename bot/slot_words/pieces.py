"""Pieces of what was typed. Each has a kind of one letter, so that patterns of pieces are regular expressions.

Typed:  T clock 10:00   D date 2026-11-25   d date 25.11   S today..   W weekday(s)   M month   N number   Y year
        c city   - dash   , comma   ; line   & and   a at   f from   u until   b by   e every   p part of the day
        m minutes   h hours   H half an hour   x next   z this   k week   y "year"   _ filler   ? unknown
Made of them:  D dates   V weekdays of next week   K next week   t time   R range   L length   E step
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from bot.slot_words.reading import MisreadError, Misreading
from bot.slot_words.vocabulary import Vocabulary, plain, undotted
from domain.ids import CityId

DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
YEARS, MONTHS, DAYS = range(2000, 2100), range(1, 13), range(1, 32)
TYPED = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
    r"|(?P<clock>\d{1,2}:\d{2})(?!\d)"
    r"|(?P<dotted>\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?)(?![\d])"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_]+)\.?"
    r"|(?P<dash>-)"
    r"|(?P<line>[;\n])"
    r"|(?P<comma>,)"
    r"|(?P<strange>[^\s.()!?:«»\"'])"
)
MEANT = re.compile(r"[DdSW].*[TN]|[TN].*[DdSW]|NM.*[TN]|[TN][-u][TN]|f[TN]")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of what was typed: `words` is how it was spelled, `value` what it stands for, as its kind says."""

    kind: str
    words: str
    value: Any = None


def pieces_of(words: str, known: Vocabulary, cities: Mapping[CityId, str]) -> list[Piece]:
    """Return the pieces; raise MisreadError for words that have nothing to do with times."""
    typed = unicodedata.normalize("NFC", words).translate(DASHES)
    spelled_plainly = undotted(typed)
    pieces: list[Piece] = []
    place = 0
    named = _names_of_cities(cities)
    while place < len(typed):
        found = named.match(spelled_plainly, place) if named else None
        if found:
            city_id = list(cities)[(found.lastindex or 1) - 1]
            pieces.append(Piece(kind="c", words=typed[place : found.end()], value=city_id))
        else:
            found = TYPED.match(typed, place)
            if found:
                pieces.append(_piece(found, known))
        place = found.end() if found else place + 1
    _insist_on_known(pieces)
    return [piece for piece in pieces if piece.kind != "_"]


def kinds(pieces: Sequence[Piece]) -> str:
    """Return the kinds of the pieces, a letter each."""
    return "".join(piece.kind for piece in pieces)


def spelled(pieces: Sequence[Piece]) -> str:
    """Return the pieces as they were typed, as far as it matters."""
    return " ".join(piece.words for piece in pieces)


def _insist_on_known(pieces: Sequence[Piece]) -> None:
    letters = kinds(pieces)
    if "?" in letters:
        unknown = [piece for piece in pieces if piece.kind == "?"]
        raise MisreadError(Misreading.UNKNOWN_WORDS, spelled(unknown), meant_times=bool(MEANT.search(letters)))
    if not re.search(r"[DdSWMT]|N[-u]N", letters):
        raise MisreadError(Misreading.NOTHING, meant_times=False)


def _piece(found: re.Match[str], known: Vocabulary) -> Piece:
    words = found[0]
    match found.lastgroup:
        case "iso":
            return Piece(kind="D", words=words, value=(day_of(words, *map(int, words.split("-"))),))
        case "clock":
            return Piece(kind="T", words=words, value=clock(words, *map(int, words.split(":"))))
        case "dotted":
            return _dotted(words)
        case "number":
            return Piece(kind="Y" if len(words) == len("2026") else "N", words=words, value=int(words))
        case "dash" | "comma" | "line":
            return Piece(kind=";" if words == "\n" else words, words=words.strip())
        case _:
            kind, value = known.meaning(words) or ("?", None)
            return Piece(kind=kind, words=words.rstrip("."), value=value)


def _dotted(words: str) -> Piece:
    """Read "25.11" as a date and "10.30" as a time: what has no such month is none."""
    numbers = [int(number) for number in re.split(r"[./]", words)]
    if len(numbers) == len(("day", "month", "year")):
        day, month, year = numbers
        return Piece(kind="D", words=words, value=(day_of(words, year + 2000 * (year < 100), month, day),))  # noqa: PLR2004 - two digits
    first, second = numbers
    if second in MONTHS:
        return Piece(kind="d", words=words, value=(first, second))
    return Piece(kind="T", words=words, value=clock(words, first, second))


def clock(words: str, hour: int, minute: int = 0) -> time:
    """Return the time of day; raise MisreadError where there is none such."""
    try:
        return time(hour, minute)
    except (ValueError, OverflowError) as error:
        raise MisreadError(Misreading.NO_SUCH_TIME, words) from error


def day_of(words: str, year: int, month: int, day: int) -> date:
    """Return the date; raise MisreadError where there is none such, or none that anybody could mean."""
    if year not in YEARS or day not in DAYS or month not in MONTHS or day > monthrange(year, month)[1]:
        raise MisreadError(Misreading.NO_SUCH_DATE, words)
    return date(year, month, day)


def _names_of_cities(cities: Mapping[CityId, str]) -> re.Pattern[str] | None:
    """Return what finds the names in any case: the endings of longer words may differ."""
    if not cities:
        return None
    patterns = [r"[\s-]+".join(_stem(word) for word in re.split(r"[\s-]+", name)) for name in cities.values()]
    return re.compile("|".join(rf"(\b{pattern}\b)" for pattern in patterns), re.IGNORECASE)


def _stem(word: str) -> str:
    letters = plain(word)
    kept = letters[: max(3, len(letters) - 2)] if len(letters) > 3 else letters  # noqa: PLR2004 - short words do not bend
    return re.escape(kept) + (r"\w{0,3}" if len(letters) > 3 else "")  # noqa: PLR2004 - the same
