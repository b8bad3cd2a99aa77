"""Temporal was taken back to an older copy while the database went on."""

import pytest

from domain.booking import Actor
from domain.stages import Stage as JourneyStage
from otklik.reconciling.differences import Kind
from tests.otklik.reconciling.forgotten import assert_nobody_is_forgotten
from tests.otklik.recovered import House, kinds
from workflows import messages as m

pytestmark = pytest.mark.timeout(240)


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
