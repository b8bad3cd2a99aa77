"""What Telegram accepts as HTML: checked before a text is saved, so that no message is refused when it is due."""

import re
from html import unescape

LONGEST_MESSAGE = 4096  # UTF-16 units, counted after the tags are taken away
TAGS = frozenset(
    {
        "a",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "strike",
        "del",
        "code",
        "pre",
        "blockquote",
        "tg-spoiler",
        "tg-time",
    }
)
TAG = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z-]*)(?P<attributes>(?:\s+[^<>]*)?)>")
ATTRIBUTES = {
    "a": re.compile(r'\s+href="(?:https?|tg)://[^"\s]+"\s*'),
    "blockquote": re.compile(r"(?:\s+expandable)?\s*"),
    "tg-time": re.compile(r'\s+unix="-?\d{1,11}"(?:\s+format="(?:r|w?[dD]?[tT]?)")?\s*'),
}
NO_ATTRIBUTES = re.compile(r"\s*")


def problems(html: str) -> list[str]:
    """Return what Telegram would refuse, one sentence each; none when the text is fine."""
    found = [*_tag_problems(html), *_stray_signs(html)]
    length = units(plain(html))
    if not plain(html).strip():
        found.append("the text is empty")
    if length > LONGEST_MESSAGE:
        found.append(f"the text has {length} characters, Telegram takes {LONGEST_MESSAGE}")
    return found


def plain(html: str) -> str:
    """Return the text as a person reads it, without the tags."""
    return unescape(TAG.sub("", html))


def units(text: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """Return plain words of at most that many UTF-16 units; where something is missing, an ellipsis says so."""
    if units(text) <= most:
        return text
    return text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore").rstrip() + "…"


def _tag_problems(html: str) -> list[str]:
    found: list[str] = []
    open_tags: list[str] = []
    for tag in TAG.finditer(html):
        name = tag["name"].lower()
        if name not in TAGS:
            found.append(f"Telegram does not know the tag <{name}>")
        elif not tag["closing"]:
            open_tags.append(name)
            if not ATTRIBUTES.get(name, NO_ATTRIBUTES).fullmatch(tag["attributes"]):
                found.append(f"the attributes of <{name}> are not what Telegram accepts")
        elif not open_tags or open_tags.pop() != name:
            found.append(f"</{name}> closes nothing that is open there")
    return found + [f"<{name}> is never closed" for name in open_tags]


def _stray_signs(html: str) -> list[str]:
    rest = TAG.sub("", html)
    return [
        f"a bare {sign} must be written as {escaped}"
        for sign, escaped in (("<", "&lt;"), (">", "&gt;"))
        if sign in rest
    ]
