"""Every journey is gone, and the database is not."""

import pytest

from domain.stages import Stage as JourneyStage
from otklik.reconciling.differences import Kind
from tests.otklik.reconciling.forgotten import assert_nobody_is_forgotten
from tests.otklik.recovered import House, kinds
from workflows import messages as m

pytestmark = pytest.mark.timeout(240)


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
