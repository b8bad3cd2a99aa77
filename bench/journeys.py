"""Whole happy journeys a minute, beside bare workflows with as many signals, activities and timers, on one machine.

The score of the bare ones is read from the history of a journey that was just played. Both sides' people act as soon
as they are answered, several journeys at once, and both let a clock jump where a timer rings.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from statistics import median

from temporalio.testing import TimeSkipper

from bench.bare import Bare, BareChat, bare
from bench.bare_stories import BareJourney, Beat
from bench.chronicle import beats_of
from bench.figure import Figure, Goal, paired_ratio
from bench.happy import Happy
from bench.house import House, open_house
from bench.offices import OFFICE
from domain.ids import journey_id

GOAL = Goal(at_least=0.7)
MINUTE = 60.0
PAST = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Rounds of each side, journeys a round, how many of them at once."""

    rounds: int
    journeys: int
    at_once: int


QUICK = Sizes(rounds=1, journeys=2, at_once=2)
FULL = Sizes(rounds=5, journeys=32, at_once=8)


async def measure(sizes: Sizes) -> Sequence[Figure]:
    """Play rounds by turns."""
    async with open_house(OFFICE) as house, bare(house) as baseline:
        numbers = count()
        first = await Happy(house, next(numbers)).play()
        beats = await score_of(house, journey_id(first))
        await play_bare(baseline, beats)

        async def ours() -> None:
            await Happy(house, next(numbers)).play()

        async def theirs() -> None:
            await play_bare(baseline, beats)

        mine, bares = list[float](), list[float]()
        for _ in range(sizes.rounds):
            mine.append(await rate_of(sizes, ours))
            bares.append(await rate_of(sizes, theirs))
    case = f"{sizes.at_once} at once, {len(beats)} signals and rings each"
    return [
        Figure(
            benchmark="journeys",
            case=case,
            unit="journeys a minute",
            ours=median(mine),
            bare=median(bares),
            value=paired_ratio(mine, bares),
            goal=GOAL,
        )
    ]


async def score_of(house: House, workflow_id: str) -> Sequence[Beat]:
    """Return what each signal and ring of a journey led to."""
    handle = house.client.get_workflow_handle(workflow_id)
    await handle.result()
    return beats_of((await handle.fetch_history()).events)


async def rate_of(sizes: Sizes, play: Callable[[], Awaitable[None]]) -> float:
    """Return how many a minute were played."""
    waiting = iter(range(sizes.journeys))

    async def play_on(left: Iterable[int]) -> None:
        for _ in left:
            await play()

    began = time.perf_counter()
    await asyncio.gather(*(play_on(waiting) for _ in range(sizes.at_once)))
    return sizes.journeys * MINUTE / (time.perf_counter() - began)


async def play_bare(baseline: Bare, beats: Sequence[Beat]) -> None:
    """Play a score: signal or let the timer ring, wait for the letters, go on."""
    chat = await baseline.begin_journey(beats)
    await chat.hears(beats[0].letters, since=0)
    heard = beats[0].letters
    for beat in beats[1:]:
        if beat.by_timer:
            await ring(baseline, chat)
        else:
            await chat.handle.signal(BareJourney.press, "…")
        await chat.hears(beat.letters, since=heard)
        heard += beat.letters
    await chat.handle.result()


async def ring(baseline: Bare, chat: BareChat) -> None:
    """Let the clock of a bare journey jump to its timer."""
    seconds = await chat.handle.query(BareJourney.rings_in)
    await TimeSkipper(baseline.client).fast_forward(chat.handle, timedelta(seconds=seconds) + PAST)
