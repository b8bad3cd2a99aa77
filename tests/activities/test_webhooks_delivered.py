"""Facts on their way to receivers: real triggers, schedule, workflows and HTTP."""

import asyncio
import json
from datetime import timedelta

import pytest
from aiohttp import web
from standardwebhooks.webhooks import WebhookVerificationError
from temporalio.testing import ActivityEnvironment

from domain.signing import new_secret
from otklik.clock import now
from tests.activities.receiver import Receiver
from tests.activities.telling import AT_ONCE, PLAYED, QUICK, Telling, play
from workflows.webhooks.orders import DeliverEvent


async def test_each_fact_of_a_played_booking_arrives_once_signed_and_soon(telling: Telling, receiver: Receiver) -> None:
    told = await telling.endpoint(receiver.url)
    async with telling.working():
        await play(telling.world)
        await receiver.until_called(len(PLAYED), AT_ONCE)
        await telling.until(told, "delivered")
        await asyncio.sleep(0.5)
    payloads = [call.read(telling.secret) for call in receiver.calls]
    assert sorted(payload["type"] for payload in payloads) == sorted(PLAYED)
    assert len({call.id for call in receiver.calls}) == len(PLAYED)
    events = {event.type: event.data for event in await told.events()}
    assert {payload["type"]: payload["data"] for payload in payloads} == events
    assert {payload["timestamp"] for payload in payloads} == {"2026-11-23T09:00:00Z"}
    assert await telling.world.ask("SELECT count(*) FROM webhook_attempts") == len(PLAYED)


async def test_another_secret_does_not_fit(telling: Telling, receiver: Receiver) -> None:
    await telling.endpoint(receiver.url)
    async with telling.working():
        await telling.world.booked()
        await receiver.until_called(1)
    with pytest.raises(WebhookVerificationError):
        receiver.calls[0].read(new_secret())


async def test_the_secret_before_signs_as_well_for_as_long_as_it_may(telling: Telling, receiver: Receiver) -> None:
    before = new_secret()
    sealed = await telling.sealing.seal(before)
    assert before.encode() not in sealed
    until = now() + timedelta(hours=1)
    told = await telling.endpoint(receiver.url, previous_secret=sealed, previous_until=until)
    async with telling.working():
        await telling.world.booked()
        await receiver.until_called(1)
        await telling.world.run("UPDATE webhook_endpoints SET previous_until = now() - interval '1 second'")
        await telling.world.booked()
        await receiver.until_called(2)
        await telling.until(told, "delivered")
    assert receiver.calls[0].read(before) == receiver.calls[0].read(telling.secret)
    assert receiver.calls[1].read(telling.secret)
    with pytest.raises(WebhookVerificationError):
        receiver.calls[1].read(before)


async def test_what_failed_is_sent_again_under_the_same_id_and_logged(telling: Telling, receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=500), web.Response(status=302)]
    told = await telling.endpoint(receiver.url)
    async with telling.working():
        await telling.world.booked()
        delivery = await telling.until(told, "delivered")
    assert len({call.id for call in receiver.calls}) == 1
    assert len({call.body for call in receiver.calls}) == 1
    assert (delivery["attempts"], delivery["last_status_code"], delivery["last_error"]) == (3, 204, None)
    codes = await telling.world.ask("SELECT array_agg(status_code ORDER BY id) FROM webhook_attempts")
    assert codes == [500, 302, 204]
    assert await telling.world.ask("SELECT failing_since FROM webhook_endpoints") is None


async def test_a_receiver_that_asks_for_a_pause_has_it(telling: Telling, receiver: Receiver) -> None:
    receiver.answers = [web.Response(status=429, headers={"Retry-After": "1"})]
    told = await telling.endpoint(receiver.url)
    async with telling.working():
        await telling.world.booked()
        await telling.until(told, "delivered")
    apart = await telling.world.ask("SELECT max(at) - min(at) FROM webhook_attempts")
    assert timedelta(seconds=1) <= apart < timedelta(seconds=4)


async def test_whoever_died_in_mid_send_is_followed_by_somebody_who_sends_it_again(
    telling: Telling, receiver: Receiver
) -> None:
    receiver.hangs = True
    told = await telling.endpoint(receiver.url)
    await telling.world.booked()
    order = DeliverEvent(delivery_id=await telling.world.ask("SELECT id FROM webhook_deliveries"), round=1, pace=QUICK)
    dying = asyncio.create_task(ActivityEnvironment().run(telling.deeds().deliver_event, order))
    await receiver.until_called(1)
    dying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying
    receiver.hangs = False
    async with telling.working():
        await telling.until(told, "delivered")
    first, second = receiver.calls
    assert (first.id, first.body) == (second.id, second.body)
    assert first.read(telling.secret) == second.read(telling.secret)


async def test_what_happened_while_no_worker_was_there_is_told_of_when_one_is(
    telling: Telling, receiver: Receiver
) -> None:
    told = await telling.endpoint(receiver.url)
    await play(telling.world)
    async with telling.working():
        await telling.until(told, "delivered")
    assert len(receiver.calls) == len(PLAYED)
    assert json.loads(receiver.calls[0].body)["type"] in PLAYED


async def test_a_workflow_that_was_lost_is_begun_anew(telling: Telling, receiver: Receiver) -> None:
    told = await telling.endpoint(receiver.url)
    await telling.world.booked()
    await telling.world.run("UPDATE webhook_deliveries SET taken_up_at = now() - interval '16 minutes'")
    async with telling.working():
        await telling.until(told, "delivered")


async def test_old_events_are_forgotten_and_those_that_wait_are_not(telling: Telling) -> None:
    await telling.endpoint("http://127.0.0.1:1/")
    await play(telling.world)
    await telling.world.run(
        "UPDATE webhook_events SET created_at = now() - interval '31 days' WHERE type <> 'booking.moved'"
    )
    await telling.world.run(
        "UPDATE webhook_deliveries SET status = 'abandoned'"
        " WHERE event_id <> (SELECT id FROM webhook_events WHERE type = 'booking.approved')"
    )
    assert await ActivityEnvironment().run(telling.deeds().forget_old_events) == 3
    left = await telling.world.ask("SELECT array_agg(type ORDER BY id) FROM webhook_events")
    assert left == ["booking.approved", "booking.moved"]
