"""From a press to its answer: from the update entering the bot to the call of the Bot API arriving, idle and at load.

Beside it a bare "signal, activity, HTTP call" on the same server: from the signal to the arrival of the call. Idle
presses of both take turns one by one; under load rounds take turns, both at the same rate.
"""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from bench.bare import Bare, BareChat, bare
from bench.ear import Heard
from bench.figure import Figure, Goal, paired_ratio, percentile
from bench.house import House, open_house
from bench.offices import OFFICE
from bench.people import Person, answer, button
from bot.callbacks import OptionPress, TakeBackPress

GOALS = {50: Goal(at_most=1.5), 99: Goal(at_most=2.0)}
CALM = 0.15  # seconds after an answer in which everything that follows from it is done
QUESTION = "status"  # the question between whose answer and its taking back a candidate goes to and fro
ASKED_BEFORE = 3


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Rounds, presses of each idle round, people, presses a second under load and its seconds a round."""

    rounds: int
    presses: int
    people: int
    per_second: float
    seconds: float


QUICK = Sizes(rounds=1, presses=4, people=3, per_second=3, seconds=2)
FULL = Sizes(rounds=5, presses=100, people=40, per_second=8, seconds=20)

Press = Callable[[], Awaitable[float]]  # returns milliseconds
Rounds = list[list[float]]


class Candidate:
    """Somebody who answers a question and takes the answer back, for ever."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._question: Heard | None = None

    async def arrive(self) -> None:
        """Come as far as the question."""
        await self._person.write("/start")
        question = await self._person.sees()
        for _ in range(ASKED_BEFORE):
            await answer(self._person, question)
            question = await self._person.sees()
        self._question = question

    async def press(self) -> float:
        """Press the next button; return the milliseconds until its answer."""
        asked = self._question
        assert asked is not None
        option, back = button(asked, OptionPress, f"o:{QUESTION}:looking"), button(asked, TakeBackPress)
        await self._person.press(asked, option or back or "")
        self._question = heard = await self._person.sees()
        return (heard.at - self._person.act) * 1000


async def measure(sizes: Sizes) -> Sequence[Figure]:
    """Measure idle, then at load."""
    async with open_house(OFFICE) as house, bare(house) as baseline:
        ours, theirs = await arrived(house, sizes.people), await begun(baseline, sizes.people)
        idle = await idle_rounds(sizes, ours[0].press, theirs[0].press)
        loaded = await loaded_rounds(sizes, [each.press for each in ours], [each.press for each in theirs])
    return [*figures("idle", *idle), *figures(f"{sizes.per_second:g} presses a second", *loaded)]


async def arrived(house: House, count: int) -> list[Candidate]:
    """Return candidates who stand before the question."""
    candidates = [Candidate(Person(house, number)) for number in range(count)]
    for candidate in candidates:
        await candidate.arrive()
    return candidates


async def begun(baseline: Bare, count: int) -> list[BareChat]:
    """Return bare workflows that have answered once."""
    chats = [await baseline.begin_press() for _ in range(count)]
    for chat in chats:
        await chat.press()
    return chats


async def idle_rounds(sizes: Sizes, ours: Press, theirs: Press) -> tuple[Rounds, Rounds]:
    """Press by turns, one at a time, with a pause after each; a first half round is for warming."""
    rounds: tuple[Rounds, Rounds] = [], []
    for number in range(sizes.rounds + 1):
        took: tuple[list[float], list[float]] = [], []
        for _ in range(sizes.presses if number else sizes.presses // 2):
            for press, times in zip((ours, theirs), took, strict=True):
                times.append(await press())
                await asyncio.sleep(CALM)
        if number:
            for each, times in zip(rounds, took, strict=True):
                each.append(times)
    return rounds


async def loaded_rounds(sizes: Sizes, ours: Sequence[Press], theirs: Sequence[Press]) -> tuple[Rounds, Rounds]:
    """Press at the same rate by turns; the first of a round is the last of the next."""
    rounds: tuple[Rounds, Rounds] = [], []
    pairs = list(zip((ours, theirs), rounds, strict=True))
    for number in range(sizes.rounds):
        for presses, each in pairs if number % 2 else pairs[::-1]:
            each.append(await under_load(sizes, presses))
            await asyncio.sleep(1)
    return rounds


async def under_load(sizes: Sizes, presses: Sequence[Press]) -> list[float]:
    """Let everybody press in turn at the given rate, whether others were answered or not; return milliseconds."""
    tasks: list[asyncio.Task[float]] = []
    began = time.perf_counter()
    whose = itertools.cycle(range(len(presses)))
    latest: dict[int, asyncio.Task[float]] = {}
    for place in range(round(sizes.per_second * sizes.seconds)):
        await asyncio.sleep(max(began + place / sizes.per_second - time.perf_counter(), 0))
        person = next(whose)
        if person in latest:
            await latest[person]  # nobody presses twice at once
        latest[person] = asyncio.create_task(presses[person]())  # type: ignore[arg-type] # it is a coroutine
        tasks.append(latest[person])
    return list(await asyncio.gather(*tasks))


def figures(case: str, ours: Rounds, theirs: Rounds) -> Iterator[Figure]:
    """Return p50 and p99: medians of the rounds, and the median of each round's own ratio."""
    for percent, goal in GOALS.items():
        mine = [percentile(each, percent) for each in ours]
        bares = [percentile(each, percent) for each in theirs]
        yield Figure(
            benchmark="press",
            case=f"{case}, p{percent}",
            unit="ms",
            ours=median(mine),
            bare=median(bares),
            value=paired_ratio(mine, bares),
            goal=goal,
        )
