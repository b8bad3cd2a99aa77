"""Driving one journey: what a candidate and a recruiter press, and waiting for what must follow."""

import asyncio
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from temporalio.client import Client

from domain.booking import Actor, BookingStatus
from domain.ids import BookingId, CandidateId, SlotId
from domain.stages import Stage
from tests.workflows.fakes import CITY, RECRUITER, FakeDeeds
from workflows import messages as m
from workflows.candidate_journey import Status
from workflows.journeys import Journeys
from workflows.virtual_time import skip, skip_to_next_alarm

BOOKING = BookingId(11)
PATIENCE = 40.0  # seconds, on a machine that does other things as well
PressT = TypeVar("PressT", bound=m.AboutBooking)


class Played:
    """One journey under test."""

    def __init__(self, client: Client, candidate_id: CandidateId, deeds: FakeDeeds) -> None:
        self.client, self.candidate_id, self.deeds = client, candidate_id, deeds
        self.journeys = Journeys(client)
        self._updates = itertools.count(1)

    def update(self) -> int:
        """Return the next Telegram update id."""
        return next(self._updates)

    async def tell(self, news: m.News) -> None:
        assert await self.journeys.tell(self.candidate_id, news)

    async def arrive(self) -> None:
        await self.journeys.arrive(self.candidate_id, m.CandidateArrived(update_id=self.update()))

    async def write(self, text: str) -> None:
        await self.tell(m.TextWritten(update_id=self.update(), text=text))

    def pressing(
        self, press: type[PressT], by: Actor = Actor.CANDIDATE, *, revision: int = 1, **details: Any
    ) -> PressT:
        """Return a press about the booking, in its first revision if no other is named."""
        by_id = int(RECRUITER if by is Actor.RECRUITER else self.candidate_id)
        about: dict[str, Any] = {"booking_id": BOOKING, "revision": revision, "by": by, "by_id": by_id}
        return press(update_id=self.update(), **about, **details)

    def outcome(self, outcome: BookingStatus) -> m.OutcomeGiven:
        """Return the recruiter's word on how it went."""
        return self.pressing(m.OutcomeGiven, Actor.RECRUITER, outcome=outcome)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until the fakes saw what must happen; a wait that never ends is a failed test."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                await asyncio.sleep(0.02)

    async def until_sent(self, kind: str) -> None:
        await self.until(lambda: kind in self.deeds.kinds())

    async def until_stage(self, stage: Stage) -> Status:
        async with asyncio.timeout(PATIENCE):
            while (status := await self.journeys.status(self.candidate_id)).stage is not stage:
                await asyncio.sleep(0.02)
        return status

    async def until_next_action(self, at: datetime) -> None:
        """Wait until the journey itself knows its next action: a deed that is done has yet to be heard of."""
        async with asyncio.timeout(PATIENCE):
            while (await self.journeys.status(self.candidate_id)).next_action_at != at:
                await asyncio.sleep(0.02)

    async def pass_test(self) -> None:
        await self.arrive()
        await self.write("иванов пётр")
        await self.tell(m.AnswerGiven(update_id=self.update(), question_id="city", option_id=str(CITY)))
        await self.tell(m.AnswerGiven(update_id=self.update(), question_id="format", option_id="office"))
        await self.until_sent("offer_recruiters")

    async def book(self) -> None:
        await self.pass_test()
        await self.tell(m.RecruiterPicked(update_id=self.update(), recruiter_id=RECRUITER))
        await self.tell(m.SlotPicked(update_id=self.update(), slot_id=SlotId(5), recruiter_id=RECRUITER))
        await self.until_sent("ask_for_approval")

    async def agree(self) -> None:
        await self.book()
        await self.tell(self.pressing(m.BookingApproved, Actor.RECRUITER))
        await self.until_sent("congratulate")

    async def skip_to_alarm(self) -> Status:
        return await skip_to_next_alarm(self.client, self.candidate_id)

    async def skip(self, by: timedelta) -> None:
        await skip(self.client, self.candidate_id, by)
