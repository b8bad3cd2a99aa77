"""Candidates who come as fast as they are answered, or at a steady rate, whatever became of the others."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from proof.phone import MissedError
from proof.recruiter import FIRST_ID, IDS
from proof.soak.candidate import HAPPY, CalmPhone, Traveller
from proof.soak.desk import Case, Desk
from proof.soak.listening import Listening
from proof.soak.office import Office
from proof.soak.plan import MINUTE
from proof.test1 import Applicant

NUMBERS_FROM = FIRST_ID + IDS  # beyond those who are drawn


@dataclass(kw_only=True)
class Arrivals:
    """`candidates` are all who have come; `took` is, for each who is through, when they came and how long it took."""

    stand_in: Listening
    office: Office
    desk: Desk
    seed: int
    say: Callable[[str], None]
    applicants: Iterator[Applicant]
    candidates: list[Traveller] = field(default_factory=list)
    took: list[tuple[float, float]] = field(default_factory=list)

    async def measure(self, *, at_once: int, warming: float, seconds: float) -> float:
        """Return how many journeys a minute are through when so many people play without a pause."""
        began = time.monotonic()
        ends = began + warming + seconds
        closed: list[float] = []

        async def one_after_another() -> None:
            while time.monotonic() < ends:
                await self._play(await self._welcome())
                closed.append(time.monotonic())

        await asyncio.gather(*(one_after_another() for _ in range(at_once)))
        counted = [moment for moment in closed if began + warming <= moment < ends]
        return len(counted) * MINUTE / seconds

    async def come(self, *, rate: float, seconds: float) -> None:
        """Let somebody begin every so often; return when nobody is on the way any more."""
        began = time.monotonic()
        self.took.clear()
        async with asyncio.TaskGroup() as group:
            for number in range(round(rate * seconds / MINUTE)):
                await asyncio.sleep(max(began + number * MINUTE / rate - time.monotonic(), 0.0))
                group.create_task(self._play(await self._welcome(), came=time.monotonic() - began))

    async def _welcome(self) -> Traveller:
        number, applicant = len(self.candidates), next(self.applicants)
        person, offering = NUMBERS_FROM + number, self.office.offering(number)
        phone = CalmPhone(self.stand_in, person_id=person, name=applicant.name, is_busy=offering.is_busy)
        candidate = Traveller(
            phone=phone,
            applicant=applicant,
            script=HAPPY,
            offering=offering,
            chance=Random(f"times {self.seed} {number}"),  # noqa: S311 - it has to be repeatable
            stand_in=self.stand_in,
            case=Case(),
        )
        self.candidates.append(candidate)
        await self.stand_in.add_person(person, applicant.name)
        return candidate

    async def _play(self, candidate: Traveller, *, came: float = 0.0) -> None:
        began, name = time.monotonic(), candidate.applicant.full_name
        self.desk.cases[name] = candidate.case
        try:
            await candidate.play()
            self.took.append((came, time.monotonic() - began))
        except MissedError as missed:
            self.say(str(missed))
        finally:
            del self.desk.cases[name]
