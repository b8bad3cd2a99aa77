"""The database was taken back to an older copy while the journeys went on."""

from typing import Any

import pytest

from domain.stages import Stage as JourneyStage
from tests.otklik.lost_day import LostDay, afternoon, morning
from tests.otklik.reconciling.forgotten import assert_nobody_is_forgotten
from tests.otklik.recovered import House, kinds

pytestmark = pytest.mark.timeout(240)


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
