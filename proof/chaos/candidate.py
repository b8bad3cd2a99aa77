"""One candidate with a script, from /start to where the script ends, whatever happens meanwhile."""

from dataclasses import dataclass, field
from random import Random

from proof.chaos.offering import Offering
from proof.chaos.patient_phone import PatientPhone
from proof.chaos.script import Ending, Script
from proof.chaos.signs import (
    AGREED,
    BYE,
    HEARD,
    WANTED_SLOT,
    shows_the_way,
    tells_of_answer,
    tells_of_move,
    tells_of_request,
    times_of,
)
from proof.endings import CANCELLED, PASSED_ON, PICK, SURE
from proof.phone import MissedError
from proof.seen import Message
from proof.test1 import Applicant, asks, counted, option_for, words_for
from proof.way import CONFIRM, DECLINE, MOVE, REMINDER_BUTTONS

STOP, SURE_TO_STOP = "/stop", "Да, отменить"
TRIES, RACES = 20, 2  # picks of a time until one is free and suits; how many of them are for the very first
ANSWERS_BEFORE_LEAVING = 4
REMINDED_WITHIN = 300.0  # seconds after it was due


@dataclass(kw_only=True)
class Candidate:
    """`reached` is how far they came; `words` is what they said that was no answer."""

    phone: PatientPhone
    applicant: Applicant
    script: Script
    offering: Offering
    chance: Random
    reached: str = "not begun"
    questions: int = 0
    words: list[str] = field(default_factory=list)
    must_have: set[str] = field(default_factory=set)  # kinds of letters that have come, and must be in the ledger
    was_reminded: bool | None = None  # None: no reminder was due yet

    @property
    def is_done(self) -> bool:
        return self.reached == "done"

    async def play(self) -> None:
        """Play to the end of the script; raise `MissedError` for what never came."""
        self.reached = "in Test1"
        await self.phone.start()
        if await self._pass_test():
            self.reached = "choosing"
            await self._choose_recruiter()
            agreed = await self._agree()
            if agreed is not None:
                self.reached = "agreed"
                await self._end(await self._reminder() or agreed)
        self.reached = "done"

    async def _pass_test(self) -> bool:
        number = total = 0
        while number == 0 or number < total:
            asked = await self._see_question(number + 1)
            self.questions += 1
            if self.questions > ANSWERS_BEFORE_LEAVING and self.script.ending is Ending.VANISH:
                return False
            if self.questions > ANSWERS_BEFORE_LEAVING and self.script.ending is Ending.LEAVE_EARLY:
                await self._leave()
                return False
            number, total = counted(asked) or (number, total)
            await self._answer(asked)
        return True

    async def _see_question(self, number: int) -> Message:
        return await self.phone.expect(f"question {number}", lambda said: asks(said, number))

    async def _answer(self, asked: Message) -> None:
        option = option_for(asked, self.offering.cities)
        if option is None:
            await self.phone.say(words_for(asked, self.applicant))
        else:
            await self._press(asked, option)

    async def _press(self, message: Message, label: str) -> None:
        """Press the button with that label."""
        await self._press_button(message, next(each.data for each in message.buttons() if each.label == label) or "")

    async def _press_button(self, message: Message, data: str) -> None:
        """Press as the script has it: once, or twice at once, or with an old button afterwards."""
        twice, stale, place = self.chance.random(), self.chance.random(), self.chance.randrange(1000)
        await self.phone.press_button(message, data, times=2 if twice < self.script.twice else 1)
        if stale < self.script.stale and self.reached in {"in Test1", "agreed"}:
            await self.phone.press_something_old(place, besides=message.id)

    async def _choose_recruiter(self) -> None:
        name = self.offering.recruiter
        menu = await self.phone.expect(f"{name} among the recruiters", lambda said: name in said.labels)
        self.must_have.add("offer_recruiters")
        await self._talk()
        await self.offering.add_time(self.phone.person_id, lead=self.script.lead)
        await self._press(menu, name)

    async def _talk(self) -> None:
        if not self.script.talks:
            return
        words = f"Слово номер {len(self.words) + 1} от {self.applicant.full_name}"
        self.words.append(words)
        await self.phone.say(words)
        await self.phone.expect("that the words were heard", lambda said: bool(HEARD.search(said.text)))

    async def _agree(self) -> Message | None:
        """Pick times until the recruiter agrees to one; None for somebody who leaves before that."""
        for tries in range(TRIES):
            said = await self.phone.expect("free times, or what became of the request", tells_of_request)
            if not times_of(said) and not AGREED.search(said.text):
                self.must_have.add("tell_request_sent")
                if self.script.ending is Ending.LEAVE:
                    await self._leave()
                    return None
                said = await self.phone.expect("the recruiter's answer", tells_of_answer)
            if AGREED.search(said.text):
                self.must_have.add("congratulate")
                await self._talk()
                return said
            await self._press_button(said, self._wanted(said, tries))
        raise MissedError(f"{self.phone.name} got no time in {TRIES} tries", await self.phone.look())

    def _wanted(self, said: Message, tries: int) -> str:
        """Return the first free time; whoever has lost a race or two takes any of those that are shown."""
        times = times_of(said)
        return times[0] if tries < RACES else self.chance.choice(times)

    async def _leave(self) -> None:
        await self.phone.say(STOP)
        sure = await self.phone.expect("the question whether to stop", lambda said: SURE_TO_STOP in said.labels)
        await self.phone.press(sure, SURE_TO_STOP)
        await self.phone.expect("a goodbye", lambda said: bool(BYE.search(said.text)))
        self.must_have.add("say_goodbye")

    async def _reminder(self) -> Message | None:
        """Return the reminder; None when the agreement came too late for it, or when the ledger doubts it."""
        if not await self.offering.reminds_soon(self.phone.person_id):
            return None
        self.was_reminded = False
        try:
            reminder = await self.phone.expect(
                "the reminder", lambda said: said.labels == REMINDER_BUTTONS, seconds=REMINDED_WITHIN
            )
        except MissedError:
            if await self.offering.doubts_reminder(self.phone.person_id):
                return None
            raise
        self.was_reminded = True
        self.must_have.add("remind_candidate")
        return reminder

    async def _end(self, under: Message) -> None:
        """Press what the script ends with, under the reminder or, without one, under the congratulation."""
        match self.script.ending:
            case Ending.CONFIRM if CONFIRM in under.labels:
                await self._press(under, CONFIRM)
                await self.phone.expect("the link or the address", lambda said: shows_the_way(said, under))
                self.must_have.add("give_meeting_details")
            case Ending.DECLINE:
                await self.phone.press(under, DECLINE)
                sure = await self.phone.expect("the question whether it is so", lambda said: SURE in said.labels)
                await self._press(sure, SURE)
                await self.phone.expect("that it is cancelled", lambda said: bool(CANCELLED.search(said.text)))
                self.must_have.add("withdraw_invitation")
            case Ending.MOVE:
                await self._move(under)
            case _:
                return

    async def _move(self, under: Message) -> None:
        await self.phone.press(under, MOVE)
        told = await self.phone.expect("that the wish was passed on", lambda said: bool(PASSED_ON.search(said.text)))
        await self.phone.press(told, PICK)
        for _ in range(TRIES):
            said = await self.phone.expect("times to move to, or the new one", lambda said: tells_of_move(said, told))
            times = times_of(said, WANTED_SLOT)
            if not times:
                self.must_have.add("tell_moved")
                return
            await self.phone.press_button(said, self.chance.choice(times))
        raise MissedError(f"{self.phone.name} got no other time in {TRIES} tries", await self.phone.look())
