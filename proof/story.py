"""What happened on a phone, in the order in which its owner saw it: messages, edits, presses."""

from collections.abc import Iterator
from dataclasses import dataclass

from proof.seen import Chat, Message

BOT = "Otklik"
PRESSED, EDITED = "▸", "✎"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that was said, changed or pressed; a press bears the id of the message whose button it was."""

    speaker: str
    words: str
    message_id: int


class Story:
    """Grows with every look at the chat; what stood there before it began belongs to somebody else's story."""

    def __init__(self, chat: Chat) -> None:
        self.entries: list[Entry] = []
        self._owner = chat.owner
        self._seen = {said.id: said for said in chat.messages}

    def note(self, chat: Chat) -> None:
        """Add what is new in the chat; an edit that changes buttons alone is left out."""
        for said in sorted(chat.messages, key=lambda message: message.version):
            before = self._seen.get(said.id)
            self._seen[said.id] = said
            if before is None:
                self.entries.append(entry_of(said, chat.owner))
            elif said.text != before.text:
                self.entries.append(Entry(speaker=BOT, words=change_of(before, said), message_id=said.id))

    def note_press(self, message: Message, label: str) -> None:
        """Add a press."""
        self.entries.append(Entry(speaker=self._owner, words=f"{PRESSED} {label}", message_id=message.id))

    def since(self, message: Message) -> list[Entry]:
        """Return the part of the story that begins with this message."""
        first = next((place for place, entry in enumerate(self.entries) if entry.message_id == message.id), 0)
        return self.entries[first:]


def entry_of(said: Message, owner: str) -> Entry:
    """Return a message as it stands now."""
    words = "\n".join(part for part in (said.text, *_below(said)) if part)
    return Entry(speaker=BOT if said.is_from_bot else owner, words=words, message_id=said.id)


def change_of(before: Message, after: Message) -> str:
    """Return the lines that an edit has brought; those that stood there before need no second reading."""
    known = set(before.text.splitlines())
    new = [line for line in after.text.splitlines() if line not in known]
    return "\n".join([f"{EDITED} {new[0] if new else '…'}", *new[1:], *_below(after)])


def _below(said: Message) -> Iterator[str]:
    if said.file_name:
        yield f"📎 {said.file_name}"
    for row in said.rows:
        yield " ".join(f"[{button.label}]" for button in row)
