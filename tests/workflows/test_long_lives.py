"""Journeys that live long: the history stays bounded and nothing is forgotten."""

import asyncio
from pathlib import Path

from domain.ids import CandidateId
from domain.stages import Stage, WaitingFor
from otklik.embedded.temporal import embedded_temporal
from tests.workflows.conftest import working
from tests.workflows.fakes import FakeDeeds
from tests.workflows.playing import Played
from workflows.connection import TemporalSettings, connect
from workflows.showing import SEARCH_ATTRIBUTES

# The server suggests a new run after this many events instead of 4,096, so that the test takes seconds.
SOON = {"limit.historyCount.suggestContinueAsNew": "250"}


async def test_a_long_journey_continues_as_new_and_forgets_nothing(tmp_path: Path) -> None:
    async with embedded_temporal(tmp_path, SEARCH_ATTRIBUTES, configuration=SOON) as address:
        client = await connect(TemporalSettings(address=address), codec=None)
        fakes = FakeDeeds()
        played = Played(client, CandidateId(1), fakes)
        async with working(client, fakes):
            await played.book()
            handle = played.journeys.handle(played.candidate_id)
            first_run = (await handle.describe()).run_id
            written = 0
            async with asyncio.timeout(60):
                while (await handle.describe()).run_id == first_run:
                    await asyncio.gather(*(played.write("здравствуйте") for _ in range(10)))
                    written += 10
                    await played.until(lambda: fakes.kinds().count("pass_words") >= written)  # noqa: B023 - waited for here
            status = await played.until_stage(Stage.AWAITING_APPROVAL)
            assert status.waiting_for is WaitingFor.RECRUITER
            assert status.next_action == "nudge_recruiter"
            await played.skip_to_alarm()
            await played.until_sent("nudge_recruiter")
