"""One round: candidates with reminders due close together, Telegram's faults for some, and kills among them."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from proof.audit import Awaited
from proof.house import MARKS, House
from proof.kills import Clock, Toll, plan_kills, strike
from proof.phone import Phone
from proof.recruiter import new_phone
from proof.stand_in import RefusedError
from proof.test1 import Applicant
from proof.way import Way

PACE = 1.2  # seconds in which one candidate picks and the recruiter agrees, on a busy machine
HEAD_START = 10.0  # seconds between the last agreement and the first reminder, at least half of them
GAP = 4.0  # seconds from one reminder to the next
SLOW, SLOW_SHARE, SLOW_SECONDS = "slow", 0.35, 1.5
LOST_REPLY = "dropped_after"
IDLE_BEFORE_FAULTS = 1.0  # what was said at the agreement has gone out by then


@dataclass(frozen=True, kw_only=True)
class DueRound:
    """How rounds are played; everything that is left to chance comes from `chance`."""

    house: House
    clock: Clock
    way: Way
    chance: Random
    applicants: Iterator[Applicant]
    candidates: int
    kills: int

    async def play(self, toll: Toll) -> list[Awaited]:
        """Lead candidates to agreed interviews, kill around their reminders, return when everything serves again."""
        awaited = await self._agree()
        await asyncio.sleep(IDLE_BEFORE_FAULTS)
        for each in awaited:
            if each.fault is not None:
                person = each.candidate.person_id
                await self.way.stand_in.spoil(person, each.fault, method="sendMessage", seconds=SLOW_SECONDS)
        kills = plan_kills(self.chance, [each.due for each in awaited], self.kills)
        await strike(self.house, self.clock, kills, toll)
        await self.clock.until(awaited[-1].due)
        for name in MARKS:
            await self.house.until_serving_again(name, killed=0)
        return awaited

    async def _agree(self) -> list[Awaited]:
        """Return the candidates in the order in which their reminders are due."""
        way, applicants = self.way, list(islice(self.applicants, self.candidates))
        phones = [await new_phone(way.stand_in, way.telling, applicant.name) for applicant in applicants]
        pairs = list(zip(phones, applicants, strict=True))
        answers = await asyncio.gather(*(self._apply(phone, applicant) for phone, applicant in pairs))
        first = self.clock.now() + self.candidates * PACE + HEAD_START
        dues = [first + place * GAP + self.chance.random() for place in range(self.candidates)]
        for (phone, applicant), due, theirs in zip(pairs, dues, answers, strict=True):
            recruiter = way.recruiter.name
            await self.house.truth.add_slot_reminded_at(due, recruiter=recruiter, telegram_id=phone.person_id)
            await way.agree(phone, applicant, theirs)
        if self.clock.now() > first - HEAD_START / 2:
            raise RefusedError("this machine is too busy: the agreements took until the first reminder")
        faults = self._draw_faults()
        return [
            Awaited(applicant=applicant, candidate=phone, due=due, fault=fault)
            for (phone, applicant), due, fault in zip(pairs, dues, faults, strict=True)
        ]

    async def _apply(self, phone: Phone, applicant: Applicant) -> tuple[str, ...]:
        answers = await self.way.pass_test(phone, applicant)
        name = self.way.recruiter.name
        await phone.expect(f"{name} among the recruiters", lambda said: name in said.labels)
        return answers

    def _draw_faults(self) -> list[str | None]:
        """Draw whose reminder loses its reply, and whose is slow, so that a kill finds it on its way."""
        faults = [SLOW if self.chance.random() < SLOW_SHARE else None for _ in range(self.candidates)]
        faults[self.chance.randrange(self.candidates)] = LOST_REPLY
        return faults
