"""Journeys in every state that ops look for, each played by the real workflow; afterwards no worker runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from temporalio import activity
from temporalio.client import Client
from temporalio.common import SearchAttributeKey

from domain.ids import CandidateId, SlotId, journey_id
from domain.stages import Stage, WaitingFor
from otklik import clock
from tests.workflows.conftest import working
from tests.workflows.fakes import CITY, RECRUITER, FakeDeeds
from tests.workflows.playing import Played
from workflows import deeds, findings
from workflows import messages as m
from workflows import move_messages as w
from workflows.candidate_journey import CandidateJourney
from workflows.connection import JOURNEYS
from workflows.findings import SendingTrouble
from workflows.showing import JOURNEY_STAGE, NEXT_ACTION_AT, WAITING_FOR

KAZAN = timezone(timedelta(hours=3))
LATER = timedelta(hours=30)  # this long after all journeys began the views are looked at
IN_TWO_DAYS = timedelta(days=2)
Play = Callable[[Played], Awaitable[None]]


@dataclass
class DeedsElsewhere(FakeDeeds):
    """Deeds of another city."""

    @activity.defn
    async def resolve_city(self, deed: deeds.ResolveCity) -> findings.CityResolved:
        self.done.append(deed)
        return findings.CityResolved(city_id=CITY, name="Алматы")


@dataclass
class Watched:
    """Which workflow is which; `now` and `today` are when the views are looked at."""

    client: Client
    began: datetime
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.began + LATER

    @property
    def today(self) -> date:
        """The day in Kazan on which the interviews are."""
        return (self.began.astimezone(KAZAN) + timedelta(days=3)).date()

    def starts_in(self, days: int, *, hour: int) -> timedelta:
        """Return how long it is until half past that hour in Kazan, so many days after today."""
        midnight = datetime.combine(self.today, datetime.min.time(), KAZAN)
        return midnight + timedelta(days=days, hours=hour, minutes=30) - self.began

    def names(self, workflow_ids: set[str]) -> set[str]:
        """Return the names of these workflows."""
        known = {workflow_id: name for name, workflow_id in self.ids.items()}
        return {known[workflow_id] for workflow_id in workflow_ids}


@asynccontextmanager
async def watched(client: Client) -> AsyncIterator[Watched]:
    """Play them all, one after another."""
    journeys = Watched(client, clock.now())
    for number, (name, stage, play, fakes) in enumerate(_plays(journeys), start=1):
        played = Played(client, CandidateId(number), fakes)
        journeys.ids[name] = journey_id(played.candidate_id)
        async with working(client, fakes):
            await play(played)
            await _until_shown(played, stage)
    await _without_a_worker(journeys)
    yield journeys


def _plays(journeys: Watched) -> Iterator[tuple[str, Stage | None, Play, FakeDeeds]]:
    """Yield names with the stage at the end, what is played, and how long it is until the interview."""
    evening, midnight = journeys.starts_in(0, hour=23), journeys.starts_in(1, hour=0)
    yield "old request", Stage.AWAITING_APPROVAL, Played.book, FakeDeeds(IN_TWO_DAYS)
    yield "near request", Stage.AWAITING_APPROVAL, Played.book, FakeDeeds(timedelta(hours=32))
    yield "fresh request", Stage.AWAITING_APPROVAL, _book_late, FakeDeeds(timedelta(days=5))
    yield "tonight", Stage.SCHEDULED, Played.agree, FakeDeeds(evening)
    yield "tonight elsewhere", Stage.SCHEDULED, Played.agree, DeedsElsewhere(evening)
    yield "after midnight", Stage.SCHEDULED, Played.agree, FakeDeeds(midnight)
    yield "reminded", Stage.REMINDED, _be_reminded, FakeDeeds(timedelta(hours=30, minutes=30))
    yield "confirmed", Stage.ATTENDANCE_CONFIRMED, _confirm, FakeDeeds(IN_TWO_DAYS)
    yield "owes an outcome", Stage.OUTCOME_ASKED, _end, FakeDeeds(timedelta(hours=1))
    yield "just over", Stage.OUTCOME_ASKED, _end, FakeDeeds(timedelta(hours=28))
    yield "wants to move", Stage.RESCHEDULE_REQUESTED, _ask_to_move, FakeDeeds(IN_TWO_DAYS)
    yield "answering", Stage.SCREENING, Played.arrive, FakeDeeds()
    yield "left to an admin", Stage.CHOOSING_RECRUITER, _stay_silent, FakeDeeds()
    yield "no slots", Stage.WAITING_FOR_SLOTS, Played.pass_test, FakeDeeds(nothing_free=True)
    yield "unreachable", Stage.UNREACHABLE, _be_lost, FakeDeeds(trouble={"congratulate": SendingTrouble.UNREACHABLE})
    yield "left", Stage.CLOSED, _leave, FakeDeeds()
    yield "stuck", None, _get_stuck, FakeDeeds()


async def _until_shown(played: Played, stage: Stage | None) -> None:
    """Wait until the lists could know what the journey knows; whoever is stuck knows nothing."""
    if stage is None:
        return
    handle = played.journeys.handle(played.candidate_id)
    async with asyncio.timeout(20):
        while True:
            shown = (await handle.describe()).typed_search_attributes
            status = await handle.query(CandidateJourney.status)
            seen = (shown.get(JOURNEY_STAGE), shown.get(WAITING_FOR), shown.get(NEXT_ACTION_AT))
            if seen == (stage, status.waiting_for, status.next_action_at):
                return
            await asyncio.sleep(0.05)


async def _book_late(played: Played) -> None:
    await played.pass_test()
    await played.skip(LATER - timedelta(hours=1))
    await played.tell(m.RecruiterPicked(update_id=played.update(), recruiter_id=RECRUITER))
    await played.tell(m.SlotPicked(update_id=played.update(), slot_id=SlotId(5), recruiter_id=RECRUITER))
    await played.until_stage(Stage.AWAITING_APPROVAL)


async def _be_reminded(played: Played) -> None:
    await played.agree()
    await played.skip_to_alarm()
    await played.until_sent("remind_candidate")


async def _confirm(played: Played) -> None:
    await _be_reminded(played)
    await played.tell(played.pressing(m.AttendanceConfirmed))
    await played.until_stage(Stage.ATTENDANCE_CONFIRMED)


async def _end(played: Played) -> None:
    await played.agree()
    while (await played.journeys.status(played.candidate_id)).stage is not Stage.OUTCOME_ASKED:
        await played.skip_to_alarm()


async def _ask_to_move(played: Played) -> None:
    await played.agree()
    await played.tell(played.pressing(w.MoveRequested))
    await played.until_stage(Stage.RESCHEDULE_REQUESTED)


async def _stay_silent(played: Played) -> None:
    await played.pass_test()
    await played.skip(timedelta(hours=21))
    async with asyncio.timeout(20):
        while (await played.journeys.status(played.candidate_id)).waiting_for is not WaitingFor.ADMIN:
            await asyncio.sleep(0.05)


async def _be_lost(played: Played) -> None:
    await played.agree()
    await played.until_sent("report_undelivered")


async def _leave(played: Played) -> None:
    await played.arrive()
    await played.tell(m.CandidateLeft(update_id=played.update()))
    await played.journeys.handle(played.candidate_id).result()


async def _get_stuck(played: Played) -> None:
    """Begin with what today's code cannot read."""
    name = journey_id(played.candidate_id)
    await played.client.start_workflow("CandidateJourney", {"candidate_id": "?"}, id=name, task_queue=JOURNEYS)
    query = f"WorkflowId = '{name}' AND TemporalReportedProblems IS NOT NULL"
    async with asyncio.timeout(60):
        while not (await played.client.count_workflows(query)).count:
            await asyncio.sleep(0.2)


async def _without_a_worker(journeys: Watched) -> None:
    """Begin two that nobody takes, and end one of them by force."""
    for number, name in enumerate(("not taken", "terminated"), start=len(journeys.ids) + 1):
        played = Played(journeys.client, CandidateId(number), FakeDeeds())
        await played.arrive()
        journeys.ids[name] = journey_id(played.candidate_id)
    await journeys.client.get_workflow_handle(journeys.ids["terminated"]).terminate()


async def instants(journeys: Watched, key: SearchAttributeKey[datetime]) -> Mapping[str, datetime]:
    """Return an instant of each journey that has it, read from the journeys and not from a list."""
    found = {}
    for name, workflow_id in journeys.ids.items():
        described = await journeys.client.get_workflow_handle(workflow_id).describe()
        found[name] = described.typed_search_attributes.get(key)
    return {name: at for name, at in found.items() if at is not None}
