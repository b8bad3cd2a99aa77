"""Thousands of reminders due in the same second: at which rate they leave, who waits meanwhile, and who comes first.

The rate is the one at which the product's own bulk queue is configured. A candidate of another journey goes on pressing
all the time, as before. A third of the interviews each are near, later, and later still; they fall due mixed.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.ear import Heard
from bench.figure import Figure, Goal, percentile
from bench.house import House, open_house
from bench.offices import OFFICE
from bench.people import Person
from bench.press import Candidate
from bench.sleeping_crowd import Sleeper, furnish_crowd, pattern, send_to_sleep
from domain.announcements import PER_SECOND
from otklik.clock import now

AFTER = (timedelta(minutes=65), timedelta(minutes=110), timedelta(minutes=170))  # starts, counted from the due second
PRESSING = 1_000  # the number of who presses
STUCK = 60.0  # seconds without a reminder
PAUSE = 0.25


class TooSlowError(Exception):
    """The machine does not get as far as the measurement."""


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Reminders, how many journeys begin a second on this machine, and presses before."""

    reminders: int
    begin_per_second: float
    presses: int


QUICK = Sizes(reminders=300, begin_per_second=10, presses=20)
FULL = Sizes(reminders=5000, begin_per_second=35, presses=200)


async def measure(sizes: Sizes) -> Sequence[Figure]:
    """Press while nothing else happens, then while the herd passes."""
    async with open_house(OFFICE) as house:
        candidate = Candidate(Person(house, PRESSING))
        await candidate.arrive()
        idle = [await pressed(candidate) for _ in range(sizes.presses)]
        crowd, due_at = await asleep(house, sizes)
        await asyncio.sleep(max((due_at - now()).total_seconds(), 0))
        passing = asyncio.create_task(until_passed(house, crowd))
        busy = list[float]()
        while not passing.done():
            busy.append(await pressed(candidate))
        reminders = await passing
    return [*rate(reminders), presses(idle, busy), order(crowd, reminders)]


async def asleep(house: House, sizes: Sizes) -> tuple[list[Sleeper], datetime]:
    """Send the crowd to sleep; return it and the second in which all are due."""
    like = await pattern(house)
    due_at = now().replace(microsecond=0) + timedelta(seconds=sizes.reminders / sizes.begin_per_second + 20)
    await furnish_crowd(house, 0, sizes.reminders - 1, [due_at + after for after in AFTER])
    crowd = await send_to_sleep(house, like, first=0, last=sizes.reminders - 1, remind_at=lambda _: due_at, now=now())
    if now() > due_at:
        raise TooSlowError(
            f"{sizes.reminders} journeys did not begin within the time at {sizes.begin_per_second} a second"
        )
    return crowd, due_at


async def pressed(candidate: Candidate) -> float:
    """Press, and pause; return the milliseconds until the answer."""
    took = await candidate.press()
    await asyncio.sleep(PAUSE)
    return took


async def until_passed(house: House, crowd: Sequence[Sleeper]) -> dict[int, Heard]:
    """Wait until everybody was reminded; return the reminders by chat."""
    heard: dict[int, Heard] = {}
    last = time.monotonic()
    while len(heard) < len(crowd):
        await asyncio.sleep(0.5)
        for each in crowd:
            chat = house.ear.chats.get(each.chat_id)
            if each.chat_id not in heard and chat is not None and chat.heard:
                heard[each.chat_id], last = chat.heard[0], time.monotonic()
        if time.monotonic() - last > STUCK:
            raise TooSlowError(f"{len(heard)} of {len(crowd)} were reminded, and nobody for {STUCK:.0f} s")
    return heard


def rate(reminders: dict[int, Heard]) -> list[Figure]:
    """Return reminders a second from the first to the last, beside the configured rate."""
    instants = sorted(each.at for each in reminders.values())
    found = (len(instants) - 1) / (instants[-1] - instants[0])
    return [
        Figure(
            benchmark="herd",
            case=f"{len(instants)} reminders; bare: as configured",
            unit="a second",
            ours=found,
            bare=PER_SECOND,
            value=found / PER_SECOND,
            goal=Goal(at_least=0.95),
        )
    ]


def presses(idle: Sequence[float], busy: Sequence[float]) -> Figure:
    """Return what others wait for their answers meanwhile, beside what they wait when nothing else happens."""
    during, before = percentile(busy, 99), percentile(idle, 99)
    return Figure(
        benchmark="herd",
        case="presses meanwhile, p99; bare: before",
        unit="ms",
        ours=during,
        bare=before,
        value=during / before,
        goal=Goal(at_most=2.0),
    )


def order(crowd: Sequence[Sleeper], reminders: dict[int, Heard]) -> Figure:
    """Return how many of the first third of the reminders are about the nearest third of the interviews."""
    nearest = {each.chat_id for each in crowd if each.starts_at == min(other.starts_at for other in crowd)}
    first = sorted(reminders, key=lambda chat: reminders[chat].at)[: len(nearest)]
    share = len(nearest.intersection(first)) / len(nearest)
    return Figure(
        benchmark="herd",
        case="nearest interviews among the first; bare: by chance",
        unit="share",
        ours=share,
        bare=len(nearest) / len(crowd),
        value=share,
        goal=Goal(at_least=0.9),
    )
