"""The same towns around journeys that live on the real server, whose clocks jump from one event to the next.

A fast-forward ends at a timer whose worker is away, so outages are left to the pure machine.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_type_hints

from temporalio import activity
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.worker import Worker

from domain.ids import CandidateId
from domain.stages import WaitingFor
from otklik import clock
from otklik.embedded.temporal import embedded_temporal
from tests.workflows.generated.agenda import DAY
from tests.workflows.generated.facts import Story
from tests.workflows.generated.figures import Figures
from tests.workflows.generated.scenario import draw
from tests.workflows.generated.town import A_SECOND, Town
from workflows import messages as m
from workflows import steps
from workflows.candidate_journey import CandidateJourney, Status
from workflows.connection import BULK, JOURNEYS, TemporalSettings, connect
from workflows.journeys import Journeys
from workflows.showing import SEARCH_ATTRIBUTES
from workflows.steps import SendLetter
from workflows.virtual_time import skip

FIRST_ID = 2 * 10**9  # candidates of no other test
AT_A_TIME = 10
LASTS = 12 * DAY
PUNCTUAL = timedelta(seconds=30)  # of a machine that is busy with something else
NAMES = [
    name
    for name, step in vars(steps).items()
    if hasattr(step, "__temporal_activity_definition") and len(get_type_hints(step)) > 1
]

Towns = dict[CandidateId, Town]


def activities(towns: Towns) -> list[Callable[..., Any]]:
    """Return every step of a journey, done in the town of its candidate."""

    def named(name: str) -> Callable[..., Awaitable[Any]]:
        async def do(order: Any) -> Any:
            town = towns[order.candidate_id]
            return town.say(order.letter, order.now) if isinstance(order, SendLetter) else town.do(order)

        (parameter,) = (kind for key, kind in get_type_hints(getattr(steps, name)).items() if key != "return")
        do.__annotations__ = {"order": parameter}
        return activity.defn(name=name)(do)

    return [named(name) for name in NAMES]


@asynccontextmanager
async def working(client: Client, towns: Towns) -> AsyncIterator[None]:
    """Run workers for both queues as long as the block lasts."""
    doing = activities(towns)
    journeys = Worker(
        client,
        task_queue=JOURNEYS,
        workflows=[CandidateJourney],
        activities=doing,
    )
    async with journeys, Worker(client, task_queue=BULK, activities=doing):
        yield


class Guest:
    """One journey on the server, and what its town has planned for it."""

    def __init__(self, client: Client, town: Town) -> None:
        self.client, self.town = client, town
        self.id = CandidateId(town.scenario.candidate_id)
        self.journeys = Journeys(client)
        self.handle = self.journeys.handle(self.id)
        self.steps = 0

    async def live(self) -> Story:
        """Let everything happen until the journey is closed, nothing is left to happen, or time is over."""
        due = self.town.scenario.start
        until = due + LASTS
        self.town.misfortunes.begin()
        await self.journeys.arrive(self.id, m.CandidateArrived(update_id=0))
        while await self._is_quiet():
            status = await self.journeys.status(self.id)
            self._look_around(status)
            due = min(at for at in (status.next_action_at, self.town.agenda.next_at, until) if at is not None)
            if due >= until:
                break
            await self._let_happen(due, status)
        ends = max((fact.at for fact in self.town.facts), default=self.town.scenario.start)
        return self.town.story(until=max(ends, min(due, until)), steps=self.steps)

    async def _let_happen(self, due: datetime, status: Status) -> None:
        """Jump to what comes next: the alarm, which rings by itself, or something that people do."""
        self.steps += 1
        planned = self.town.agenda.take(due)
        if planned is None:
            await skip(self.client, self.id, due - status.now + A_SECOND)
            return
        await skip(self.client, self.id, due - status.now)
        news = self.town.meet(planned.what, due)
        if news is not None:
            await self.journeys.tell(self.id, news)

    async def _is_quiet(self) -> bool:
        """Wait until nothing is under way; False when the journey is closed."""
        while True:
            described = await self.handle.describe()
            if described.status is not WorkflowExecutionStatus.RUNNING:
                return False
            raw = described.raw_description
            if not raw.pending_activities and not raw.HasField("pending_workflow_task"):
                return True
            await asyncio.sleep(0.01)

    def _look_around(self, status: Status) -> None:
        if status.next_action_at is None:
            self.town.complain("no next action", status.now)
        if status.waiting_for is WaitingFor.NOBODY:
            self.town.complain("waits for nobody", status.now)


async def play(client: Client, seeds: Iterable[int]) -> Figures:
    """Let the journeys of these seeds live on a server, some at a time, and judge them."""
    figures = Figures(punctual=PUNCTUAL)
    towns: Towns = {}
    turns = asyncio.Semaphore(AT_A_TIME)

    async def one(seed: int) -> None:
        async with turns:
            scenario = replace(draw(seed, start=clock.now()), candidate_id=FIRST_ID + seed)
            town = towns[CandidateId(scenario.candidate_id)] = Town(scenario, with_outages=False)
            figures.add(await Guest(client, town).live())

    async with working(client, towns):
        await asyncio.gather(*(one(seed) for seed in seeds))
    return figures


async def figures_on_a_server_of_their_own(seeds: Iterable[int]) -> Figures:
    """Do the same on a server that is started for it."""
    with tempfile.TemporaryDirectory() as folder:
        async with embedded_temporal(Path(folder), SEARCH_ATTRIBUTES) as address:
            return await play(await connect(TemporalSettings(address=address), codec=None), seeds)
