"""Receivers that do not take what they are told: nobody else waits for them, and nobody tries for ever."""

import asyncio
from datetime import timedelta

from aiohttp import web

from domain.webhooks import Pace
from tests.activities.receiver import Receiver, receiving
from tests.activities.telling import AT_ONCE, PLAYED, Telling, play


async def test_nobody_waits_for_a_receiver_that_hangs(telling: Telling, receiver: Receiver) -> None:
    async with receiving() as hanging:
        hanging.hangs = True
        await telling.endpoint(hanging.url)
        told = await telling.endpoint(receiver.url)
        async with telling.working(Pace(one_try=timedelta(seconds=2), give_up_after=timedelta(seconds=2))):
            await play(telling.world)
            await hanging.until_called(len(PLAYED))
            await telling.until(told, "delivered", AT_ONCE)


async def test_whoever_fails_all_the_time_is_switched_off_with_a_line_in_the_audit_log(
    telling: Telling, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=500) for _ in range(100)]
    told = await telling.endpoint(receiver.url)
    async with telling.working(Pace(first=timedelta(seconds=0.2), growth=2, give_up_after=timedelta(seconds=2))):
        await telling.world.booked()
        delivery = await telling.until(told, "abandoned")
    assert (delivery["last_status_code"], delivery["next_try_at"]) == (500, None)
    assert delivery["attempts"] >= 2
    assert not await telling.world.ask("SELECT active FROM webhook_endpoints")
    assert await telling.world.ask("SELECT stopped_because FROM webhook_endpoints") == "failing"
    line = "SELECT actor || ' ' || (after ->> 'stopped_because') FROM audit_log WHERE what = 'webhook_switched_off'"
    assert await telling.world.ask(line) == "system failing"


async def test_an_event_is_abandoned_alone_where_others_arrived_meanwhile(telling: Telling, receiver: Receiver) -> None:
    told = await telling.endpoint(receiver.url)
    async with telling.working(Pace(first=timedelta(seconds=0.2), growth=1, give_up_after=timedelta(seconds=3))):
        receiver.answers = [web.Response(status=400)]
        await telling.world.booked()
        await receiver.until_called(1)
        await telling.world.run("UPDATE webhook_endpoints SET failing_since = now() + interval '1 second'")
        receiver.answers = [web.Response(status=400) for _ in range(100)]
        await telling.until(told, "abandoned")
    assert await telling.world.ask("SELECT active FROM webhook_endpoints")


async def test_410_switches_the_endpoint_off_and_what_waits_for_it_is_abandoned(
    telling: Telling, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=410)]
    told = await telling.endpoint(receiver.url)
    async with telling.working():
        await telling.world.booked()
        await telling.until(told, "failed")
        assert await telling.world.ask("SELECT stopped_because FROM webhook_endpoints") == "gone"
        await telling.world.booked()
        await telling.world.run("UPDATE webhook_deliveries SET status = 'waiting', round = 2, taken_up_at = NULL")
        await telling.world.run("NOTIFY otklik_webhooks")
        delivery = await telling.until(told, "abandoned")
    assert delivery["last_error"] == "switched_off"
    assert len(receiver.calls) == 1


async def test_an_address_inside_the_house_is_refused_for_good(telling: Telling, receiver: Receiver) -> None:
    told = await telling.endpoint(receiver.url.replace("http:", "https:"))
    async with telling.working(to_private=False):
        await telling.world.booked()
        delivery = await telling.until(told, "failed")
    assert delivery["last_error"] == "address_refused"
    assert receiver.calls == []


async def test_a_secret_that_cannot_be_opened_waits_for_the_key(telling: Telling, receiver: Receiver) -> None:
    told = await telling.endpoint(receiver.url)
    await telling.world.run("UPDATE webhook_endpoints SET secret = substr(secret, 1, 20)")
    async with telling.working():
        await telling.world.booked()
        async with asyncio.timeout(20):
            while not await telling.world.ask("SELECT count(*) FROM webhook_attempts"):
                await asyncio.sleep(0.02)
        assert await telling.world.ask("SELECT last_error FROM webhook_deliveries") == "secret_unreadable"
        sealed = await telling.sealing.seal(telling.secret)
        await telling.world.run("UPDATE webhook_endpoints SET secret = :sealed", sealed=sealed)
        await telling.until(told, "delivered")
