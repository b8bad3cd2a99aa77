"""What the tags and characters of Telegram's HTML mean."""

import re
import sys
from dataclasses import dataclass
from typing import Any

from standin.links import is_link

Json = dict[str, Any]

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
}
TAGS = {*SIMPLE_TAGS, "a", "pre", "blockquote", "tg-emoji", "tg-time"}
SURROGATES = range(0xD800, 0xE000)
NAMED_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
CHARACTER = re.compile(r"&(?:#(?P<decimal>\d{1,7})|#x(?P<hexadecimal>[0-9a-fA-F]{1,6})|(?P<name>[A-Za-z]+));?")


def units(text: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class OpenTag:
    name: str
    attributes: dict[str, str | None]
    offset: int
    text_from: int


def make_entity(tag: OpenTag, text: str) -> Json | None:
    """Return the entity of a closed tag without its place; None for a link that leads nowhere."""
    if tag.name == "a":
        url = tag.attributes.get("href") or text
        return {"type": "text_link", "url": url} if is_link(url) else None
    return make_plain_entity(tag)


def make_plain_entity(tag: OpenTag) -> Json:
    """Return the entity of any tag but a link."""
    match tag.name:
        case "pre":
            return {"type": "pre"}
        case "code":
            language = (tag.attributes.get("class") or "").removeprefix("language-")
            return {"type": "code", "language": language} if language else {"type": "code"}
        case "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"}
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": tag.attributes["emoji-id"]}
        case "tg-time":
            moment: Json = {"type": "date_time", "unix_time": int(tag.attributes["unix"] or 0)}
            shown = tag.attributes.get("format")
            return {**moment, "date_time_format": shown} if shown else moment
        case simple:
            return {"type": SIMPLE_TAGS[simple]}


def decode_character(match: re.Match[str]) -> str | None:
    if match["name"]:
        return NAMED_CHARACTERS.get(match["name"])
    code = int(match["decimal"]) if match["decimal"] else int(match["hexadecimal"], 16)
    return chr(code) if 0 < code < sys.maxunicode and code not in SURROGATES else None


def decode_characters(text: str) -> str:
    return CHARACTER.sub(lambda match: decode_character(match) or match.group(), text)
