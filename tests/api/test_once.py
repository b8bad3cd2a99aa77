"""Creates that are sent twice, by a phone in a tunnel or by somebody impatient."""

import asyncio
from datetime import timedelta

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from tests.api.office import TODAY, Office, office_of
from tests.database.world import World

CITIES = "/api/v1/cities"
TVER = {"name": "Tver", "zone": "Europe/Moscow"}


async def create(office: Office, key: str | None, body: dict[str, str] | None = None) -> httpx.Response:
    headers = office.admin if key is None else office.admin | {"Idempotency-Key": key}
    return await office.http.post(CITIES, headers=headers, json=body or TVER)


async def test_a_create_sent_again_creates_nothing_and_is_answered_the_same(office: Office, world: World) -> None:
    first = await create(office, "tver-1")
    again = await create(office, "tver-1")
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert await world.ask("SELECT count(*) FROM cities WHERE name = 'Tver'") == 1
    assert await world.ask("SELECT count(*) FROM audit_log WHERE what = 'city_created'") == 1


async def test_twenty_at_once_are_one(office: Office, world: World) -> None:
    answers = await asyncio.gather(*(create(office, "tver-1") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["public_id"] for answer in answers}) == 1
    assert await world.ask("SELECT count(*) FROM cities WHERE name = 'Tver'") == 1


async def test_another_call_under_the_same_key_is_refused(office: Office) -> None:
    await create(office, "tver-1")
    refused = await create(office, "tver-1", TVER | {"name": "Tula"})
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_refused_create_keeps_nothing_under_its_key(office: Office) -> None:
    await create(office, None)
    assert (await create(office, "tver-1")).json()["code"] == "name_taken"
    await office.http.delete((await create(office, "tula", {**TVER, "name": "Tula"})).headers["location"])
    assert (await create(office, "tver-1", TVER | {"name": "Omsk"})).status_code == 201


async def test_keys_of_others_are_others(office: Office) -> None:
    await create(office, "tver-1")
    somebody = await office.token("admin")
    other = await office.http.post(
        CITIES, headers=somebody | {"Idempotency-Key": "tver-1"}, json=TVER | {"name": "Tula"}
    )
    assert other.status_code == 201


async def test_keys_are_forgotten_after_a_day(engine: AsyncEngine, client: Client, world: World) -> None:
    async with office_of(engine, client) as office:
        await create(office, "tver-1")
    async with office_of(engine, client, now=TODAY + timedelta(hours=24, seconds=1)) as office:
        assert (await create(office, "tver-1", TVER | {"name": "Tula"})).status_code == 201
    assert await world.ask("SELECT count(*) FROM idempotency_keys") == 1
