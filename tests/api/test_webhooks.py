"""Who is told of facts: adding, changing and deleting webhooks, and their secrets."""

import asyncio
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from domain.facts import FACTS
from tests.api.named import ANYHOW, audited, last_audited, public_id, refusal, tag_of
from tests.api.office import Office
from tests.database.world import World, statements_of
from workflows.sealing import Sealing

WEBHOOKS = "/api/v1/webhooks"
CRM = {"url": "https://crm.example/otklik", "description": "The CRM", "event_types": ["booking.requested"]}


async def add(office: Office, body: dict[str, Any], **headers: str) -> Any:
    return await office.http.post(WEBHOOKS, headers=office.admin | headers, json=body)


async def change(office: Office, webhook: str, body: dict[str, Any], headers: dict[str, str] = ANYHOW) -> Any:
    return await office.http.patch(f"{WEBHOOKS}/{webhook}", headers=office.admin | headers, json=body)


async def secret_of(world: World, client: Client, column: str = "secret") -> str:
    return await Sealing.of(client).open(await world.ask(f"SELECT {column} FROM webhook_endpoints"))


async def test_a_webhook_is_added_and_its_secret_shown_once(office: Office, world: World, client: Client) -> None:
    city = await public_id(world, "cities", await world.city())
    added = await add(office, CRM | {"city": city})
    assert added.status_code == 201
    secret = added.json()["secret"]
    assert secret == await secret_of(world, client)
    seen = await office.http.get(added.headers["location"], headers=office.admin)
    assert seen.json() == {name: value for name, value in added.json().items() if name != "secret"}
    assert seen.headers["etag"] == added.headers["etag"]
    assert {name: seen.json()[name] for name in CRM} == CRM
    assert (seen.json()["city"], seen.json()["active"]) == (city, True)
    what, before, after = await last_audited(world)
    assert (what, before, after["url"]) == ("webhook_created", None, CRM["url"])
    assert secret not in str(after)


async def test_a_webhook_is_added_once_and_its_secret_is_kept_nowhere(office: Office, world: World) -> None:
    key = {"Idempotency-Key": "new-webhook"}
    first, again = [await add(office, CRM, **key) for _ in range(2)]
    assert first.status_code == 201
    assert refusal(again) == (409, "already_issued")
    assert first.json()["public_id"] in again.json()["detail"]
    assert await world.ask("SELECT count(*) FROM webhook_endpoints") == 1
    assert first.json()["secret"] not in str(await world.ask("SELECT answer::text FROM idempotency_keys"))


async def test_what_is_named_is_changed_and_null_clears(office: Office, world: World) -> None:
    city = await public_id(world, "cities", await world.city())
    added = (await add(office, CRM | {"city": city})).json()
    webhook = added["public_id"]
    tag = await tag_of(office, f"{WEBHOOKS}/{webhook}")
    changed = await change(office, webhook, {"event_types": None, "city": None, "description": None}, tag)
    assert changed.status_code == 200
    assert changed.json()["url"] == CRM["url"]
    assert [changed.json()[name] for name in ("event_types", "city", "description")] == [None, None, None]
    what, before, after = await last_audited(world)
    assert what == "webhook_changed"
    assert before == {"event_types": ["booking.requested"], "city": city, "description": "The CRM"}
    assert after == {"event_types": None, "city": None, "description": None}
    assert refusal(await change(office, webhook, {"active": False}, tag)) == (412, "changed_meanwhile")
    assert refusal(await change(office, webhook, {"active": False}, {})) == (428, "if_match_missing")
    assert await audited(world) == ["webhook_created", "webhook_changed"]


async def test_of_two_admins_who_change_it_at_once_one_is_told(office: Office) -> None:
    webhook = (await add(office, CRM)).json()["public_id"]
    tag = await tag_of(office, f"{WEBHOOKS}/{webhook}")
    wanted: tuple[dict[str, Any], ...] = ({"description": "One"}, {"description": "Two"})
    answers = await asyncio.gather(*(change(office, webhook, each, tag) for each in wanted))
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_one_that_was_stopped_begins_anew_when_it_is_switched_on(office: Office, world: World) -> None:
    webhook = (await add(office, CRM)).json()["public_id"]
    tag = await tag_of(office, f"{WEBHOOKS}/{webhook}")
    await world.run("UPDATE webhook_endpoints SET failing_since = now()")
    assert await tag_of(office, f"{WEBHOOKS}/{webhook}") == tag  # nobody's change is refused for that
    await world.run("UPDATE webhook_endpoints SET active = false, stopped_because = 'failing'")
    seen = (await office.http.get(f"{WEBHOOKS}/{webhook}", headers=office.admin)).json()
    assert (seen["active"], seen["stopped_because"]) == (False, "failing")
    begun = (await change(office, webhook, {"active": True})).json()
    assert (begun["active"], begun["stopped_because"], begun["failing_since"]) == (True, None, None)


