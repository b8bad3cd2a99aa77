"""A happy journey as people play it: Test1, a recruiter, a time, approval, reminder, meeting, goodbye."""

from dataclasses import dataclass, field
from random import Random

from sqlalchemy import text

from bench.ear import Heard
from bench.house import House
from bench.offices import RECRUITER_NUMBERS
from bench.people import Person, answer, button, buttons
from bot.callbacks import Attendance, AttendancePress, Decision, DecisionPress, RecruiterPress, SlotPress
from domain.ids import CandidateId
from workflows.virtual_time import skip_to_next_alarm

CANDIDATE = text("SELECT id FROM candidates WHERE telegram_id = :telegram_id")


@dataclass
class Happy:
    """One journey; `latencies` are the milliseconds from a press to its answer, by what was pressed."""

    house: House
    number: int
    latencies: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._candidate = Person(self.house, self.number)
        self._recruiter = self._candidate  # until one is picked
        self._chance = Random(self.number)  # noqa: S311 - the same at each run, no secret
        self._about: tuple[int, int] = (0, 0)
        self._card: Heard

    async def play(self) -> CandidateId:
        """Play it to its end; return whose journey it was."""
        menu = await self._pass_test()
        self._card = await self._pick_slot(await self._pick_recruiter(menu))
        await self._agree()
        candidate_id = await self._candidate_id()
        await self._confirm(candidate_id)
        await self._meet(candidate_id)
        return candidate_id

    async def _pass_test(self) -> Heard:
        candidate = self._candidate
        await candidate.write("/start")
        asked = await candidate.sees()
        while button(asked, RecruiterPress) is None:
            await answer(candidate, asked)
            asked = await candidate.sees()
            self._note("Test1", candidate, asked)
        return asked

    async def _pick_recruiter(self, menu: Heard) -> Heard:
        """Pick one by name; return the list of times."""
        named = [data for data in buttons(menu, RecruiterPress) if RecruiterPress.unpack(data).recruiter_id]
        picked = self._chance.choice(named)
        self._recruiter = Person(self.house, RECRUITER_NUMBERS + (RecruiterPress.unpack(picked).recruiter_id or 0))
        await self._candidate.press(menu, picked)
        times = await self._candidate.sees()
        self._note("recruiter", self._candidate, times)
        return times

    async def _pick_slot(self, shown: Heard) -> Heard:
        """Take a time, or another one of the next list if somebody was faster; return the recruiter's card."""
        self._recruiter.look()
        while offered := list(buttons(shown, SlotPress)):
            await self._candidate.press(shown, self._chance.choice(offered))
            shown = await self._candidate.sees()
            self._note("time", self._candidate, shown)
        about = AttendancePress.unpack(button(shown, AttendancePress) or "")
        self._about = about.booking_id, about.revision
        return await self._recruiter.sees_button(DecisionPress, self._decision(Decision.APPROVE))

    async def _agree(self) -> None:
        self._candidate.look()
        await self._recruiter.press(self._card, self._decision(Decision.APPROVE))
        told = await self._candidate.sees()
        self._note("approval", self._recruiter, told)
        await self._card_changes()

    async def _confirm(self, candidate_id: CandidateId) -> None:
        """Let the reminder come, and confirm."""
        confirm = AttendancePress(
            attendance=Attendance.CONFIRM, booking_id=self._about[0], revision=self._about[1]
        ).pack()
        self._candidate.look()
        await skip_to_next_alarm(self.house.client, candidate_id)
        reminder = await self._candidate.sees_button(AttendancePress, confirm)
        self._recruiter.look()
        await self._candidate.press(reminder, confirm)
        self._note("attendance", self._candidate, await self._candidate.sees())
        await self._card_changes()

    async def _meet(self, candidate_id: CandidateId) -> None:
        """Let the interview end, and be told that it took place."""
        met = self._decision(Decision.MET)
        self._recruiter.look()
        await skip_to_next_alarm(self.house.client, candidate_id)
        asked = await self._recruiter.sees_button(DecisionPress, met)
        self._candidate.look()
        await self._recruiter.press(asked, met)
        self._note("outcome", self._recruiter, await self._candidate.sees())

    async def _card_changes(self) -> None:
        await self._recruiter.sees(lambda heard: heard.message_id == self._card.message_id)

    async def _candidate_id(self) -> CandidateId:
        async with self.house.engine.connect() as connection:
            return CandidateId(int(await connection.scalar(CANDIDATE, {"telegram_id": self._candidate.id})))

    def _decision(self, decision: Decision) -> str:
        return DecisionPress(decision=decision, booking_id=self._about[0], revision=self._about[1]).pack()

    def _note(self, what: str, who: Person, heard: Heard) -> None:
        self.latencies.setdefault(what, []).append((heard.at - who.act) * 1000)
