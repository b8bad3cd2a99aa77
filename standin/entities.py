"""Formatted text: the strict reading of Telegram's HTML, and lengths in UTF-16 units."""

import re
from typing import Any

from standin.html_marks import units
from standin.html_reader import HtmlReader
from standin.refusals import bad_request

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji")
# What Telegram marks by itself in any text. An earlier line wins where two would overlap.
DETECTED = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("url", re.compile(r"(?:https?://|(?<![\w@./])(?:t\.me|www\.[\w-]+\.\w+)/)[^\s<>«»\"]*[^\s<>«»\".,;:!?)]")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)


def read_formatted(text: str, parse_mode: str, given: list[Json] | None = None) -> tuple[str, list[Json]]:
    """Return the plain, trimmed text and its entities sorted by place; refuse what Telegram cannot parse."""
    if parse_mode.lower() not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    if parse_mode:
        plain, entities = HtmlReader(text).read()
    else:
        plain, entities = text, [dict(entity) for entity in given or []]
    plain, entities = _trim(plain, entities)
    entities += _detect(plain, entities)
    return plain, sorted(entities, key=_order)


def detect_entities(text: str) -> list[Json]:
    """Return the entities of a text that a person typed."""
    return sorted(_detect(text, []), key=_order)


def _order(entity: Json) -> tuple[int, int, int]:
    """Sort by place; entities of the same place have one order, however their tags were nested."""
    style = STYLES.index(entity["type"]) + 1 if entity["type"] in STYLES else 0
    return entity["offset"], -entity["length"], style


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Whitespace at both ends is cut off, and entities shrink with it."""
    start = units(text) - units(text.lstrip())
    trimmed = text.strip()
    end = start + units(trimmed)
    kept = []
    for entity in entities:
        first = max(int(entity["offset"]), start)
        last = min(int(entity["offset"]) + int(entity["length"]), end)
        if last > first:
            kept.append({**entity, "offset": first - start, "length": last - first})
    return trimmed, kept


def _detect(text: str, known: list[Json]) -> list[Json]:
    closed = ("code", "pre", "text_link", "text_mention", "date_time")
    taken = [(each["offset"], each["offset"] + each["length"]) for each in known if each["type"] in closed]
    found: list[Json] = []
    for kind, pattern in DETECTED:
        for match in pattern.finditer(text):
            start = units(text[: match.start()])
            end = start + units(match.group())
            if all(end <= first or start >= last for first, last in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return found
