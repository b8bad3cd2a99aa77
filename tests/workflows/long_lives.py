"""A journey that bounces for long: `python -m tests.workflows.long_lives --moves 200 --messages 500` prints its figures.

The server suggests a new run after this many events instead of 4,096, so that few moves show what many do.
"""

import argparse
import asyncio
import itertools
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.booking import Actor
from domain.ids import CandidateId, SlotId
from domain.stages import Stage
from otklik.embedded.temporal import embedded_temporal
from tests.workflows.conftest import working
from tests.workflows.fakes import FakeDeeds
from tests.workflows.playing import Played
from workflows import move_messages as w
from workflows.connection import TemporalSettings, connect
from workflows.showing import SEARCH_ATTRIBUTES

SUGGESTED_AFTER = 250
SOON = {"limit.historyCount.suggestContinueAsNew": str(SUGGESTED_AFTER)}


@dataclass(frozen=True, kw_only=True)
class LongLife:
    """How long the runs became (events), where the journey stands, and the revisions that were reminded of."""

    lengths: tuple[int, ...]
    stage: Stage
    reminded: tuple[int, ...]


@asynccontextmanager
async def long_lived(folder: Path) -> AsyncIterator[Played]:
    """A candidate on a server of their own that soon suggests to continue as new."""
    async with embedded_temporal(folder, SEARCH_ATTRIBUTES, configuration=SOON) as address:
        client = await connect(TemporalSettings(address=address), codec=None)
        fakes = FakeDeeds()
        async with working(client, fakes):
            yield Played(client, CandidateId(1), fakes)


async def bounce_long(played: Played, *, moves: int, messages: int) -> LongLife:
    """Let the recruiter offer and the candidate take other times, and the candidate write in between; then remind."""
    await played.agree()
    written = itertools.accumulate([messages // moves] * moves)
    for revision, so_far in enumerate(written, start=1):
        stray = [played.write("а где это?") for _ in range(messages // moves)]
        await asyncio.gather(_bounce(played, revision), *stray)
        await played.until(lambda: played.deeds.kinds().count("pass_words") >= so_far)  # noqa: B023 - waited for here
        await _until_quiet(played)
    lengths = await _lengths_of_runs(played)
    stage = (await played.until_stage(Stage.SCHEDULED)).stage
    await played.skip_to_alarm()
    await played.until_sent("remind_candidate")
    reminders = [vars(order.letter) for order in played.deeds.sent if order.letter.kind == "remind_candidate"]
    return LongLife(lengths=lengths, stage=stage, reminded=tuple(letter["revision"] for letter in reminders))


async def _until_quiet(played: Played) -> None:
    """Wait as people do between two moves: until everything about the last one has been said."""
    said = -1
    while said != len(played.deeds.sent):
        said = len(played.deeds.sent)
        await asyncio.sleep(0.3)


async def _bounce(played: Played, revision: int) -> None:
    slot_id = SlotId(6 + revision)
    await played.tell(played.pressing(w.OtherTimeAsked, Actor.RECRUITER, revision=revision, slot_ids=(slot_id,)))
    await played.until(lambda: played.deeds.kinds().count("offer_other_times") >= revision)
    await played.tell(played.pressing(w.WantedSlotPicked, revision=revision, slot_id=slot_id))
    await played.until(lambda: played.deeds.kinds().count("report_move") >= revision)


async def _lengths_of_runs(played: Played) -> tuple[int, ...]:
    """Return how many events each run of the journey has, the first run first; waits until lists know the last one."""
    handle = played.journeys.handle(played.candidate_id)
    last = (await handle.describe()).run_id
    query = f"WorkflowId = 'journey-{played.candidate_id}'"
    runs = [run async for run in played.client.list_workflows(query)]
    while last not in {run.run_id for run in runs}:
        await asyncio.sleep(0.1)
        runs = [run async for run in played.client.list_workflows(query)]
    handles = [played.client.get_workflow_handle(run.id, run_id=run.run_id) for run in runs]
    found = [await each.describe() for each in handles]
    return tuple(each.history_length for each in sorted(found, key=lambda each: each.start_time))


async def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.workflows.long_lives")
    parser.add_argument("--moves", type=int, default=200)
    parser.add_argument("--messages", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with long_lived(Path(folder)) as played:
            life = await bounce_long(played, moves=asked.moves, messages=asked.messages)
    sys.stdout.write(f"{asked.moves} moves, {asked.messages} messages: {len(life.lengths)} runs, ")
    sys.stdout.write(f"the longest {max(life.lengths)} events; reminded of revision {life.reminded}\n")
    return 0 if life.reminded == (asked.moves + 1,) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
