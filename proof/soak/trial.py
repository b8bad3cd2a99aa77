"""One soak: a house of its own, its rate, an hour of journeys with restarts, the audit and the judgement."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from proof.chaos.auditing import Audit
from proof.chaos.violations import Findings
from proof.house import House, own_house
from proof.kills import Clock
from proof.soak.arrivals import Arrivals
from proof.soak.desk import Desk
from proof.soak.judging import Line, lines_of, lines_of_lag, violations_of_lag
from proof.soak.lag import LAGS, Waited, calm
from proof.soak.listening import Listening
from proof.soak.office import applicants, furnish
from proof.soak.plan import Plan
from proof.soak.restarting import Restarted, Restarting, begin_anew
from proof.soak.samples import Sampler
from proof.stand_in import RefusedError
from proof.telling import Telling

AT_ONCE, WARMING, MEASURED = 8, 20.0, 60.0  # journeys, seconds, seconds
TIMES_FOR_MEASURING, SPARE_TIMES = 400, 200
SAMPLE_EVERY = 10.0  # seconds
TELLS_EVERY = 6  # samples
SETTLED_WITHIN = 150.0
HALF = 0.5
MEASURED_PARTS = ("worker", "bot", "api")
SHOWN_PARTS = (*MEASURED_PARTS, "temporal")


@dataclass(kw_only=True)
class Outcome:
    """What a soak has brought; `took` is, for each journey, when it began and how many seconds it took."""

    sampler: Sampler
    measured: float | None = None
    rate: float = 0.0
    seconds: float = 0.0
    began: float = 0.0  # Unix seconds
    restarts: Sequence[Restarted] = ()
    updates: Sequence[Waited] = ()
    took: Sequence[tuple[float, float]] = ()
    findings: Findings = field(default_factory=Findings)

    @property
    def calm_updates(self) -> list[Waited]:
        return calm(self.updates, self.restarts)

    def lines(self) -> list[Line]:
        """Return everything that was looked at for growth."""
        return [
            *lines_of(self.sampler.series, seconds=self.seconds),
            *lines_of_lag(self.calm_updates, began=self.began, seconds=self.seconds),
        ]

    def violations(self) -> list[str]:
        """Return everything that is wrong: what has grown, who waited, what the audit found."""
        grown = [f"has grown: {line}" for line in self.lines() if line.is_violation]
        audited = [str(violation) for violation in self.findings.violations]
        return [*grown, *violations_of_lag(self.updates, self.restarts), *audited]


async def play(plan: Plan, telling: Telling, *, log: Path | None) -> Outcome:
    """Play a soak to its end; raise `RefusedError` or `MissedError` when it cannot be played."""
    async with own_house(log) as house, Listening(house.page) as stand_in:
        office = await furnish(house.truth, stand_in, telling)
        people = {recruiter.phone.person_id for recruiter in office.recruiters}
        arrivals = Arrivals(
            stand_in=stand_in,
            office=office,
            desk=Desk(stand_in=stand_in, people=people),
            seed=plan.seed,
            say=telling.say,
            applicants=cycle(applicants()),
        )
        sampler = Sampler(house=house)
        outcome = Outcome(sampler=sampler)
        async with _meanwhile(arrivals.desk.serve()), _meanwhile(_watch(sampler, telling)):
            await _choose_rate(plan, house, arrivals, outcome, telling)
            await _load(plan, house, arrivals, outcome, telling)
        await _judge(house, arrivals, outcome)
    return outcome


async def _choose_rate(plan: Plan, house: House, arrivals: Arrivals, outcome: Outcome, telling: Telling) -> None:
    """Take the given rate, or half of what the machine can do; open as many times as that needs.

    Who was measured begins anew: what caches and pools took at the full rate is not where the soak begins.
    """
    if plan.rate is None:
        await arrivals.office.open(TIMES_FOR_MEASURING)
        measured = await arrivals.measure(at_once=AT_ONCE, warming=WARMING, seconds=MEASURED)
        outcome.measured = measured
        telling.say(f"{measured:.1f} journeys a minute, {AT_ONCE} at once")
        await begin_anew(house, MEASURED_PARTS)
    outcome.rate = plan.rate or (outcome.measured or 0.0) * HALF
    if outcome.rate * plan.minutes < 1:
        raise RefusedError(f"at {outcome.rate:.1f} journeys a minute nobody would come within {plan.minutes:g} min")
    await arrivals.office.open(int(outcome.rate * plan.minutes) + SPARE_TIMES)


async def _load(plan: Plan, house: House, arrivals: Arrivals, outcome: Outcome, telling: Telling) -> None:
    """Let people come and parts be restarted; return when everybody is through."""
    telling.say(f"{outcome.rate:.1f} journeys a minute for {plan.minutes:g} min")
    clock = Clock(await house.truth.now())
    restarting = Restarting(house=house, clock=clock, say=telling.say)
    outcome.began, outcome.seconds = clock.now(), plan.seconds
    await outcome.sampler.begin()
    async with asyncio.TaskGroup() as group:
        group.create_task(restarting.follow(plan))
        group.create_task(arrivals.come(rate=outcome.rate, seconds=plan.seconds))
    outcome.restarts, outcome.took = tuple(restarting.done), tuple(arrivals.took)
    telling.say("everybody is through; the dust settles")


async def _judge(house: House, arrivals: Arrivals, outcome: Outcome) -> None:
    """Audit all that was done, and read how long each update waited."""
    audit = Audit(house=house, stand_in=arrivals.stand_in, candidates=arrivals.candidates)
    await audit.until_settled(seconds=SETTLED_WITHIN)
    outcome.updates = [Waited(**row) for row in await house.truth.ask(LAGS, outcome.began)]
    outcome.findings = await audit.look()


async def _watch(sampler: Sampler, telling: Telling) -> None:
    """Sample for ever, and say now and then how it stands."""
    for number in range(1, 1_000_000):
        began = time.monotonic()
        await sampler.sample()
        if number % TELLS_EVERY == 0:
            telling.say(_standing(sampler))
        await asyncio.sleep(max(SAMPLE_EVERY - (time.monotonic() - began), 0.0))


def _standing(sampler: Sampler) -> str:
    memory = ", ".join(f"{part} {sampler.latest(part, 'memory'):.0f} MB" for part in SHOWN_PARTS)
    journeys = f"{sampler.latest('journeys', 'open'):.0f} open, {sampler.latest('journeys', 'closed'):.0f} closed"
    connections = f"{sampler.latest('postgres', 'connections'):.0f} connections"
    free = f"{sampler.latest('slots', 'free'):.0f} free times"
    return f"{journeys}; {free}; {connections}; {memory}"


@contextlib.asynccontextmanager
async def _meanwhile(deed: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Have something done while inside; its error ends the soak."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(deed)
        yield
        task.cancel()
