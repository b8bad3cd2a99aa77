"""One person with a phone: says, presses what is visible, and expects something to appear."""

from collections.abc import Callable

from proof.seen import Chat, Message
from proof.stand_in import StandIn
from proof.story import Story
from proof.telling import Telling

PATIENCE = 20.0  # seconds for one answer


class MissedError(Exception):
    """Something expected did not arrive; `chat` is what was to be seen instead."""

    def __init__(self, reason: str, chat: Chat) -> None:
        super().__init__(reason)
        self.chat = chat


class Phone:
    """The phone of a person whom the stand-in knows."""

    def __init__(self, stand_in: StandIn, telling: Telling, *, person_id: int, chat: Chat) -> None:
        self.person_id = person_id
        self.name = chat.name
        self.story = Story(chat)
        self._stand_in = stand_in
        self._telling = telling
        self._since = chat.version

    async def start(self, payload: str = "") -> None:
        """Press Start, perhaps through a deep link."""
        self._since = await self._stand_in.start(self.person_id, payload)
        self._telling.note_act()

    async def say(self, words: str) -> None:
        """Type and send."""
        self._since = await self._stand_in.say(self.person_id, words)
        self._telling.note_act()

    async def press(self, message: Message, label: str) -> None:
        """Press a button under a message that was seen before."""
        self.story.note_press(message, label)
        self._since = await self._stand_in.press(self.person_id, message.id, label)
        self._telling.note_act()

    async def look(self) -> Chat:
        """Return the chat as it stands."""
        chat = await self._stand_in.chat(self.person_id)
        self.story.note(chat)
        return chat

    async def expect(self, what: str, fits: Callable[[Message], bool]) -> Message:
        """Return what fits and was written or changed since this person's last act; else raise `MissedError`."""
        gives_up_with = max(self._telling.left - PATIENCE, 0.0)
        while True:
            chat = await self.look()
            for said in chat.from_bot(after_version=self._since):
                if fits(said):
                    self._telling.note_answer(what)
                    return said
            left = self._telling.left - gives_up_with
            if left <= 0:
                limit = f"within {PATIENCE:.0f} s" if gives_up_with else "before the time of the whole demo was over"
                raise MissedError(f"{self.name} did not see {what} {limit}", chat)
            await self._stand_in.wait_for_news(self.person_id, after_version=chat.version, seconds=left)

    async def demand(self, what: str, *, holds: bool) -> None:
        """Raise `MissedError` with the chat as it stands unless it holds."""
        if not holds:
            raise MissedError(f"{self.name} did not see {what}", await self.look())
