"""Messages and chats as the drive API shows them."""

from typing import Any

from proof.seen import Chat, Message


def seen(number: int, text: str, *labels: str, by: str = "bot", **more: Any) -> dict[str, Any]:
    """Return a message of the drive API, one button a row; its version is its number unless said otherwise."""
    rows = [[{"label": label, "kind": "callback", "style": None, "disabled": False}] for label in labels]
    said = {"message_id": number, "version": number, "from": by, "kind": "text", "text": text, "rows": rows}
    return {**said, "entities": [], **more}


def message(text: str, *labels: str, **more: Any) -> Message:
    return Message.read(seen(1, text, *labels, **more))


def chat_of(*messages: dict[str, Any]) -> Chat:
    return Chat.read({"person": {"name": "Ольга Демченко"}, "version": 9, "messages": messages, "toasts": []})
