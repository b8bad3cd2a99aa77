"""What a person sees in the chat with the bot, read from the stand-in's JSON."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, kw_only=True)
class Button:
    """One button by its label; `url` is set for a link, `data` for what is sent when it is pressed."""

    label: str
    kind: str
    url: str | None = None
    data: str | None = None

    @property
    def can_be_pressed(self) -> bool:
        return self.kind in {"callback", "text"}


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message as it stands now; `version` grows with every edit, across all chats."""

    id: int
    version: int
    is_from_bot: bool
    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    links: tuple[str, ...] = ()
    file_name: str | None = None

    @classmethod
    def read(cls, seen: dict[str, Any]) -> Self:
        """Read one message of the drive API."""
        rows = tuple(tuple(_button(each) for each in row) for row in seen["rows"])
        hidden = [entity["url"] for entity in seen["entities"] if "url" in entity]
        below = [button.url for row in rows for button in row if button.url]
        return cls(
            id=seen["message_id"],
            version=seen["version"],
            is_from_bot=seen["from"] == "bot",
            text=seen["text"],
            rows=rows,
            links=(*LINK.findall(seen["text"]), *hidden, *below),
            file_name=(seen.get("document") or {}).get("file_name"),
        )

    def buttons(self) -> Iterator[Button]:
        """Yield the buttons from the top left to the bottom right."""
        for row in self.rows:
            yield from row

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(button.label for button in self.buttons())


@dataclass(frozen=True, kw_only=True)
class Chat:
    """A chat with the bot, oldest message first; `version` is that of everything the stand-in knows."""

    name: str
    version: int
    messages: tuple[Message, ...]
    toasts: tuple[str, ...] = ()

    @classmethod
    def read(cls, seen: dict[str, Any]) -> Self:
        """Read a chat of the drive API."""
        return cls(
            name=seen["person"]["name"],
            version=seen["version"],
            messages=tuple(Message.read(each) for each in seen["messages"]),
            toasts=tuple(toast["text"] for toast in seen["toasts"]),
        )

    @property
    def owner(self) -> str:
        """What the person of this chat is called for short."""
        return self.name.split()[0]

    def from_bot(self, *, after_version: int = 0) -> Iterator[Message]:
        """Yield what the bot has said or changed since then, the newest message first."""
        return (said for said in reversed(self.messages) if said.is_from_bot and said.version > after_version)


def labels_sent(calls: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return the labels of the inline buttons of each call that Telegram has accepted."""
    accepted = [call for call in calls if call["status"] == 200]
    return [_labels(call["parameters"].get("reply_markup")) for call in accepted]


def _labels(markup: str | None) -> tuple[str, ...]:
    rows = json.loads(markup).get("inline_keyboard", []) if markup else []
    return tuple(str(button["text"]) for row in rows for button in row)


def _button(seen: dict[str, Any]) -> Button:
    return Button(label=seen["label"], kind=seen["kind"], url=seen.get("url"), data=seen.get("callback_data"))
