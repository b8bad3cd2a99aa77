"""Database and journeys after one of them was taken back to an older copy: all is found, and repaired by rule."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.booking import Actor
from domain.stages import Stage as JourneyStage
from otklik.reconciling.differences import Kind
from tests.otklik.lost_day import LostDay, afternoon, morning
from tests.otklik.recovered import House, Person, kinds, own_house
from tests.standin.stage import Stage, start_process, stop_process
from workflows import messages as m

pytestmark = pytest.mark.timeout(240)
TWICE = """
    SELECT count(*) FROM (
        SELECT slot_id FROM bookings WHERE status IN ('pending', 'booked', 'confirmed')
        GROUP BY slot_id HAVING count(*) > 1
    ) AS twice
"""


@pytest.fixture(scope="module")
async def stage() -> AsyncIterator[Stage]:
    process, url = start_process()
    stage = Stage.at(url)
    yield stage
    await stage.close()
    assert stop_process(process) == 0


@pytest.fixture
async def house(stage: Stage, database_url: str, postgres_admin: AsyncEngine, tmp_path: Path) -> AsyncIterator[House]:
    await stage.post("reset")
    async with own_house(stage, database_url, postgres_admin, tmp_path) as house:
        yield house


async def assert_nobody_is_forgotten(house: House, people: list[Person]) -> None:
    for person in people:
        facts = await house.facts(person)
        assert facts.is_closed or facts.alarm is not None, person
    assert await house.world.ask(TWICE) == 0


async def test_a_house_at_rest_agrees_with_itself(house: House) -> None:
    async with house.working():
        slot = await house.slot(30)
        await house.agree(await house.chooser(), slot)
        await house.newcomer()
        found = await house.reconcile()
    assert kinds(found) == set()


async def test_after_an_older_database_came_back_nothing_is_left_to_differ(house: House) -> None:
    async with house.working():
        day = await morning(house)
    await house.keep_copy()
    async with house.working():
        await afternoon(house, day)
    before = await house.bookings()
    await house.take_database_back()
    async with house.working():  # nobody had stopped the bot: somebody is quick to take a time that looks free
        await house.pick(day.quick, day.slots[6])

    assert kinds(await house.reconcile()) == day.differences()
    counts = [await house.received(person) for person in day.people]
    assert await house.reconcile(repairs=True) == []

    async with house.working():
        await house.until(day.unlucky, JourneyStage.CHOOSING_SLOT)
        await house.until(day.asking, JourneyStage.AWAITING_APPROVAL)
        assert kinds(await house.reconcile()) == set()
        await assert_nobody_is_forgotten(house, day.people)
        now = [await house.received(person) for person in day.people]
    told = {person.id for person, had, has in zip(day.people, counts, now, strict=True) if has > had}
    assert told == {day.unlucky.id, day.asking.id}
    await assert_bookings_are_back(house, day, before)


async def assert_bookings_are_back(house: House, day: LostDay, before: dict[str, list[Any]]) -> None:
    assert day.newcomer is not None
    gone, after = {day.newcomer.id, day.unlucky.id, day.asking.id}, await house.bookings()
    kept = {number: booking for number, booking in before.items() if booking[0] not in gone}
    assert {number: after[number] for number in kept} == kept
    others = sorted(booking for number, booking in after.items() if number not in kept)
    assert others == [[day.asking.id, day.slots[4], 1, "pending"], [day.quick.id, day.slots[6], 1, "pending"]]
    assert await house.world.ask("SELECT slot_id FROM slot_claims WHERE kind = 'wanted'") == day.slots[5]
    assert await house.world.ask("SELECT status FROM telegram_updates") == "handled"
    assert await house.world.candidate() > day.newcomer.id + 1000


async def test_after_temporal_was_lost_every_journey_stands_where_it_stood(house: House) -> None:
    async with house.working():
        slots = [await house.slot(30 + number) for number in range(4)]
        choosing, asked, agreed, moving, leaving = [await house.chooser() for _ in range(5)]
        refused = await house.newcomer()
        await house.answer(refused, last="remote")
        await house.pick(asked, slots[0])
        await house.agree(agreed, slots[1])
        await house.agree(moving, slots[2])
        await house.ask_to_move(moving, slots[3])
        await house.tell(leaving, m.CandidateLeft(update_id=next(house.updates)))
        await house.until(leaving, JourneyStage.CLOSED)
        testing = await house.newcomer()
        await house.until(refused, JourneyStage.REFUSED)
        people = [choosing, asked, agreed, moving, refused]
        before = {person.id: await house.facts(person) for person in people}
        held = await house.bookings()
    await house.take_temporal_back(to_nothing=True)

    found = await house.reconcile()
    assert kinds(found) == {(Kind.NO_JOURNEY, person.id) for person in (*people, testing)}
    counts = {person.id: await house.received(person) for person in (*people, testing)}
    assert await house.reconcile(repairs=True) == []

    async with house.working():
        await house.until(testing, JourneyStage.SCREENING)
        assert kinds(await house.reconcile()) == set()
        for person in people:
            facts = await house.facts(person)
            assert facts.stage is before[person.id].stage
            assert facts.booking == before[person.id].booking
            assert facts.refused_until == before[person.id].refused_until
        await house.answer(testing)
        await house.until(testing, JourneyStage.CHOOSING_RECRUITER)
        await assert_nobody_is_forgotten(house, [*people, testing])
        told = {person.id for person in people if await house.received(person) > counts[person.id]}
    assert told == set()
    assert await house.bookings() == held


async def test_after_an_older_temporal_came_back_the_journeys_catch_up_with_the_database(house: House) -> None:
    async with house.working():
        slots = [await house.slot(30 + number) for number in range(4)]
        booking, approving, declining, still = [await house.chooser() for _ in range(4)]
        await house.pick(approving, slots[0])
        await house.agree(declining, slots[1])
        await house.agree(still, slots[2])
    await house.keep_temporal()
    async with house.working():
        await house.agree(booking, slots[3])
        await house.press(approving, m.BookingApproved, Actor.RECRUITER)
        await house.until(approving, JourneyStage.SCHEDULED)
        await house.press(declining, m.AttendanceDeclined)
        await house.until(declining, JourneyStage.CHOOSING_SLOT)
        newcomer = await house.chooser()
        people = [booking, approving, declining, still, newcomer]
        before = {person.id: await house.facts(person) for person in people}
        held = await house.bookings()
    await house.take_temporal_back()

    found = await house.reconcile()
    assert kinds(found) == {
        (Kind.OLD_JOURNEY, booking.id),
        (Kind.OLD_JOURNEY, approving.id),
        (Kind.OLD_JOURNEY, declining.id),
        (Kind.NO_JOURNEY, newcomer.id),
    }
    assert await house.reconcile(repairs=True) == []
    async with house.working():
        assert kinds(await house.reconcile()) == set()
        for person in people:
            facts = await house.facts(person)
            assert (facts.stage, facts.booking) == (before[person.id].stage, before[person.id].booking)
        await assert_nobody_is_forgotten(house, people)
    assert await house.bookings() == held
