"""One trial: a house of its own, people who arrive, faults among them, and the audit when everybody is through."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from proof.chaos.auditing import Audit
from proof.chaos.candidate import Candidate
from proof.chaos.desk import Desk
from proof.chaos.faults import Faults, Toll
from proof.chaos.offering import Offering
from proof.chaos.patient_phone import PatientPhone
from proof.chaos.plan import Plan
from proof.chaos.script import draw_script
from proof.chaos.violations import Findings
from proof.crowd import crowd
from proof.house import own_house
from proof.phone import MissedError
from proof.recruiter import Recruiter, find_recruiter, new_phone
from proof.stand_in import StandIn
from proof.telling import Telling

SPIKE = 8  # newcomers
SETTLED_WITHIN = 150.0  # seconds; a letter is tried again every minute at least
Say = Callable[[str], None]


@dataclass(kw_only=True)
class Outcome:
    """What a trial has brought."""

    toll: Toll = field(default_factory=Toll)
    findings: Findings = field(default_factory=Findings)
    journeys: int = 0
    seconds: float = 0.0


async def play(plan: Plan, telling: Telling, *, log: Path | None) -> Outcome:
    """Play a trial to its end; raise `RefusedError` or `MissedError` when it cannot be played."""
    outcome = Outcome()
    began = time.monotonic()
    async with own_house(log) as house, StandIn(house.page) as stand_in:
        recruiter = await find_recruiter(stand_in, telling)
        offering = Offering(truth=house.truth, recruiter=recruiter.name, cities=recruiter.cities)
        await offering.open(times=4 * plan.journeys)
        candidates = await _candidates(plan, stand_in, telling, offering)
        crowd_ = Crowd(plan=plan, candidates=candidates, say=telling.say)
        chance = Random(f"targets {plan.seed}")  # noqa: S311 - it has to be repeatable
        faults = Faults(house=house, stand_in=stand_in, toll=outcome.toll, chance=chance, let_all_in=crowd_.let_some_in)
        async with _served(stand_in, recruiter, candidates), crowd_.arriving():
            offering.struck.set()
            await _strike(plan, faults, telling.say)
            telling.say("no more faults; everything is healed")
            await faults.heal()
            offering.struck.clear()
            await crowd_.until_all_are_through()
            telling.say("everybody is through; the dust settles")
            audit = Audit(house=house, stand_in=stand_in, candidates=candidates)
            await audit.until_settled(seconds=SETTLED_WITHIN)
        outcome.findings = await audit.look()
        outcome.journeys = len(candidates)
    outcome.seconds = time.monotonic() - began
    return outcome


async def _candidates(plan: Plan, stand_in: StandIn, telling: Telling, offering: Offering) -> list[Candidate]:
    candidates = []
    for place, applicant in enumerate(islice(crowd(), plan.journeys)):
        person = (await new_phone(stand_in, telling, applicant.name)).person_id
        candidates.append(
            Candidate(
                phone=PatientPhone(stand_in, person_id=person, name=applicant.name, is_busy=offering.is_busy),
                applicant=applicant,
                script=draw_script(plan.seed, place),
                offering=offering,
                chance=Random(f"presses {plan.seed} {place}"),  # noqa: S311 - it has to be repeatable
            )
        )
    return candidates


async def _strike(plan: Plan, faults: Faults, say: Say) -> None:
    """Do the planned faults at their moments."""
    clock = asyncio.get_running_loop().time
    began = clock()
    for fault in plan.draw_faults():
        await asyncio.sleep(max(began + fault.at - clock(), 0.0))
        say(await faults.do(fault))


@contextlib.asynccontextmanager
async def _served(stand_in: StandIn, recruiter: Recruiter, candidates: list[Candidate]) -> AsyncIterator[None]:
    """Have the recruiter answer while inside; an error of theirs ends the trial."""
    scripts = {candidate.applicant.full_name: candidate.script for candidate in candidates}
    desk = Desk(stand_in=stand_in, recruiter=recruiter, scripts=scripts)
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(desk.serve())
        yield
        serving.cancel()


@dataclass(kw_only=True)
class Crowd:
    """Lets candidates in at their moments, or earlier when there is a spike."""

    plan: Plan
    candidates: list[Candidate]
    say: Say
    _playing: list[asyncio.Task[None]] = field(default_factory=list)
    _doors: list[asyncio.Event] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def arriving(self) -> AsyncIterator[None]:
        """Have everybody play while inside; who still plays at the end is sent home."""
        for candidate, seconds in zip(self.candidates, self.plan.draw_arrivals(), strict=True):
            door = asyncio.Event()
            self._doors.append(door)
            self._playing.append(asyncio.create_task(self._play(candidate, door, seconds)))
        try:
            yield
        finally:
            for task in self._playing:
                task.cancel()
            await asyncio.gather(*self._playing, return_exceptions=True)

    def let_some_in(self) -> int:
        """Open the door for the next newcomers at once; return how many they are."""
        waiting = [door for door in self._doors if not door.is_set()][:SPIKE]
        for door in waiting:
            door.set()
        return len(waiting)

    async def until_all_are_through(self) -> None:
        """Return when everybody has come to the end of their script, or waits in vain."""
        for door in self._doors:
            door.set()
        await asyncio.gather(*self._playing)

    async def _play(self, candidate: Candidate, door: asyncio.Event, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(door.wait(), seconds)
        door.set()
        try:
            await candidate.play()
        except MissedError as missed:
            self.say(str(missed))
