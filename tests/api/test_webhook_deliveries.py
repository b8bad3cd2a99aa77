"""What was sent to a webhook: the log, sending again, and trying it; with the real worker and a real receiver."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from temporalio.client import Client

from tests.activities.receiver import Receiver, receiving
from tests.activities.telling import Telling, telling_of
from tests.api.named import NOBODY, last_audited, public_id, refusal
from tests.api.office import Office
from tests.database.moving import set_moving
from tests.database.told import Told
from tests.database.world import World

WEBHOOKS = "/api/v1/webhooks"
DAY = {"from": "2026-11-23T00:00:00Z", "to": "2026-11-24T00:00:00Z"}


@pytest.fixture
async def telling(world: World, client: Client, database_url: str) -> AsyncIterator[Telling]:
    async with telling_of(world, client, database_url) as telling:
        yield telling


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def path_of(world: World, told: Told) -> str:
    return f"{WEBHOOKS}/{await public_id(world, 'webhook_endpoints', told.endpoint)}"


async def get(office: Office, path: str, **params: Any) -> Any:
    return (await office.http.get(path, headers=office.admin, params=params)).json()


async def post(office: Office, path: str, body: dict[str, Any] | None = None) -> Any:
    return await office.http.post(path, headers=office.admin, json=body)


async def test_the_log_says_what_was_sent_and_what_came_of_each_try(
    office: Office, world: World, telling: Telling, receiver: Receiver
) -> None:
    receiver.answers = [web.Response(status=503)]
    told = await telling.endpoint(receiver.url)
    async with telling.working():
        await set_moving(world)
        await telling.until(told, "delivered")
    path = await path_of(world, told)
    listed = await get(office, f"{path}/deliveries", status="delivered", total=True)
    assert (await get(office, f"{path}/deliveries", status="failed"))["items"] == []
    (delivery,) = listed["items"]
    assert listed["total"] == 1
    assert (delivery["type"], delivery["status"], delivery["attempts"]) == ("booking.requested", "delivered", 2)
    assert delivery["event_id"] == receiver.calls[0].id
    seen = await get(office, f"{path}/deliveries/{delivery['public_id']}")
    assert [(each["status_code"], each["error"]) for each in seen["log"]] == [(503, "status"), (204, None)]
    assert seen["data"] == receiver.calls[0].read(telling.secret)["data"]


async def test_the_log_comes_in_pages_the_newest_first(office: Office, world: World, telling: Telling) -> None:
    told = await telling.endpoint("https://receiver.test")
    moving = await set_moving(world)
    await moving.approve()
    await moving.end()
    path = f"{await path_of(world, told)}/deliveries"
    first = await get(office, path, limit=2)
    second = await get(office, path, limit=2, cursor=first["next_cursor"])
    types = [each["type"] for each in first["items"] + second["items"]]
    assert types == ["booking.cancelled", "booking.approved", "booking.requested"]


async def test_an_event_is_sent_again_under_its_id(
    office: Office, world: World, telling: Telling, receiver: Receiver
) -> None:
    told = await telling.endpoint(receiver.url)
    async with telling.working():
        await set_moving(world)
        await telling.until(told, "delivered")
        path = await path_of(world, told)
        (delivery,) = (await get(office, f"{path}/deliveries"))["items"]
        again = await post(office, f"{path}/deliveries/{delivery['public_id']}/replay")
        assert (again.status_code, again.json()["status"], again.json()["round"]) == (200, "waiting", 2)
        await receiver.until_called(2)
        await telling.until(told, "delivered")
    first, second = receiver.calls
    assert (first.id, first.body) == (second.id, second.body)
    seen = await get(office, f"{path}/deliveries/{delivery['public_id']}")
    assert [each["round"] for each in seen["log"]] == [1, 2]
    what, _, after = await last_audited(world)
    assert (what, after) == ("webhook_replayed", {"delivery": delivery["public_id"]})


async def test_the_events_of_some_days_are_sent_again_and_to_who_came_later(
    office: Office, world: World, telling: Telling, receiver: Receiver
) -> None:
    told = await telling.endpoint(receiver.url)
    async with telling.working():
        moving = await set_moving(world)
        await moving.approve()
        await telling.until(told, "delivered")
        later = await telling.endpoint(receiver.url, event_types=["booking.approved"])
        path, later_path = await path_of(world, told), await path_of(world, later)
        assert (await post(office, f"{path}/replay", DAY)).json() == {"deliveries": 2}
        assert (await post(office, f"{later_path}/replay", DAY)).json() == {"deliveries": 1}
        some = DAY | {"types": ["booking.requested"]}
        assert (await post(office, f"{later_path}/replay", some)).json() == {"deliveries": 1}
        before = {"from": "2026-11-01T00:00:00Z", "to": "2026-11-23T09:00:00Z"}
        assert (await post(office, f"{path}/replay", before)).json() == {"deliveries": 0}
        await receiver.until_called(6)
        await telling.until(told, "delivered")
        await telling.until(later, "delivered")
    assert len(receiver.calls) == 6
    assert len({call.id for call in receiver.calls}) == 2


@pytest.mark.parametrize(
    "window",
    [
        {"from": DAY["to"], "to": DAY["from"]},
        {"from": "2026-01-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"},
        {"from": "2026-11-23T00:00:00", "to": DAY["to"]},
        {"from": "0001-01-01T00:00:00+14:00", "to": DAY["to"]},
        DAY | {"types": []},
        {},
    ],
)
async def test_a_span_that_makes_no_sense_is_refused(
    office: Office, world: World, telling: Telling, window: dict[str, Any]
) -> None:
    path = await path_of(world, await telling.endpoint("https://receiver.test"))
    assert (await post(office, f"{path}/replay", window)).status_code == 422


async def test_what_waits_is_not_sent_twice_and_nothing_goes_to_who_is_switched_off(
    office: Office, world: World, telling: Telling
) -> None:
    told = await telling.endpoint("https://receiver.test")
    await set_moving(world)
    path = await path_of(world, told)
    (delivery,) = (await get(office, f"{path}/deliveries"))["items"]
    one = f"{path}/deliveries/{delivery['public_id']}/replay"
    assert refusal(await post(office, one)) == (409, "delivery_waits")
    assert (await post(office, f"{path}/replay", DAY)).json() == {"deliveries": 0}
    await world.run("UPDATE webhook_endpoints SET active = false")
    assert refusal(await post(office, one)) == (409, "webhook_inactive")
    assert refusal(await post(office, f"{path}/replay", DAY)) == (409, "webhook_inactive")


async def test_a_webhook_is_tried_switched_on_or_off_and_says_what_came_of_it(
    office: Office, world: World, telling: Telling, receiver: Receiver
) -> None:
    told = await telling.endpoint(receiver.url, active=False, failing_since=None)
    receiver.answers = [web.Response(status=200), web.Response(status=401)]
    path = await path_of(world, told)
    async with telling.working():
        good, bad = [(await post(office, f"{path}/test")).json() for _ in range(2)]
    assert (good["delivered"], good["status_code"], good["error"]) == (True, 200, None)
    assert (bad["delivered"], bad["status_code"], bad["error"]) == (False, 401, "status")
    assert len(receiver.calls) == 2
    assert receiver.calls[0].read(telling.secret)["type"] == "webhook.test"
    seen = await get(office, f"{path}/deliveries/{bad['delivery']}")
    assert (seen["status"], len(seen["log"])) == ("abandoned", 1)
    assert (await get(office, path))["failing_since"] is None


async def test_what_there_is_not_is_404(office: Office, world: World, telling: Telling) -> None:
    path = await path_of(world, await telling.endpoint("https://receiver.test"))
    for call in (f"{path}/deliveries/{NOBODY}", f"{WEBHOOKS}/{NOBODY}/deliveries"):
        assert (await office.http.get(call, headers=office.admin)).status_code == 404
    for call in (f"{path}/deliveries/{NOBODY}/replay", f"{WEBHOOKS}/{NOBODY}/test"):
        assert (await post(office, call)).status_code == 404
    assert (await post(office, f"{WEBHOOKS}/{NOBODY}/replay", DAY)).status_code == 404
