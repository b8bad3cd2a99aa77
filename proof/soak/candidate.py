"""One happy candidate under virtual time: from /start to the goodbye after an interview that is days ahead."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from proof.chaos.candidate import Candidate
from proof.chaos.patient_phone import PatientPhone
from proof.chaos.script import Ending, Script
from proof.chaos.signs import times_of
from proof.phone import MissedError
from proof.seen import Message
from proof.soak.desk import Case
from proof.stand_in import RefusedError, StandIn
from proof.way import REMINDER_BUTTONS

HAPPY = Script(ending=Ending.CONFIRM, twice=0.0, stale=0.0, talks=False, lead=0.0, rejected=False, agreed_twice=False)
THANKS = re.compile(r"что пришли на собеседование")
AFTER_A_JUMP = 15.0  # seconds in which what rings by itself has come, unless something is down
JUMPS = 30
AGREED_WITHIN = 600.0
FORGETS_AFTER = 140.0  # seconds in which Telegram forgets no press


class CalmPhone(PatientPhone):
    """Asks what Telegram has forgotten only when it may have: that question costs more, the longer a soak lasts."""

    _acted_at = 0.0

    async def _act(self, act: Callable[[], Awaitable[int]]) -> None:
        await super()._act(act)
        self._acted_at = asyncio.get_running_loop().time()

    async def _was_forgotten(self) -> bool:
        if asyncio.get_running_loop().time() - self._acted_at < FORGETS_AFTER:
            return False
        return await super()._was_forgotten()


@dataclass(kw_only=True)
class Traveller(Candidate):
    """Whose clock is made to jump wherever only time is waited for; `case` is what the recruiter did about them."""

    stand_in: StandIn
    case: Case

    async def _choose_recruiter(self) -> None:
        name = self.offering.recruiter
        menu = await self.phone.expect(f"{name} among the recruiters", lambda said: name in said.labels)
        self.must_have.add("offer_recruiters")
        await self._press(menu, name)

    def _wanted(self, said: Message, tries: int) -> str:  # noqa: ARG002 - nobody races for the first one here
        return self.chance.choice(times_of(said))

    async def _reminder(self) -> Message:
        await self._within(self.case.agreed, "that the recruiter's card says so", AGREED_WITHIN)
        for _ in range(JUMPS):
            await self._jump()
            try:
                reminder = await self.phone.expect(
                    "the reminder", lambda said: said.labels == REMINDER_BUTTONS, seconds=AFTER_A_JUMP
                )
            except MissedError:
                continue
            self.must_have.add("remind_candidate")
            return reminder
        raise MissedError(f"{self.phone.name} did not see the reminder", await self.phone.look())

    async def _end(self, under: Message) -> None:
        await super()._end(under)
        self.reached = "confirmed"
        for _ in range(JUMPS):
            await self._jump()
            if await _happens(self.case.asked_outcome, AFTER_A_JUMP):
                break
        await self._within(self.case.asked_outcome, "that the recruiter was asked for the outcome", AFTER_A_JUMP)
        await self.phone.expect("thanks for coming", lambda said: bool(THANKS.search(said.text)))
        self.must_have.add("say_goodbye")

    async def _jump(self) -> None:
        """Let the clock jump; while something is down, what did not work is tried again with the next jump."""
        try:
            await self.stand_in.skip(self.phone.person_id)
        except RefusedError:
            await asyncio.sleep(1.0)

    async def _within(self, event: asyncio.Event, what: str, seconds: float) -> None:
        self.phone.waits_for = what
        if not await _happens(event, seconds):
            raise MissedError(f"{self.phone.name} waits in vain: {what}", await self.phone.look())


async def _happens(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
