"""Auto-messages go out when their schedules say so."""

import asyncio
from datetime import UTC, timedelta

import pytest

from domain.announcements import schedule_id
from domain.cron import occurrences, read_cron
from otklik import clock
from tests.activities.announced import Announced


async def test_its_schedule_sends_it_when_it_is_due(house: Announced) -> None:
    chats = await house.people(2)
    message = await house.announce(due_at=(clock.now() + timedelta(seconds=6)).replace(microsecond=0))
    async with house.working():
        await house.let_know(message)
        async with asyncio.timeout(5):  # lists hear late of what was made a moment ago
            while schedule_id(str(message)) not in await house.announcements.scheduled():
                await asyncio.sleep(0.05)
        await house.until_status(message, "done")
    assert await house.copies(chats) == [1, 1]


async def test_a_recurring_one_goes_out_each_time_and_waits_for_the_next(house: Announced) -> None:
    chats = await house.people(2)
    message = await house.announce(cron="0 10 * * 1")
    async with house.working():
        await house.let_know(message)
        for times in (1, 2):
            await house.client.get_schedule_handle(schedule_id(str(message))).trigger()
            await house.until_sent(2 * times)
            await house.until_status(message, "scheduled")
            await asyncio.sleep(1.1)  # the server names what a schedule starts by the second
    assert await house.copies(chats) == [2, 2]


@pytest.mark.parametrize(
    ("cron", "zone"),
    [
        ("0 10 * * 1", "Europe/Moscow"),
        ("30 9-18/4 * * mon-fri", "Asia/Yekaterinburg"),
        ("15 2,3 * mar,oct *", "Europe/Berlin"),
        ("0 12 31 * *", "UTC"),
        ("5 */12 1-7/3 * *", "America/New_York"),
    ],
)
async def test_the_times_that_are_promised_are_those_of_the_schedule(house: Announced, cron: str, zone: str) -> None:
    message = await house.announce(cron=cron, zone=zone)
    await house.let_know(message)
    described = await house.client.get_schedule_handle(schedule_id(str(message))).describe()
    theirs = described.info.next_action_times
    assert len(theirs) > 2
    ours = occurrences(read_cron(cron), zone, after=clock.now(), count=len(theirs))
    assert ours == [each.astimezone(UTC) for each in theirs]


async def test_a_schedule_of_a_message_that_is_gone_goes_as_well(house: Announced) -> None:
    await house.people(1)
    message = await house.announce(cron="0 10 * * 1")
    await house.let_know(message)
    await house.world.run("DELETE FROM auto_messages")
    handle = house.client.get_schedule_handle(schedule_id(str(message)))
    async with house.working():
        await handle.trigger()
        async with asyncio.timeout(20):
            while schedule_id(str(message)) in await house.announcements.scheduled():
                await asyncio.sleep(0.1)
