"""Auto-messages are paused, resumed and cancelled, wait for the morning, and go out behind all else."""

import asyncio
import time
from datetime import timedelta

from activities.worker import WorkerSettings
from database.people.erasure import erase_candidate
from domain.ids import RecruiterId
from otklik import clock
from tests.activities.announced import Announced, day_now, night_now
from workflows.journeys import Journeys
from workflows.words_relay import StrayWords

SLOW = WorkerSettings(bulk_per_second=10)
CROWD = 60


async def test_a_pause_stops_it_and_resuming_goes_on_where_it_stopped(house: Announced) -> None:
    chats = await house.people(CROWD)
    message = await house.announce()
    async with house.working(SLOW):
        await house.let_know(message)
        await house.until_sent(5)
        await house.order(message, "pause")
        await asyncio.sleep(1)
        stopped = await house.until_sent(5)
        assert stopped < CROWD
        await asyncio.sleep(1)
        assert await house.until_sent(5) == stopped
        assert await house.status(message) == "paused"
    async with house.working():
        await house.order(message, "resume")
        await house.until_status(message, "done")
    assert await house.copies(chats) == [1] * CROWD


async def test_a_cancelled_one_skips_whoever_waits(house: Announced) -> None:
    chats = await house.people(CROWD)
    message = await house.announce()
    async with house.working(SLOW):
        await house.let_know(message)
        await house.until_sent(5)
        await house.order(message, "cancel")
        await (await house.handle()).result()
    states = await house.states()
    assert set(states) == {"sent", "skipped"}
    assert states["sent"] == sum(await house.copies(chats)) < CROWD
    assert await house.status(message) == "cancelled"


async def test_who_sleeps_gets_it_in_the_morning_and_who_is_awake_gets_it_now(house: Announced) -> None:
    night = await house.world.city(zone="UTC", policy=night_now())
    day = await house.world.city(zone="UTC", policy=day_now())
    asleep, awake = await house.people(3, city_id=night), await house.people(3, city_id=day)
    message = await house.announce(respects_quiet_hours=True)
    async with house.working():
        await house.let_know(message)
        await house.until_sent(3)
        assert await house.copies(awake + asleep) == [1, 1, 1, 0, 0, 0]
        assert await house.states() == {"sent": 3, "waiting": 3}
        mornings = "SELECT count(DISTINCT not_before) FROM auto_message_deliveries WHERE status = 'waiting'"
        assert await house.world.ask(mornings) == 3
        await house.skip(timedelta(minutes=70))
        await house.until_status(message, "done")
    assert await house.copies(awake + asleep) == [1] * 6


async def test_who_blocked_or_was_erased_since_the_audience_was_fixed_gets_nothing(house: Announced) -> None:
    night = await house.world.city(zone="UTC", policy=night_now())
    chats = await house.people(3, city_id=night)
    message = await house.announce(respects_quiet_hours=True)
    async with house.working():
        await house.let_know(message)
        await house.until_states({"waiting": 3})
        blocked = await house.world.ask("SELECT min(id) FROM candidates")
        erased = await house.world.ask("SELECT max(id) FROM candidates")
        await house.world.run("UPDATE candidates SET blocked_at = now() WHERE id = :id", id=blocked)
        async with house.world.sessions.begin() as session:
            await erase_candidate(session, erased, now=clock.now())
        await house.skip(timedelta(minutes=70))
        await house.until_status(message, "done")
    assert await house.states() == {"sent": 1, "skipped": 1}
    assert await house.copies(chats) == [0, 1, 0]


async def test_words_to_a_candidate_do_not_wait_behind_an_announcement(house: Announced) -> None:
    chats = await house.people(CROWD)
    recruiter = RecruiterId(await house.world.recruiter())
    candidate = await house.world.ask("SELECT max(id) FROM candidates")
    message = await house.announce()
    async with house.working(SLOW):
        await house.let_know(message)
        await house.until_sent(3)
        began = time.monotonic()
        await Journeys(house.client).relay(StrayWords(candidate_id=candidate, update_id=1, text="Завтра", by=recruiter))
        handle = house.client.get_workflow_handle(f"words-{candidate}-1")
        await handle.result()
        assert time.monotonic() - began < 2
        assert (await house.states())["sent"] < CROWD
        await house.order(message, "cancel")
        await (await house.handle()).result()
    assert sum(await house.copies(chats)) < CROWD
