"""The phone of somebody who waits: through outages, and longer than anybody should have to."""

import asyncio
from collections.abc import Awaitable, Callable

from proof.phone import MissedError
from proof.seen import Chat, Message
from proof.stand_in import StandIn

PATIENCE = 240.0  # seconds; what has not come by then, while nothing strikes and nothing is under way, does not come
LONGEST_PATIENCE = 900.0  # seconds, whatever strikes and however busy the machine is
LOOKS_AT_LEAST_EVERY = 10.0
# What can be pressed later without a wish behind it: answers of Test1, recruiters, days, times.
HARMLESS_WHEN_OLD = ("o:", "r:", "d:", "s:")


class PatientPhone:
    """A person whom the stand-in knows; a press that Telegram forgot before the bot was back is pressed again."""

    def __init__(self, stand_in: StandIn, *, person_id: int, name: str, is_busy: Callable[[], Awaitable[bool]]) -> None:
        self.person_id = person_id
        self.name = name
        self.pressed_again = 0
        self.waits_for = "nothing yet"
        self._stand_in = stand_in
        self._is_busy = is_busy
        self._since = 0
        self._last_act: Callable[[], Awaitable[int]] | None = None
        self._last_update = 0
        self._sights: list[tuple[int, str]] = []  # message and button

    async def start(self, payload: str = "") -> None:
        """Press Start, perhaps through a deep link."""
        await self._act(lambda: self._stand_in.start(self.person_id, payload))

    async def say(self, words: str) -> None:
        """Type and send."""
        await self._act(lambda: self._stand_in.say(self.person_id, words))

    async def press(self, message: Message, label: str, *, times: int = 1) -> None:
        """Press a button as it was seen, so many times at once."""
        data = next(each.data for each in message.buttons() if each.label == label and each.data is not None)
        await self.press_button(message, data, times=times)

    async def press_button(self, message: Message, data: str, *, times: int = 1) -> None:
        """Press the button that sends this: several may bear the same label."""
        await self._act(lambda: self._stand_in.press_as_it_was(self.person_id, message.id, data))
        for _ in range(times - 1):
            await self._stand_in.press_as_it_was(self.person_id, message.id, data)

    async def press_something_old(self, place: int, *, besides: int) -> None:
        """Press a button of some message of before, if there is one."""
        old = [sight for sight in self._sights if sight[0] != besides]
        if old:
            message_id, data = old[place % len(old)]
            await self._stand_in.press_as_it_was(self.person_id, message_id, data)

    async def look(self) -> Chat:
        """Return the chat as it stands."""
        return await self._stand_in.chat(self.person_id)

    async def expect(self, what: str, fits: Callable[[Message], bool], *, seconds: float = PATIENCE) -> Message:
        """Return what fits and was written or changed since this person's last act; else raise `MissedError`."""
        self.waits_for = what
        clock = asyncio.get_running_loop().time
        began, ends = clock(), clock() + seconds
        while True:
            chat = await self.look()
            for said in chat.from_bot(after_version=self._since):
                if fits(said):
                    self._note(said)
                    return said
            waited = clock() - began
            if clock() > ends:
                if waited > LONGEST_PATIENCE or not await self._is_busy():
                    raise MissedError(f"{self.name} did not see {what} within {waited:.0f} s", chat)
                ends = clock() + seconds
            if await self._was_forgotten():
                ends = clock() + seconds
            await self._wait(chat, ends - clock())

    async def _wait(self, chat: Chat, seconds: float) -> None:
        wait = min(max(seconds, 0.1), LOOKS_AT_LEAST_EVERY)
        await self._stand_in.wait_for_news(self.person_id, after_version=chat.version, seconds=wait)

    async def _act(self, act: Callable[[], Awaitable[int]]) -> None:
        self._since = await act()
        self._last_act, self._last_update = act, self._stand_in.update_ids[-1]

    async def _was_forgotten(self) -> bool:
        """Act again if Telegram has forgotten the last act, as it does with presses that nobody takes for 150 s."""
        if self._last_act is None:
            return False
        _, expired = await self._stand_in.untaken()
        if self._last_update not in expired:
            return False
        self.pressed_again += 1
        await self._act(self._last_act)
        return True

    def _note(self, said: Message) -> None:
        data = [each.data for each in said.buttons() if each.data is not None]
        self._sights += [(said.id, each) for each in data if each.startswith(HARMLESS_WHEN_OLD)]
