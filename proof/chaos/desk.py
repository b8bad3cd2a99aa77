"""The recruiter of the trial: answers every request as the script of its candidate has it, however long that takes."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from proof.chaos.script import Script
from proof.endings import AGREE
from proof.recruiter import Recruiter
from proof.seen import Message
from proof.stand_in import StandIn
from proof.way import APPROVE

REJECT, TIME_DOES_NOT_SUIT = "⛔️ Отклонить", "Время не подходит"
LOOKS_EVERY = 5.0  # seconds; news is looked at sooner
PRESSES_AGAIN_AFTER = 170.0  # seconds: Telegram has forgotten a press by then


@dataclass(kw_only=True)
class Desk:
    """`scripts` are those of the candidates, by their full names."""

    stand_in: StandIn
    recruiter: Recruiter
    scripts: Mapping[str, Script]
    _pressed: dict[tuple[int, str], float] = field(default_factory=dict)  # message and button, and when
    _rejected: set[str] = field(default_factory=set)

    async def serve(self) -> None:
        """Answer requests until cancelled."""
        person = self.recruiter.phone.person_id
        while True:
            chat = await self.stand_in.chat(person)
            for said in chat.from_bot():
                for label, times in self._answers(said):
                    await self._press(said, label, times)
            await self.stand_in.wait_for_news(person, after_version=chat.version, seconds=LOOKS_EVERY)

    def _answers(self, said: Message) -> Iterator[tuple[str, int]]:
        """Yield what to press under a card, and how many times."""
        name = next((name for name in self.scripts if name in said.text), None)
        if name is None:
            return
        script = self.scripts[name]
        if APPROVE in said.labels and script.rejected and name not in self._rejected:
            yield REJECT, 1
        elif TIME_DOES_NOT_SUIT in said.labels:
            self._rejected.add(name)
            yield TIME_DOES_NOT_SUIT, 1
        elif APPROVE in said.labels:
            yield APPROVE, 2 if script.agreed_twice else 1
        elif AGREE in said.labels:
            yield AGREE, 1

    async def _press(self, said: Message, label: str, times: int) -> None:
        now = asyncio.get_running_loop().time()
        data = next((each.data for each in said.buttons() if each.label == label and each.data), None)
        if data is None or now - self._pressed.get((said.id, data), -PRESSES_AGAIN_AFTER) < PRESSES_AGAIN_AFTER:
            return
        self._pressed[said.id, data] = now
        for _ in range(times):
            await self.stand_in.press_as_it_was(self.recruiter.phone.person_id, said.id, data)
