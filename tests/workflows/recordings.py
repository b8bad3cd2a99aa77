"""The workflows whose histories are kept for replay: `python -m tests.workflows.recordings` plays those not yet kept.

A recorded history stands for thousands of sleeping journeys. Never record one anew to make a failing replay pass:
change the workflow with `workflow.patched` instead, and record the new behaviour beside the old.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from temporalio.client import Client, WorkflowHistory

from domain.booking import Actor, BookingStatus
from domain.ids import CandidateId, SlotId
from domain.stages import Stage
from otklik.embedded.temporal import embedded_temporal
from tests.workflows.back_edges import BACK_EDGES
from tests.workflows.conftest import working
from tests.workflows.fakes import RECRUITER, FakeDeeds
from tests.workflows.playing import Played
from tests.workflows.short_recordings import SHORT_TO_KEEP, SOON
from workflows import messages as m
from workflows import move_messages as w
from workflows import occasions as o
from workflows.connection import TemporalSettings, connect
from workflows.findings import SendingTrouble
from workflows.showing import SEARCH_ATTRIBUTES

HISTORIES = Path(__file__).parent / "histories"
PLACES = re.compile(r'"stackTrace": "(?:[^"\\]|\\.)*"')


async def met(played: Played) -> None:
    await played.agree()
    await played.skip_to_alarm()
    await played.until_sent("remind_candidate")
    await played.tell(played.pressing(m.AttendanceConfirmed))
    await played.until_sent("give_meeting_details")
    await played.skip_to_alarm()
    await played.until_sent("ask_outcome")
    await played.tell(played.outcome(BookingStatus.MET))
    await played.until_sent("say_goodbye")


async def silent_recruiter(played: Played) -> None:
    await played.book()
    await played.skip_to_alarm()
    await played.until_sent("nudge_recruiter")
    await played.skip_to_alarm()
    await played.until_sent("offer_slots")


async def declined(played: Played) -> None:
    await played.agree()
    await played.tell(played.pressing(m.AttendanceDeclined))
    await played.until(lambda: played.deeds.kinds().count("offer_slots") == 2)
    await played.tell(m.CandidateLeft(update_id=played.update()))
    await played.until_sent("say_goodbye")


async def move_refused(played: Played) -> None:
    await played.agree()
    await played.tell(played.pressing(w.MoveRequested))
    await played.until_sent("pass_move_request")
    await played.tell(played.pressing(w.MoveRefused, Actor.RECRUITER))
    await played.until_sent("tell_move_refused")


async def moved_at_the_candidates_wish(played: Played) -> None:
    await played.agree()
    await played.tell(played.pressing(w.MoveRequested))
    await played.until_sent("pass_move_request")
    await played.tell(played.pressing(w.WantedSlotsListed, page=0))
    await played.until_sent("offer_wanted_slots")
    await played.tell(played.pressing(w.WantedSlotPicked, slot_id=SlotId(8)))
    await played.until_sent("tell_move_wanted")
    await played.tell(played.pressing(w.MoveApproved, Actor.RECRUITER, slot_id=SlotId(8)))
    await played.until_sent("tell_moved")
    await played.skip_to_alarm()
    await played.until_sent("remind_candidate")


async def moved_to_an_offered_time(played: Played) -> None:
    await played.book()
    await played.tell(played.pressing(w.OtherTimeAsked, Actor.RECRUITER, slot_ids=(SlotId(6), SlotId(7))))
    await played.until_sent("offer_other_times")
    await played.tell(played.pressing(w.WantedSlotPicked, slot_id=SlotId(7)))
    await played.until_sent("report_move")
    await played.tell(played.pressing(m.BookingCancelled, Actor.RECRUITER, revision=2))
    await played.until_sent("withdraw_invitation")
    await played.until(lambda: played.deeds.kinds().count("offer_slots") == 2)


async def waited(played: Played) -> None:
    played.deeds.nothing_free = True
    await played.pass_test()
    await played.until_stage(Stage.WAITING_FOR_SLOTS)
    status = await played.journeys.status(played.candidate_id)
    for slot_id in (6, 7):
        await played.tell(
            o.SlotOffered(
                slot_id=SlotId(slot_id),
                recruiter_id=RECRUITER,
                starts_at=status.now + timedelta(days=2),
                lasts=timedelta(hours=1),
            )
        )
        await played.until_sent("offer_held_slot")
        if slot_id == 6:
            await played.tell(m.OfferDeclined(update_id=played.update(), slot_id=SlotId(6)))
            await played.until_sent("tell_offer_over")
    await played.tell(m.SlotPicked(update_id=played.update(), slot_id=SlotId(7), recruiter_id=None))
    await played.until_sent("ask_for_approval")


async def unreachable(played: Played) -> None:
    played.deeds.trouble["congratulate"] = SendingTrouble.UNREACHABLE
    await played.agree()
    await played.until_sent("report_undelivered")


async def not_continued(played: Played) -> None:
    await played.book()
    await played.tell(played.pressing(m.BookingRejected, Actor.RECRUITER, person=True))
    await played.until_sent("say_goodbye")


JOURNEYS_TO_KEEP: dict[str, Callable[[Played], Awaitable[None]]] = {
    play.__name__: play
    for play in (
        met,
        silent_recruiter,
        declined,
        waited,
        move_refused,
        moved_at_the_candidates_wish,
        moved_to_an_offered_time,
        unreachable,
        not_continued,
        *BACK_EDGES,
    )
}


async def record(journeys: list[str], short: list[str]) -> None:
    """Play what is missing on two servers of its own and keep the histories."""
    async with served({}) as client:
        for number, name in enumerate(journeys, start=1):
            fakes = FakeDeeds()
            played = Played(client, CandidateId(number), fakes)
            async with working(client, fakes):
                await JOURNEYS_TO_KEEP[name](played)
                await asyncio.sleep(1)
                keep(name, await played.journeys.handle(played.candidate_id).fetch_history())
    async with served(SOON) as client:
        for name in short:
            keep(name, await SHORT_TO_KEEP[name](client))


@asynccontextmanager
async def served(configuration: Mapping[str, str]) -> AsyncIterator[Client]:
    """Connect to a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        async with embedded_temporal(Path(folder), SEARCH_ATTRIBUTES, configuration=configuration) as address:
            yield await connect(TemporalSettings(address=address), codec=None)


def keep(name: str, history: WorkflowHistory) -> None:
    """Write a history down, without the places on this machine at which a deed failed."""
    written = PLACES.sub('"stackTrace": ""', history.to_json())
    (HISTORIES / f"{name}.json").write_text(written + "\n")
    sys.stdout.write(f"recorded {name}: {len(history.events)} events\n")


def missing(names: Iterable[str]) -> list[str]:
    """Return those of which no history is kept yet."""
    return [name for name in names if not (HISTORIES / f"{name}.json").exists()]


if __name__ == "__main__":
    HISTORIES.mkdir(exist_ok=True)
    asyncio.run(record(missing(JOURNEYS_TO_KEEP), missing(SHORT_TO_KEEP)))
