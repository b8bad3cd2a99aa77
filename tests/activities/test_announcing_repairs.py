"""Whoever dies while an auto-message goes out: nobody gets it twice, and everything is taken up again."""

import asyncio
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from aiogram import Bot
from temporalio.testing import ActivityEnvironment

from activities.announcing import AnnouncingDeeds
from activities.worker import WorkerSettings
from database.announcements.deliveries import begin_delivery
from database.announcements.runs import begin_run
from domain.announcements import schedule_id
from otklik import clock
from tests.activities.announced import Announced, night_now
from tests.activities.lines import Line, Lines, WorkerDiedError
from workflows.announcing.orders import SendAnnouncement

SLOW = WorkerSettings(bulk_per_second=10)


async def sweep(house: Announced) -> int:
    deeds = AnnouncingDeeds(house.world.sessions, house.bot, house.announcements)
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, started_time=clock.now())
    return await environment.run(deeds.keep_announcements)


async def test_one_begun_by_somebody_who_died_is_never_sent_again(house: Announced) -> None:
    """One died before the call and is tried again, one after it, and the third is sent as if nothing were."""
    night = await house.world.city(zone="UTC", policy=night_now())
    chats = await house.people(3, city_id=night)
    message = await house.announce(respects_quiet_hours=True)
    lines = Lines(house.stage.url)
    async with house.working():
        await house.let_know(message)
        await house.until_states({"waiting": 3})
        retried, left = await _begin_and_die(house, await lines.bot(Line.DIES_BEFORE_THE_CALL), chats[0]), chats[1]
        await _begin_and_die(house, await lines.bot(Line.DIES_AFTER_THE_CALL), left)
        assert await house.states() == {"waiting": 1, "sending": 2}
        deeds = AnnouncingDeeds(house.world.sessions, house.bot, house.announcements)
        await ActivityEnvironment().run(deeds.send_announcement, retried)
        await house.skip(timedelta(minutes=70))
        await house.until_status(message, "done")
    await lines.close()
    assert await house.states() == {"sent": 1, "unknown": 2}
    assert await house.copies(chats) == [0, 1, 1]


@pytest.mark.parametrize("seconds", [1, 4], ids=["while orders are left", "after the workflow has read of it"])
async def test_a_pause_holds_even_if_the_workflow_never_heard_of_it(house: Announced, seconds: float) -> None:
    await house.people(20)
    message = await house.announce()
    async with house.working(SLOW):
        await house.let_know(message)
        await house.until_sent(3)
        await house.order(message, "pause", tell=False)
        await asyncio.sleep(seconds)
        stopped = await house.until_sent(3)
        assert stopped < 20
        await house.order(message, "resume", tell=False)
        await sweep(house)
        await house.until_status(message, "done")
    assert await house.states() == {"sent": 20}


async def test_what_a_crash_kept_from_temporal_is_put_right_by_the_sweep(house: Announced) -> None:
    chats = await house.people(1)
    overdue, recurring = await house.announce(), await house.announce(cron="0 10 * * 1")
    late = await house.announce(due_at=clock.now() - timedelta(days=2))
    async with house.working():
        await sweep(house)
        await house.until_status(overdue, "done")
        await house.until_status(late, "cancelled")
        handle = house.client.get_schedule_handle(schedule_id(str(recurring)))
        await handle.delete()
        async with asyncio.timeout(20):
            while await sweep(house):
                await asyncio.sleep(0.2)
        await handle.describe()
        await house.world.run("UPDATE auto_messages SET active = false WHERE cron IS NOT NULL")
        assert await sweep(house) == 1
    assert await house.copies(chats) == [1]


async def test_a_run_whose_workflow_is_lost_is_taken_up_again(house: Announced) -> None:
    chats = await house.people(20)
    message = await house.announce()
    async with house.working(SLOW):
        await house.let_know(message)
        await house.until_sent(3)
        await (await house.handle()).terminate()
        await asyncio.sleep(1)
        await sweep(house)
        await house.until_status(message, "done")
    assert sum(await house.copies(chats)) == 20


async def test_a_send_that_was_begun_is_begun_once(house: Announced) -> None:
    await house.people(1)
    await house.announce()
    row = await house.world.ask("SELECT id FROM auto_messages")
    plan = f"once {(await house.world.ask('SELECT due_at FROM auto_messages')).astimezone(UTC).isoformat()}"
    async with house.world.sessions.begin() as session:
        assert await begin_run(session, row, workflow_id="first", plan=plan, now=clock.now()) is not None
    async with house.world.sessions.begin() as session:
        assert await begin_run(session, row, workflow_id="second", plan=plan, now=clock.now()) is None
    one = await house.world.ask("SELECT id FROM auto_message_deliveries")
    async with house.world.sessions.begin() as session:
        assert await begin_delivery(session, one, now=clock.now()) is not None
    async with house.world.sessions.begin() as session:
        assert await begin_delivery(session, one, now=clock.now()) is None
    assert await house.states() == {"unknown": 1}


async def _begin_and_die(house: Announced, bot: Bot, chat: int) -> SendAnnouncement:
    """Begin a send in the morning, and die in it."""
    one = await house.world.ask("SELECT id FROM auto_message_deliveries WHERE chat_id = :chat", chat=chat)
    order = SendAnnouncement(delivery_id=one, now=clock.now() + timedelta(hours=2))
    with pytest.raises(WorkerDiedError):
        await ActivityEnvironment().run(
            AnnouncingDeeds(house.world.sessions, bot, house.announcements).send_announcement, order
        )
    return order
