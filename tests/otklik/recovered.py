"""A house whose database or whose Temporal can be taken back to an older copy, and the people who are played in it."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import build_sessions
from database.people.candidates import meet_candidate
from database.screening.test1 import publish_questionnaire, questionnaire_content
from domain.booking import Actor
from domain.ids import BookingId, CandidateId, SlotId
from domain.stages import Stage as JourneyStage
from otklik import clock
from otklik.reconciling.differences import Difference, Kind
from tests.otklik.copied_servers import Servers
from tests.standin.stage import Stage
from tests.workflows.short_test import SHORT_TEST
from workflows import messages as m
from workflows import move_messages as w
from workflows.journey import Journey

LENGTH = timedelta(minutes=20)
BOOKINGS = """
    SELECT coalesce(jsonb_object_agg(id, jsonb_build_array(candidate_id, slot_id, revision, status)), '{}')
    FROM bookings WHERE status IN ('pending', 'booked', 'confirmed')
"""
STAGE = "SELECT stage FROM candidates WHERE id = :id"
PressT = TypeVar("PressT", bound=m.AboutBooking)


@dataclass
class Person:
    """A candidate, and the chat in which they are written to."""

    id: CandidateId
    chat: int


@dataclass
class House(Servers):
    """A city with one recruiter, and what candidates do there."""

    updates: Any = field(default_factory=lambda: itertools.count(1))
    city: int = field(init=False)
    recruiter: int = field(init=False)

    async def furnish(self) -> None:
        """Make a city with a recruiter who is written to, and a short Test1."""
        chat = await self.stage.person("Ольга Ким")
        self.city = await self.world.city(name="Казань", contact_link="https://t.me/otklik")
        self.recruiter = await self.world.recruiter(self.city, name="Ольга", telegram_id=chat, tg_chat_id=chat)
        async with build_sessions(self.engine).begin() as session:
            await publish_questionnaire(session, questionnaire_content(SHORT_TEST.questions))

    async def slot(self, hours: float) -> SlotId:
        starts_at = clock.now() + timedelta(hours=hours)
        times: dict[str, Any] = {
            "starts_at": starts_at,
            "ends_at": starts_at + LENGTH,
            "wall_time": starts_at.replace(tzinfo=None),
        }
        return SlotId(await self.world.slot(self.recruiter, self.city, **times))

    async def newcomer(self) -> Person:
        """Let somebody press Start."""
        chat = await self.stage.person()
        async with build_sessions(self.engine).begin() as session:
            met = await meet_candidate(session, telegram_id=chat, chat_id=chat, username=None, language="ru")
        await self.journeys.arrive(met.candidate_id, m.CandidateArrived(update_id=next(self.updates)))
        return Person(met.candidate_id, chat)

    async def answer(self, person: Person, last: str = "office") -> None:
        """Answer all of Test1."""
        await self.tell(person, m.TextWritten(update_id=next(self.updates), text="Иванов Пётр"))
        for question, option in (("city", str(self.city)), ("format", last)):
            answer = m.AnswerGiven(update_id=next(self.updates), question_id=question, option_id=option)
            await self.tell(person, answer)

    async def chooser(self) -> Person:
        person = await self.newcomer()
        await self.answer(person)
        await self.until(person, JourneyStage.CHOOSING_RECRUITER)
        async with asyncio.timeout(20):  # people read before they press
            while await self.world.ask(STAGE, id=person.id) != JourneyStage.CHOOSING_RECRUITER:
                await asyncio.sleep(0.05)
        return person

    async def pick(self, person: Person, slot_id: SlotId) -> None:
        await self.tell(person, m.SlotPicked(update_id=next(self.updates), slot_id=slot_id, recruiter_id=None))
        await self.until(person, JourneyStage.AWAITING_APPROVAL)

    async def agree(self, person: Person, slot_id: SlotId) -> None:
        await self.pick(person, slot_id)
        await self.press(person, m.BookingApproved, Actor.RECRUITER)
        await self.until(person, JourneyStage.SCHEDULED)

    async def press(self, person: Person, kind: type[PressT], by: Actor = Actor.CANDIDATE, **details: Any) -> None:
        """Press a button of the booking as the journey knows it."""
        booking = (await self.facts(person)).booking
        assert booking is not None
        by_id = self.recruiter if by is Actor.RECRUITER else int(person.id)
        about: dict[str, Any] = {"booking_id": BookingId(booking.id), "revision": booking.revision}
        await self.tell(person, kind(update_id=next(self.updates), by=by, by_id=by_id, **about, **details))

    async def ask_to_move(self, person: Person, slot_id: SlotId) -> None:
        await self.press(person, w.MoveRequested)
        await self.until(person, JourneyStage.RESCHEDULE_REQUESTED)
        await self.press(person, w.WantedSlotPicked, slot_id=slot_id)
        async with asyncio.timeout(20):
            while not (booking := (await self.facts(person)).booking) or not booking.move or not booking.move.wanted:
                await asyncio.sleep(0.05)

    async def tell(self, person: Person, news: m.News) -> None:
        assert await self.journeys.tell(person.id, news)

    async def facts(self, person: Person) -> Journey:
        return await self.journeys.facts(person.id)

    async def until(self, person: Person, stage: JourneyStage) -> None:
        async with asyncio.timeout(20):
            while (await self.facts(person)).stage is not stage:
                await asyncio.sleep(0.05)

    async def bookings(self) -> dict[str, list[Any]]:
        """Return the active bookings by their numbers: candidate, slot, revision, status."""
        return dict(await self.world.ask(BOOKINGS))

    async def received(self, person: Person) -> int:
        """Return how many messages of the bot the person has."""
        return sum(each["from"] == "bot" for each in await self.stage.messages(person.chat))


def kinds(found: list[Difference]) -> set[tuple[Kind, CandidateId | None]]:
    """Return what differs, about whom; without the stages that lists show."""
    return {(each.kind, each.candidate_id) for each in found if each.kind is not Kind.STAGE}


@asynccontextmanager
async def own_house(stage: Stage, url: str, admin: AsyncEngine, folder: Path) -> AsyncIterator[House]:
    """Open a furnished house, and leave nothing behind."""
    house = House(stage, url, admin, folder)
    await house.open()
    try:
        await house.furnish()
        yield house
    finally:
        await house.close()
        async with admin.connect() as connection:
            await connection.execute(text(f'DROP DATABASE IF EXISTS "{house.name}_kept" WITH (FORCE)'))
