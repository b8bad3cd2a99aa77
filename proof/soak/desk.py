"""The recruiters of a soak: they agree to every request and report every interview as held, as soon as they are asked.

They read what the bot calls, and not their chats, which grow with every candidate.
"""

import asyncio
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from proof.soak.listening import Listening
from proof.stand_in import Json
from proof.way import APPROVE

MET = "🤝 Состоялось"
LOOKS_EVERY = 0.2  # seconds
PRESSES_AGAIN_AFTER = 170.0  # seconds: Telegram has forgotten a press by then


@dataclass(kw_only=True)
class Case:
    """What the recruiter has done about one candidate."""

    agreed: asyncio.Event = field(default_factory=asyncio.Event)  # and the card says so
    asked_outcome: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(kw_only=True)
class Card:
    """A message with a button to press; `data` is what the button sends."""

    case: Case
    label: str
    data: str
    pressed_at: float


@dataclass(kw_only=True)
class Desk:
    """`people` are the recruiters' numbers; `cases` are those of the candidates on their way, by full name."""

    stand_in: Listening
    people: Collection[int]
    cases: dict[str, Case] = field(default_factory=dict)
    _cards: dict[tuple[int, int], Card] = field(default_factory=dict)

    async def serve(self) -> None:
        """Answer until cancelled."""
        while True:
            for call in await self.stand_in.hear():
                if call["chat_id"] in self.people and call["status"] == 200:
                    await self._read(call)
            await self._press_again()
            await asyncio.sleep(LOOKS_EVERY)

    async def _read(self, call: Json) -> None:
        place = _place_of(call)
        if place is None:
            return
        offered = dict(_buttons(call))
        card = self._cards.get(place)
        if card is not None and offered.get(card.label) != card.data:
            del self._cards[place]
            if card.label == APPROVE:
                card.case.agreed.set()
        label = next((label for label in (APPROVE, MET) if label in offered), None)
        case = self._case_of(call["parameters"].get("text", ""))
        if label is None or case is None or place in self._cards:
            return
        self._cards[place] = Card(case=case, label=label, data=offered[label], pressed_at=0.0)
        await self._press(place)
        if label == MET:
            case.asked_outcome.set()

    async def _press(self, place: tuple[int, int]) -> None:
        card = self._cards[place]
        card.pressed_at = asyncio.get_running_loop().time()
        await self.stand_in.press_as_it_was(*place, card.data)

    async def _press_again(self) -> None:
        """Press what has not been answered for so long that Telegram has forgotten it."""
        before = asyncio.get_running_loop().time() - PRESSES_AGAIN_AFTER
        for place in [place for place, card in self._cards.items() if card.pressed_at < before]:
            await self._press(place)

    def _case_of(self, text: str) -> Case | None:
        return next((case for name, case in self.cases.items() if name in text), None)


def _place_of(call: Json) -> tuple[int, int] | None:
    """Return the chat and the number of the message that the call has written or changed."""
    result = call["result"]
    number = result.get("message_id") if isinstance(result, dict) else call["parameters"].get("message_id")
    return None if number is None else (call["chat_id"], int(number))


def _buttons(call: Json) -> Iterator[tuple[str, str]]:
    """Yield label and data of each inline button."""
    markup = call["parameters"].get("reply_markup")
    rows = json.loads(markup).get("inline_keyboard", []) if markup else []
    return ((each["text"], each["callback_data"]) for row in rows for each in row if "callback_data" in each)
