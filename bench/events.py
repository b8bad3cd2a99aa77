"""History events and billable actions of a happy journey, by what caused them, beside the least that is possible.

The least: a start and an end; for each signal its event and one task of the workflow that takes it; for each message
an activity and the task that hears of its end; for each ring a timer and the task that it wakes. Nothing decided by
the database, nothing shown to ops, no timer that is moved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from temporalio.api.history.v1 import HistoryEvent

from bench.chronicle import Cause, Chronicle, chronicle_of
from bench.figure import Figure, Goal
from bench.happy import Happy
from bench.house import House, open_house
from bench.offices import OFFICE
from domain.ids import journey_id

GOAL = Goal(at_most=1.1)
TASK = 3  # events: scheduled, started, completed; an activity has the same three
START_AND_END = 2
RING = 2  # started, fired


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """A history is what it is: there is one size."""

    journeys: int = 1


QUICK = FULL = Sizes()


async def measure(sizes: Sizes) -> Sequence[Figure]:
    """Play one journey, one press at a time, and count."""
    async with open_house(OFFICE) as house:
        histories = [await history_of(house, number) for number in range(sizes.journeys)]
    return list(figures(chronicle_of(histories[-1])))


async def history_of(house: House, number: int) -> Sequence[HistoryEvent]:
    """Play a journey and return its history."""
    handle = house.client.get_workflow_handle(journey_id(await Happy(house, number).play()))
    await handle.result()
    return list((await handle.fetch_history()).events)


def figures(found: Chronicle) -> Iterator[Figure]:
    """Return totals beside the least, and their parts."""
    whole = (f"a journey of {found.signals} signals, {found.letters} messages, {found.rings} rings", 1)
    for case, parts in (whole, ("a message of it", found.letters)):
        yield compared(f"events of {case}", "events", found.events / parts, least_events(found) / parts)
        yield compared(f"billable actions of {case}", "actions", found.actions / parts, least_actions(found) / parts)
    for cause in Cause:
        if count := found.by_cause[cause]:
            yield counted(f"events of {cause}", "events", count)
    for cause in Cause:
        if count := found.billed_by_cause[cause]:
            yield counted(f"actions of {cause}", "actions", count)
    for name, count in found.deeds.items():
        yield counted(f"{name}, times done", "activities", count)


def least_events(found: Chronicle) -> int:
    """Return how many events these signals, messages and rings need."""
    woken = found.signals + found.letters + found.rings
    return START_AND_END + found.signals + TASK * found.letters + RING * found.rings + TASK * woken


def least_actions(found: Chronicle) -> int:
    """Return how many actions they need."""
    return 1 + found.signals + found.letters + found.rings


def compared(case: str, unit: str, ours: float, least: float) -> Figure:
    return Figure(benchmark="events", case=case, unit=unit, ours=ours, bare=least, value=ours / least, goal=GOAL)


def counted(case: str, unit: str, count: int) -> Figure:
    return Figure(benchmark="events", case=case, unit=unit, ours=count, value=count)
