"""A deed is done within the task of the journey that wants it; what cannot be done at once waits on the server."""

import asyncio
import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from temporalio import activity
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from activities.worker import build_listener
from domain.ids import CandidateId
from domain.stages import Stage
from tests.workflows.conftest import working
from tests.workflows.fakes import CITY, FakeDeeds
from tests.workflows.playing import Played
from workflows import deeds, findings
from workflows import messages as m
from workflows.doing import AT_ONCE

HARDLY = timedelta(milliseconds=200)


@dataclass
class Slow(FakeDeeds):
    """Does what was ordered; on the spot its database has no answer, or breaks."""

    breaks: bool = False
    tried: list[bool] = field(default_factory=list)

    @activity.defn
    async def resolve_city(self, deed: deeds.ResolveCity) -> findings.CityResolved | findings.CityUnrecognised:
        on_the_spot = activity.info().is_local
        self.tried.append(on_the_spot)
        if on_the_spot:
            if self.breaks:
                raise ConnectionError("no database")
            await asyncio.sleep((AT_ONCE + timedelta(seconds=60)).total_seconds())
        return await super().resolve_city(deed)


async def events_of(played: Played) -> Counter[int]:
    history = await played.journeys.handle(played.candidate_id).fetch_history()
    return Counter(event.event_type for event in history.events)


async def answer_the_city(played: Played) -> None:
    await played.arrive()
    await played.write("иванов пётр")
    await played.tell(m.AnswerGiven(update_id=played.update(), question_id="city", option_id=str(CITY)))
    await played.until(lambda: played.deeds.kinds().count("ask_question") == 3)


async def test_a_deed_is_one_event_and_no_order(played: Played) -> None:
    await answer_the_city(played)
    found = await events_of(played)
    assert found[EventType.EVENT_TYPE_MARKER_RECORDED] == 2  # Test1 was opened, the city resolved
    assert found[EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED] == 3  # three questions were asked


async def test_what_breaks_on_the_spot_is_ordered_and_done(client: Client) -> None:
    deeds = Slow(breaks=True)
    async with working(client, deeds):
        await answer_the_city(Played(client, CandidateId(secrets.randbelow(10**9)), deeds))
    assert deeds.tried == [True, False]


async def test_a_database_that_does_not_answer_holds_a_journey_up_for_seconds_only(client: Client) -> None:
    deeds = Slow()
    async with working(client, deeds):
        played = Played(client, CandidateId(secrets.randbelow(10**9)), deeds)
        await answer_the_city(played)
        history = (await played.journeys.handle(played.candidate_id).fetch_history()).events
    assert deeds.tried == [True, False]
    signalled = max(
        event.event_time.ToDatetime()
        for event in history
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
    )
    ordered = next(
        event.event_time.ToDatetime()
        for event in history
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
        and event.activity_task_scheduled_event_attributes.activity_type.name == "resolve_city"
    )
    assert ordered - signalled >= AT_ONCE - HARDLY


async def test_a_listener_does_nothing_and_leaves_what_is_wanted_to_a_worker(client: Client) -> None:
    deeds = FakeDeeds()
    played = Played(client, CandidateId(secrets.randbelow(10**9)), deeds)
    async with build_listener(client, None):
        await played.arrive()
        async with asyncio.timeout(20):
            while not (await events_of(played))[EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED]:
                await asyncio.sleep(0.05)
        assert (await played.journeys.status(played.candidate_id)).stage is Stage.SCREENING
    assert deeds.done == []
    async with working(client, deeds):
        await played.until_sent("ask_question")
    assert [type(deed).__name__ for deed in deeds.done] == ["OpenScreening"]
