"""Journeys that live long: the history stays bounded and nothing is forgotten."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter

from domain.booking import Actor
from domain.ids import SlotId
from domain.stages import Stage, WaitingFor
from tests.workflows import positions as p
from tests.workflows.fakes import RECRUITER
from tests.workflows.long_lives import SUGGESTED_AFTER, bounce_long, long_lived
from tests.workflows.planned import alarms_for
from workflows import findings as f
from workflows import messages as m
from workflows.journey import Journey
from workflows.rules import REMEMBERED_UPDATES, advance

IN_ONE_GO = 750  # events until the first quiet moment after the suggestion
KILOBYTES = 1024


async def test_a_long_journey_continues_as_new_and_forgets_nothing(tmp_path: Path) -> None:
    async with long_lived(tmp_path) as played:
        await played.book()
        handle = played.journeys.handle(played.candidate_id)
        first_run = (await handle.describe()).run_id
        written = 0
        async with asyncio.timeout(60):
            while (await handle.describe()).run_id == first_run:
                await asyncio.gather(*(played.write("здравствуйте") for _ in range(10)))
                written += 10
                await played.until(lambda: played.deeds.kinds().count("pass_words") >= written)  # noqa: B023 - waited for here
        status = await played.until_stage(Stage.AWAITING_APPROVAL)
        assert status.waiting_for is WaitingFor.RECRUITER
        assert status.next_action == "nudge_recruiter"
        await played.skip_to_alarm()
        await played.until_sent("nudge_recruiter")


async def test_a_journey_that_bounces_keeps_its_runs_short_and_reminds_once(tmp_path: Path) -> None:
    async with long_lived(tmp_path) as played:
        life = await bounce_long(played, moves=20, messages=60)
    assert len(life.lengths) >= 3
    assert max(life.lengths) < SUGGESTED_AFTER + IN_ONE_GO
    assert life.stage is Stage.SCHEDULED
    assert life.reminded == (21,)


def test_what_a_run_hands_to_the_next_does_not_grow_with_200_moves_and_500_messages() -> None:
    journey, size = p.booked(), TypeAdapter(Journey).dump_json
    at, update = p.NOW, 0
    for revision in range(2, 202):
        starts_at = p.START + timedelta(hours=revision)
        moved = f.BookingMoved(
            at=at,
            booking_id=p.BOOKING,
            revision=revision,
            slot_id=SlotId(revision),
            recruiter_id=RECRUITER,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=20),
            alarms=alarms_for(at, starts_at),
            by=Actor.CANDIDATE,
        )
        journey, _ = advance(journey, moved)
        for _ in range(2 + revision % 2):
            update += 1
            journey, _ = advance(journey, m.TextWritten(at=at, update_id=update, text="а где это?" * 100))
    assert update == 500
    assert journey.booking is not None
    assert journey.booking.revision == 201
    assert len(journey.seen) == REMEMBERED_UPDATES
    fresh = replace(p.booked(), seen=tuple(range(REMEMBERED_UPDATES)))
    assert len(size(journey)) < len(size(fresh)) + KILOBYTES