async def test_a_new_secret_takes_the_place_of_the_old_one_which_signs_for_a_day(
    office: Office, world: World, client: Client
) -> None:
    added = (await add(office, CRM)).json()
    path = f"{WEBHOOKS}/{added['public_id']}/rotate-secret"
    key = {"Idempotency-Key": "rotate"}
    rotated, again = [await office.http.post(path, headers=office.admin | key) for _ in range(2)]
    assert rotated.status_code == 201
    assert refusal(again) == (409, "already_issued")
    assert rotated.json()["secret"] == await secret_of(world, client) != added["secret"]
    assert await secret_of(world, client, "previous_secret") == added["secret"]
    left = await world.ask("SELECT extract(epoch FROM previous_until - now()) / 3600 FROM webhook_endpoints")
    assert 23.9 < left <= 24
    assert rotated.json()["previous_secret_until"] is not None
    assert (await audited(world))[-1] == "webhook_secret_rotated"


async def test_a_webhook_is_deleted_with_its_log(office: Office, world: World) -> None:
    webhook = (await add(office, CRM)).json()["public_id"]
    await world.booked()
    path = f"{WEBHOOKS}/{webhook}"
    assert refusal(await office.http.delete(path, headers=office.admin)) == (428, "if_match_missing")
    assert (await office.http.delete(path, headers=office.admin | ANYHOW)).status_code == 204
    assert refusal(await office.http.get(path, headers=office.admin)) == (404, "no_webhook")
    assert await world.ask("SELECT count(*) FROM webhook_deliveries") == 0
    assert (await audited(world))[-1] == "webhook_deleted"


async def test_the_list_is_one_statement_whatever_its_length(office: Office, engine: AsyncEngine) -> None:
    for number in range(5):
        await add(office, CRM | {"description": f"{number}", "active": number % 2 == 0})
    with statements_of(engine) as statements:
        first = (await office.http.get(WEBHOOKS, headers=office.admin, params={"limit": 2})).json()
    assert len([each for each in statements if "webhook_endpoints" in each]) == 1
    rest: dict[str, Any] = {"limit": 10, "cursor": first["next_cursor"], "total": True}
    second = (await office.http.get(WEBHOOKS, headers=office.admin, params=rest)).json()
    assert [each["description"] for each in first["items"] + second["items"]] == list("01234")
    assert (second["total"], second["next_cursor"]) == (5, None)
    off: dict[str, Any] = {"active": False, "sort": "-created_at"}
    listed = (await office.http.get(WEBHOOKS, headers=office.admin, params=off)).json()
    assert [each["description"] for each in listed["items"]] == ["3", "1"]
    assert "secret" not in first["items"][0]


async def test_every_type_of_event_is_described(office: Office) -> None:
    listed = (await office.http.get(f"{WEBHOOKS}/event-types", headers=office.admin)).json()
    assert [(each["type"], each["example"]) for each in listed] == [(fact.type, fact.example) for fact in FACTS]


async def test_only_admins_see_webhooks(office: Office, world: World) -> None:
    manager = await office.token("manager", cities=[await world.city()])
    for headers in (office.viewer, manager):
        assert refusal(await office.http.get(WEBHOOKS, headers=headers)) == (403, "role_insufficient")
        assert refusal(await office.http.post(WEBHOOKS, headers=headers, json=CRM)) == (403, "role_insufficient")


async def test_a_city_that_a_webhook_is_told_of_is_not_deleted(office: Office, world: World) -> None:
    city = await public_id(world, "cities", await world.city())
    await add(office, CRM | {"city": city})
    refused = await office.http.delete(f"/api/v1/cities/{city}", headers=office.admin | ANYHOW)
    assert refusal(refused) == (409, "city_in_use")
    assert "webhooks: 1" in refused.json()["detail"]
