"""Telegram's HTML, read as strictly as Telegram reads it; what does not parse is refused in its words."""

import re
from dataclasses import dataclass, field
from typing import Any

from standin.html_marks import CHARACTER, TAGS, OpenTag, decode_character, decode_characters, make_entity, units
from standin.refusals import RefusedError, bad_request

Json = dict[str, Any]

# An attribute has a value, in quotes or as a bare token; `expandable` alone is a word without one.
ATTRIBUTE = re.compile(r"\s+([^\s=>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9.-]+)))?")
TIME_FORMAT = re.compile(r"(?:r|w?[dD]?[tT]?)")


@dataclass
class HtmlReader:
    """Reads `source` once, from left to right. Text gathers in `parts`, `offset` is its length in UTF-16 units."""

    source: str
    parts: list[str] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    open_tags: list[OpenTag] = field(default_factory=list)
    offset: int = 0

    def read(self) -> tuple[str, list[Json]]:
        place = 0
        while place < len(self.source):
            sign = self.source[place]
            if sign == "<":
                closing = self.source.startswith("</", place)
                place = self._close(place) if closing else self._open(place)
            elif sign == "&":
                place = self._character(place)
            else:
                self._say(sign)
                place += 1
        if self.open_tags:
            raise self._refusal(f'Can\'t find end tag corresponding to start tag "{self.open_tags[-1].name}"')
        # A language means something only inside <pre>.
        return "".join(self.parts), [_without_language(entity) for entity in self.entities]

    def _say(self, text: str) -> None:
        self.parts.append(text)
        self.offset += units(text)

    def _character(self, place: int) -> int:
        """Decode a character reference; one that Telegram does not know stays as it was typed."""
        match = CHARACTER.match(self.source, place)
        decoded = None if match is None else decode_character(match)
        if match is None or decoded is None:
            self._say("&")
            return place + 1
        self._say(decoded)
        return match.end()

    def _open(self, place: int) -> int:
        name_match = re.compile(r"[^\s>]*").match(self.source, place + 1)
        name = name_match.group().lower() if name_match else ""
        inside = place + 1 + len(name)
        if inside >= len(self.source):
            raise self._refusal("Unclosed start tag", place)
        if name not in TAGS:
            raise self._refusal(f'Unsupported start tag "{name}"', place)
        attributes: dict[str, str | None] = {}
        while match := ATTRIBUTE.match(self.source, inside):
            values = [value for value in match.groups()[1:] if value is not None]
            attributes[match.group(1).lower()] = decode_characters(values[0]) if values else None
            inside = match.end()
        inside += len(self.source[inside:]) - len(self.source[inside:].lstrip())
        if not self.source.startswith(">", inside):
            raise self._refusal(f'Unclosed start tag "{name}"', place)
        self._check(name, attributes, place)
        self.open_tags.append(OpenTag(name, attributes, self.offset, len(self.parts)))
        return inside + 1

    def _check(self, name: str, attributes: dict[str, str | None], place: int) -> None:
        bare = [
            key for key, value in attributes.items() if value is None and (name, key) != ("blockquote", "expandable")
        ]
        if bare:
            raise self._refusal(f'Expected equal sign in declaration of an attribute of the tag "{name}"', place)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refusal('Tag "span" must have class "tg-spoiler"', place)
        if name == "tg-time" and not re.fullmatch(r"-?\d{1,11}", attributes.get("unix") or ""):
            raise self._refusal('Tag "tg-time" must have attribute "unix"', place)
        if name == "tg-time" and not TIME_FORMAT.fullmatch(attributes.get("format") or ""):
            raise self._refusal("Invalid date-time format specified", place)
        if name == "tg-emoji" and not (attributes.get("emoji-id") or "").isdigit():
            raise bad_request("Invalid custom emoji identifier specified")

    def _close(self, place: int) -> int:
        if not self.open_tags:
            raise self._refusal("Unexpected end tag", place)
        end = self.source.find(">", place)
        if end < 0:
            raise self._refusal("Unclosed end tag", place)
        name = self.source[place + 2 : end].strip().lower()
        tag = self.open_tags.pop()
        if name not in {"", tag.name}:
            where = len(self.source[:place].encode())
            expected = f'expected "</{tag.name}>", found "</{name}>"'
            raise bad_request(f"can't parse entities: Unmatched end tag at byte offset {where}, {expected}")
        if self.offset > tag.offset:
            self._keep(tag)
        return end + 1

    def _keep(self, tag: OpenTag) -> None:
        place = {"offset": tag.offset, "length": self.offset - tag.offset}
        entity = make_entity(tag, "".join(self.parts[tag.text_from :]))
        if entity is not None:
            nested = self.entities[-1] if self.entities else None
            if tag.name == "pre" and nested and nested["type"] == "code" and _same_place(nested, place):
                # <pre><code class="language-…"> is one block of code, not two entities.
                self.entities.pop()
                entity = {**nested, **entity}
            self.entities.append({**entity, **place})

    def _refusal(self, reason: str, place: int | None = None) -> RefusedError:
        where = "" if place is None else f" at byte offset {len(self.source[:place].encode())}"
        return bad_request(f"can't parse entities: {reason}{where}")


def _without_language(entity: Json) -> Json:
    return {"type": "code", **_place(entity)} if entity["type"] == "code" else entity


def _place(entity: Json) -> Json:
    return {"offset": entity["offset"], "length": entity["length"]}


def _same_place(entity: Json, place: Json) -> bool:
    return _place(entity) == place
