"""Auto-messages through the API go out: tried beforehand, sent now, watched, paused, resumed, cancelled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from temporalio.client import Client

from activities.worker import WorkerSettings, build_worker
from bot.telegram import build_bot
from domain.announcements import schedule_id
from tests.api.named import ANYHOW, public_id
from tests.api.office import TODAY, Office
from tests.api.test_auto_messages import WEEKLY, once, post
from tests.database.world import World
from tests.standin.stage import TOKEN, Stage

AWAKE = {"respects_quiet_hours": False}


@asynccontextmanager
async def working(client: Client, world: World, stage: Stage, *, per_second: float = 1000) -> AsyncIterator[None]:
    bot, stop = build_bot(TOKEN, stage.url), asyncio.Event()
    settings = WorkerSettings(bulk_per_second=per_second)
    worker = asyncio.create_task(build_worker(client, world.sessions, bot, settings).run(stop))
    try:
        yield
    finally:
        stop.set()
        await worker
        await bot.session.close()


@pytest.fixture
async def chats(world: World, stage: Stage) -> list[int]:
    await stage.post("reset")
    people = [await stage.person() for _ in range(20)]
    for person in people:
        await world.candidate(telegram_id=person, chat_id=person)
    return people


async def until(office: Office, url: str, status: str) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while (seen := (await office.http.get(url, headers=office.viewer)).json())["status"] != status:
            await asyncio.sleep(0.05)
    return dict(seen)


async def order(office: Office, url: str, word: str) -> Any:
    return await office.http.post(f"{url}/{word}", headers=office.admin)


async def scheduled(client: Client, url: str) -> bool:
    wanted = schedule_id(url.rpartition("/")[2])
    return wanted in {each.id async for each in await client.list_schedules()}


async def until_scheduled(client: Client, url: str, *, there: bool) -> None:
    """Wait until the list of schedules, which is a moment behind, says so."""
    async with asyncio.timeout(20):
        while await scheduled(client, url) is not there:
            await asyncio.sleep(0.05)


async def test_a_dry_run_says_to_how_many_when_and_how_fast(office: Office, world: World) -> None:
    west = await world.city(zone="Europe/Moscow")
    east = await world.city(zone="Asia/Vladivostok")
    for city, count in ((west, 30), (east, 20), (None, 1)):
        for candidate in await world.candidates(count):
            await world.run("UPDATE candidates SET city_id = :city WHERE id = :id", city=city, id=candidate)
    await world.candidate(blocked_at=TODAY)
    dry = (await post(office, once(hours=7), "/dry-run")).json()  # 16:00 UTC: 19:00 in Moscow, 02:00 in Vladivostok
    assert (dry["audience"], dry["sending_seconds"]) == (51, 3)
    assert dry["waits_for_morning"] == [
        {
            "people": 20,
            "until": {
                "utc": "2026-11-23T22:00:00Z",
                "wall": "2026-11-24T08:00:00+10:00",
                "zone": "Asia/Vladivostok",
            },
        }
    ]
    assert dry["preview"] == {"html": "Hello", "plain": "Hello", "length": 5}
    awake = (await post(office, once(hours=7) | AWAKE, "/dry-run")).json()
    assert awake["waits_for_morning"] == []
    group = (await post(office, WEEKLY | {"target_chat_id": -5}, "/dry-run")).json()
    assert (group["audience"], group["target"], len(group["next_occurrences"])) == (1, "nobody", 3)
    assert await world.ask("SELECT count(*) FROM auto_messages") == 0


async def test_sent_now_it_is_watched_to_its_end(
    office: Office, world: World, client: Client, stage: Stage, chats: list[int]
) -> None:
    url = (await post(office, once() | AWAKE)).headers["location"]
    await until_scheduled(client, url, there=True)
    await stage.post("block", {"person_id": chats[0]})
    async with working(client, world, stage):
        begun = await order(office, url, "run-now")
        assert begun.status_code == 202, begun.text
        again = await order(office, url, "run-now")
        assert (again.status_code, again.json()["code"]) in {(409, "message_running"), (409, "message_over")}
        await until(office, url, "done")
    progress = (await office.http.get(begun.headers["location"], headers=office.viewer)).json()
    assert (progress["status"], progress["audience"]) == ("done", 20)
    assert {state: count for state, count in progress["recipients"].items() if count} == {"sent": 19, "unreachable": 1}
    recipients = f"{begun.headers['location']}/recipients"
    listed = await office.http.get(recipients, headers=office.viewer, params={"limit": 15, "total": "true"})
    assert (len(listed.json()["items"]), listed.json()["total"]) == (15, 20)
    lost = await office.http.get(recipients, headers=office.viewer, params={"status": "unreachable"})
    who = await world.ask("SELECT id FROM candidates WHERE telegram_id = :id", id=chats[0])
    (one,) = lost.json()["items"]
    assert (one["candidate_public_id"], one["error"]) == (
        await public_id(world, "candidates", who),
        "TelegramForbiddenError",
    )
    assert not await scheduled(client, url)
    for word in ("pause", "resume", "cancel", "run-now"):
        assert (await order(office, url, word)).json()["code"] == "message_over"
    assert len((await office.http.get(f"{url}/runs", headers=office.viewer)).json()["items"]) == 1


async def test_pause_resume_and_cancel_hold_at_once(
    office: Office, world: World, client: Client, stage: Stage, chats: list[int]
) -> None:
    url = (await post(office, WEEKLY | AWAKE)).headers["location"]
    await until_scheduled(client, url, there=True)
    async with working(client, world, stage, per_second=5):
        begun = await order(office, url, "run-now")
        change = await office.http.patch(url, headers=office.admin | ANYHOW, json={"text": "Other"})
        assert (change.status_code, change.json()["code"]) == (409, "message_running")
        assert (await order(office, url, "pause")).json()["status"] == "paused"
        await until_scheduled(client, url, there=False)
        assert (await order(office, url, "pause")).status_code == 200
        await asyncio.sleep(1)
        paused = (await office.http.get(begun.headers["location"], headers=office.viewer)).json()
        await asyncio.sleep(1)
        assert (await office.http.get(begun.headers["location"], headers=office.viewer)).json() == paused
        assert paused["status"] == "paused"
        assert (await order(office, url, "resume")).json()["status"] == "running"
        assert (await order(office, url, "cancel")).json()["status"] == "cancelled"
        done = await until(office, begun.headers["location"], "cancelled")
        assert done["recipients"]["skipped"] > 0
    said = "SELECT string_agg(what, ' ' ORDER BY id) FROM audit_log"
    assert await world.ask(said) == (
        "auto_message_created auto_message_run_now auto_message_paused auto_message_resumed auto_message_cancelled"
    )
    assert len(chats) == 20


async def test_one_that_fell_due_in_its_pause_asks_when(office: Office, world: World, client: Client) -> None:
    url = (await post(office, once())).headers["location"]
    assert (await order(office, url, "pause")).json()["status"] == "paused"
    assert (await order(office, url, "resume")).json()["status"] == "scheduled"
    await order(office, url, "pause")
    await world.run("UPDATE auto_messages SET due_at = '2026-11-23T08:00Z'")
    refused = await order(office, url, "resume")
    assert (refused.status_code, refused.json()["code"]) == (409, "due_passed")
    new = await office.http.patch(url, headers=office.admin | ANYHOW, json={"due_at": once()["due_at"]})
    assert new.status_code == 200
    assert (await order(office, url, "resume")).json()["status"] == "scheduled"
    await until_scheduled(client, url, there=True)
    assert (await order(office, url, "cancel")).json()["status"] == "cancelled"
    await until_scheduled(client, url, there=False)


async def test_a_draft_that_recurs_is_scheduled_before_it_runs(office: Office, client: Client) -> None:
    url = (await post(office, WEEKLY | {"status": "draft"})).headers["location"]
    assert (await order(office, url, "run-now")).json()["code"] == "message_not_scheduled"
    assert (await order(office, url, "resume")).json()["code"] == "message_not_scheduled"
    planned = await office.http.patch(url, headers=office.admin | ANYHOW, json={"status": "scheduled"})
    assert planned.json()["status"] == "scheduled"
    await until_scheduled(client, url, there=True)
    assert (await office.http.delete(url, headers=office.admin | ANYHOW)).status_code == 204
    await until_scheduled(client, url, there=False)
