"""People on phones: what they type and press enters the bot by its webhook, what they see was heard by the ear."""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aiogram.filters.callback_data import CallbackData

from bench.ear import Chat, Heard
from bench.house import House
from bot.callbacks import OptionPress, TakeBackPress

FIRST_PERSON = 9_000_000_000  # beyond 32 bits, as today's people are
UPDATE_IDS = itertools.count(100_000_000)
WORDS = {"full_name": "Иванова Анна Петровна", "age": "24"}
ANY_WORDS = "Люблю разговаривать с людьми и помогать им выбрать."


@dataclass
class Person:
    """One person; `act` is when they last did something, and `seen` how much of the chat they knew then."""

    house: House
    number: int
    act: float = 0.0
    seen: int = 0

    @property
    def id(self) -> int:
        return FIRST_PERSON + self.number

    @property
    def chat(self) -> Chat:
        return self.house.ear.chats[self.id]

    async def write(self, words: str) -> None:
        """Send words."""
        await self._do({"message": {**self._message(1), "from": self._self(), "text": words, "entities": marks(words)}})

    async def press(self, under: Heard, data: str) -> None:
        """Press what carries this under a message."""
        press = {"id": str(next(UPDATE_IDS)), "from": self._self(), "chat_instance": "1", "data": data}
        await self._do({"callback_query": {**press, "message": self._message(under.message_id)}})

    async def sees(self, fits: Callable[[Heard], bool] = lambda _: True) -> Heard:
        """Return the first fitting words since the last act."""
        return await self.chat.wait_for(lambda heard: heard.is_speech and fits(heard), since=self.seen)

    async def sees_button(self, kind: type[CallbackData], fits: str = "") -> Heard:
        """Return the first words since the last act with a button of that kind that begins with `fits`."""
        return await self.sees(lambda heard: button(heard, kind, fits) is not None)

    def look(self) -> None:
        """Know the chat as it is now: what is seen next is new."""
        self.seen = len(self.chat.heard)

    async def _do(self, event: Mapping[str, Any]) -> None:
        self.look()
        self.act = time.perf_counter()
        await self.house.hand_over({"update_id": next(UPDATE_IDS), **event})

    def _self(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": "Анна", "language_code": "ru"}

    def _message(self, message_id: int) -> dict[str, Any]:
        # Bots may edit for 48 hours; a date that is not 0 says that the message is within reach.
        return {"message_id": message_id, "date": 1_700_000_000, "chat": {"id": self.id, "type": "private"}}


def marks(words: str) -> list[dict[str, Any]]:
    """Return the entities that Telegram adds to words: a command is one."""
    return [{"type": "bot_command", "offset": 0, "length": len(words)}] if words.startswith("/") else []


def buttons(heard: Heard, kind: type[CallbackData]) -> Iterator[str]:
    """Yield what the buttons of a kind carry."""
    return (data for data in heard.buttons if data.partition(":")[0] == kind.__prefix__)


def button(heard: Heard, kind: type[CallbackData], begins: str = "") -> str | None:
    """Return what the first button of a kind carries that begins with `begins`."""
    return next((data for data in buttons(heard, kind) if data.startswith(begins)), None)


async def answer(person: Person, question: Heard) -> None:
    """Answer a question of Test1: its first option, or words where there is none."""
    option = button(question, OptionPress)
    if option is not None:
        await person.press(question, option)
        return
    back = button(question, TakeBackPress)
    name = "full_name" if back is None else TakeBackPress.unpack(back).question_id
    await person.write(WORDS.get(name, ANY_WORDS))
