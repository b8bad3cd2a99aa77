"""Journeys that are pressed through without a pause, and asked where they stand meanwhile, can be replayed.

A press may arrive while a deed is done, a letter may end in the same moment, and each question is answered by a task of
its own: whatever is told in one step here has to be told in the same step when the history is read again.
"""

import asyncio
import secrets
from contextlib import suppress
from random import Random

from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError
from temporalio.worker import Replayer

from domain.booking import Actor
from domain.ids import CandidateId, SlotId
from tests.workflows.conftest import working
from tests.workflows.fakes import CITY, RECRUITER, FakeDeeds
from tests.workflows.playing import Played
from workflows import messages as m
from workflows.candidate_journey import CandidateJourney
from workflows.messages import News

JOURNEYS = 12
PAUSES = (0.0, 0.0, 0.003, 0.01, 0.03)  # seconds between two presses
EVERY = 0.01  # seconds between two questions


def presses(played: Played) -> list[News]:
    """Return what leads from the first question to an agreed interview."""
    return [
        m.TextWritten(update_id=played.update(), text="иванов пётр"),
        m.AnswerGiven(update_id=played.update(), question_id="city", option_id=str(CITY)),
        m.AnswerGiven(update_id=played.update(), question_id="format", option_id="office"),
        m.RecruiterPicked(update_id=played.update(), recruiter_id=RECRUITER),
        m.SlotPicked(update_id=played.update(), slot_id=SlotId(5), recruiter_id=RECRUITER),
        played.pressing(m.BookingApproved, Actor.RECRUITER),
    ]


async def ask(played: Played) -> None:
    """Ask where the journey stands, again and again; it may not have begun, or be asked too much."""
    while True:
        with suppress(RPCError, WorkflowQueryFailedError):
            await played.journeys.status(played.candidate_id)
        await asyncio.sleep(EVERY)


async def press_through(played: Played, chance: Random) -> None:
    await played.arrive()
    asking = asyncio.create_task(ask(played))
    try:
        for press in presses(played):
            await asyncio.sleep(chance.choice(PAUSES))
            await played.tell(press)
        await asyncio.sleep(1)
    finally:
        asking.cancel()


async def test_journeys_that_are_asked_while_they_work_can_be_replayed(client: Client) -> None:
    deeds, chance = FakeDeeds(), Random(1)  # noqa: S311 - the same pauses at each run
    crowd = [Played(client, CandidateId(secrets.randbelow(10**9)), deeds) for _ in range(JOURNEYS)]
    async with working(client, deeds):
        await asyncio.gather(*(press_through(played, chance) for played in crowd))
    replayer = Replayer(workflows=[CandidateJourney], data_converter=pydantic_data_converter)
    for played in crowd:
        await replayer.replay_workflow(await played.journeys.handle(played.candidate_id).fetch_history())
