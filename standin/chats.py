"""What was said: the messages of each private chat, their versions, and the keyboards under them."""

from dataclasses import asdict, dataclass
from typing import Any

from standin.people import Person
from standin.store import Store

Json = dict[str, Any]

SHOWN_TOASTS = 20


@dataclass
class ChatMessage:
    """One message as the Bot API shows it, with what only the stand-in knows.

    `version` grows across all sends, edits, deletions and toasts of all chats, so that "newer than N" has a meaning.
    """

    person_id: int
    message: Json
    outgoing: bool
    version: int
    deleted: bool = False

    @property
    def id(self) -> int:
        return int(self.message["message_id"])


class Chats:
    """All messages by person and message id. Ids are drawn from one counter, as in a bot's real mailbox."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._messages: dict[int, dict[int, ChatMessage]] = {}
        for _, body in store.load("message"):
            self._remember(ChatMessage(**body))
        self._keyboards: dict[int, Json] = dict(store.load("keyboard"))
        self._toasts: list[Json] = [body for _, body in store.load("toast")]
        self.version = max(
            (each.version for messages in self._messages.values() for each in messages.values()), default=0
        )
        self.version = max([self.version, *(int(toast["version"]) for toast in self._toasts)])

    def add(self, person: Person, sender: Json, content: Json, *, at: int, outgoing: bool) -> ChatMessage:
        head = {"message_id": self._store.count("message"), "from": sender, "chat": person.chat(), "date": at}
        said = ChatMessage(person.id, {**head, **content}, outgoing, 0)
        self._remember(said)
        self.save(said)
        return said

    def find(self, person_id: int, message_id: int) -> ChatMessage | None:
        """Find a message that is still there."""
        said = self._messages.get(person_id, {}).get(message_id)
        return None if said is None or said.deleted else said

    def visible(self, person_id: int) -> list[ChatMessage]:
        """List what stands in the chat now, oldest first."""
        return [said for said in self._messages.get(person_id, {}).values() if not said.deleted]

    def delete(self, said: ChatMessage) -> None:
        said.deleted = True
        self.save(said)

    def save(self, said: ChatMessage) -> None:
        """Keep a message that is new or changed, under a new version."""
        said.version = self.next_version()
        self._store.put("message", said.id, asdict(said))

    def next_version(self) -> int:
        self.version += 1
        return self.version

    def keyboard(self, person_id: int) -> Json | None:
        """Return the reply keyboard that the person has in place of letters, if any."""
        return self._keyboards.get(person_id)

    def set_keyboard(self, person_id: int, keyboard: Json | None) -> None:
        if keyboard is None:
            self._keyboards.pop(person_id, None)
            self._store.remove("keyboard", person_id)
        else:
            self._keyboards[person_id] = keyboard
            self._store.put("keyboard", person_id, keyboard)

    def toast(self, person_id: int, text: str, *, alert: bool, at: int) -> None:
        """Keep what the bot answered to a press: shown for a moment, or until it is closed."""
        version = self.next_version()
        toast = {"version": version, "person_id": person_id, "text": text, "alert": alert, "at": at}
        self._toasts.append(toast)
        self._store.put("toast", version, toast)

    def toasts(self, person_id: int) -> list[Json]:
        return [toast for toast in self._toasts if toast["person_id"] == person_id][-SHOWN_TOASTS:]

    def _remember(self, said: ChatMessage) -> None:
        self._messages.setdefault(said.person_id, {})[said.id] = said
