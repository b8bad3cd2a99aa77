"""Recruiters through the API: listing, adding, changing, deleting."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.api.named import ANYHOW, NOBODY, audited, last_audited, public_id, refusal, tag_of
from tests.api.office import Office
from tests.database.world import World, statements_of

RECRUITERS = "/api/v1/recruiters"
ADA = {"name": "Ada", "zone": "Europe/Moscow", "meeting_link": "https://meet.example/ada"}


async def add(office: Office, body: dict[str, Any], **headers: str) -> Any:
    return await office.http.post(RECRUITERS, headers=office.admin | headers, json=body)


async def change(office: Office, recruiter: str, body: dict[str, Any], headers: dict[str, str] = ANYHOW) -> Any:
    return await office.http.patch(f"{RECRUITERS}/{recruiter}", headers=office.admin | headers, json=body)


async def names(office: Office, headers: dict[str, str] | None = None, **params: str) -> str:
    page = await office.http.get(RECRUITERS, headers=headers or office.viewer, params=params)
    return "".join(each["name"] for each in page.json()["items"])


async def test_a_recruiter_is_added_with_cities_and_an_invitation_is_asked_for(office: Office, world: World) -> None:
    kazan, perm = [await public_id(world, "cities", await world.city(name=name)) for name in ("Kazan", "Perm")]
    added = await add(office, ADA | {"cities": [perm, kazan, perm]})
    assert added.status_code == 201
    assert added.headers["location"] == f"{RECRUITERS}/{added.json()['public_id']}"
    seen = await office.http.get(added.headers["location"], headers=office.viewer)
    assert (seen.json(), seen.headers["etag"]) == (added.json(), added.headers["etag"])
    assert [city["name"] for city in seen.json()["cities"]] == ["Kazan", "Perm"]
    assert (seen.json()["telegram_linked"], seen.json()["reachable"]) == (False, False)
    assert seen.json()["warnings"] == [
        "Not linked to Telegram: issue an invitation; until then requests wait in the queue of bookings."
    ]
    what, before, after = await last_audited(world)
    assert (what, before, after["name"], after["cities"]) == ("recruiter_created", None, "Ada", [perm, kazan, perm])


async def test_a_recruiter_is_added_once_however_often_the_call_is_sent(office: Office, world: World) -> None:
    first, again = [await add(office, ADA, **{"Idempotency-Key": "ada"}) for _ in range(2)]
    assert (first.json(), again.headers["idempotency-replayed"]) == (again.json(), "true")
    assert await world.ask("SELECT count(*) FROM recruiters") == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("zone", "Europe/Moskow"),
        ("zone", None),
        ("active", 1),
        ("cities", None),
        ("cities", ["7"]),
        ("cities", [NOBODY] * 501),
        ("contact_link", "ada"),
        ("meeting_link", "https://"),
        ("telegram_id", 7),
    ],
)
async def test_what_a_recruiter_cannot_have_is_refused_with_the_field(
    office: Office, world: World, field: str, value: object
) -> None:
    recruiter = await public_id(world, "recruiters", await world.recruiter())
    for refused in (await add(office, ADA | {field: value}), await change(office, recruiter, {field: value})):
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["where"][:2] == ["body", field]
    assert await audited(world) == []


async def test_a_city_that_is_not_there_cannot_be_served(office: Office, world: World) -> None:
    kazan = await public_id(world, "cities", await world.city())
    recruiter = await public_id(world, "recruiters", await world.recruiter())
    body = {"cities": [kazan, NOBODY]}
    for refused in (await add(office, ADA | body), await change(office, recruiter, body)):
        assert refusal(refused) == (404, "no_city")
        assert refused.json()["errors"][0]["where"] == ["body", "cities", 1]
    assert refusal(await change(office, NOBODY, {})) == (404, "no_recruiter")
    assert await world.ask("SELECT count(*) FROM recruiters") == 1
    assert await world.ask("SELECT count(*) FROM recruiter_cities") == 0


async def test_what_is_named_changes_and_null_clears(office: Office, world: World) -> None:
    row = await world.recruiter(await world.city(), name="Ada", contact_link="https://t.me/ada")
    recruiter = await public_id(world, "recruiters", row)
    tag = await tag_of(office, f"{RECRUITERS}/{recruiter}")
    changed = await change(office, recruiter, {"contact_link": None, "zone": "Asia/Omsk"}, tag)
    assert (changed.status_code, changed.json()["name"], changed.json()["contact_link"]) == (200, "Ada", None)
    assert "by the clocks of Asia/Omsk" in changed.json()["warnings"][0]
    assert await last_audited(world) == (
        "recruiter_changed",
        {"contact_link": "https://t.me/ada", "zone": "Europe/Moscow"},
        {"contact_link": None, "zone": "Asia/Omsk"},
    )
    assert (await change(office, recruiter, {"zone": "Asia/Omsk"}, {"If-Match": changed.headers["etag"]})).is_success
    assert await audited(world) == ["recruiter_changed"]


async def test_of_two_admins_who_saw_the_same_one_is_refused(office: Office, world: World) -> None:
    kazan, perm = await world.city(), await world.city()
    recruiter = await public_id(world, "recruiters", await world.recruiter(kazan))
    tag = await tag_of(office, f"{RECRUITERS}/{recruiter}")
    cities = [[await public_id(world, "cities", each)] for each in (kazan, perm)]
    bodies: list[dict[str, Any]] = [{"cities": [*cities[0], *cities[1]]}, {"cities": []}]
    answers = await asyncio.gather(*(change(office, recruiter, body, tag) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert refusal(await change(office, recruiter, {}, {})) == (428, "if_match_missing")


async def test_slots_that_fill_meanwhile_are_no_change_of_the_recruiter(office: Office, world: World) -> None:
    city = await world.city()
    row = await world.recruiter(city)
    recruiter = await public_id(world, "recruiters", row)
    tag = await tag_of(office, f"{RECRUITERS}/{recruiter}")
    await world.slots(row, city, count=2)
    changed = await change(office, recruiter, {"name": "Bea"}, tag)
    assert (changed.status_code, changed.json()["free_slots"]) == (200, 2)


async def test_who_never_had_a_slot_is_deleted_and_who_had_one_is_not(office: Office, world: World) -> None:
    city = await world.city()
    fresh, busy = await world.recruiter(city, name="Ada"), await world.recruiter(city)
    await world.slot(busy, city)
    await world.run("UPDATE cities SET lead_recruiter_id = :lead", lead=busy)
    path, other = [f"{RECRUITERS}/{await public_id(world, 'recruiters', each)}" for each in (fresh, busy)]
    headers = office.admin | await tag_of(office, path)
    assert refusal(await office.http.delete(path, headers=office.admin)) == (428, "if_match_missing")
    assert (await office.http.delete(path, headers=headers)).status_code == 204
    assert (await last_audited(world))[0] == "recruiter_deleted"
    refused = await office.http.delete(other, headers=office.admin | ANYHOW)
    assert refusal(refused) == (409, "recruiter_in_use")
    assert "cities led: 1, slots: 1" in refused.json()["detail"]
    assert refusal(await office.http.delete(path, headers=headers)) == (404, "no_recruiter")


async def test_recruiters_are_listed_with_counts_in_one_statement(
    office: Office, world: World, engine: AsyncEngine
) -> None:
    kazan, perm = await world.city(name="Kazan"), await world.city(name="Perm")
    await world.recruiter(kazan, perm, name="C", telegram_id=1, tg_chat_id=1)
    await world.recruiter(perm, name="A", telegram_id=2, tg_chat_id=2, active=False)
    bea = await world.recruiter(kazan, name="B")
    await world.slots(bea, kazan, count=3)
    taken = await world.slot(bea, kazan, hours=48)
    await world.reserve(taken, await world.candidate(), kazan)
    await world.slot(bea, kazan, hours=-48)
    assert await names(office) == "ABC"
    with statements_of(engine) as statements:
        page = (await office.http.get(RECRUITERS, headers=office.viewer)).json()
    assert len(statements) == 2  # the token, the recruiters
    assert [(each["free_slots"], each["held_slots"], each["reachable"]) for each in page["items"]] == [
        (0, 0, True),
        (3, 1, False),
        (0, 0, True),
    ]
    assert [await names(office, sort=order) for order in ("-name", "created_at", "-created_at")] == [
        "CBA",
        "CAB",
        "BAC",
    ]
    assert [await names(office, reachable=each) for each in ("true", "false")] == ["AC", "B"]
    assert [await names(office, active=each) for each in ("true", "false")] == ["BC", "A"]
    assert await names(office, city=await public_id(world, "cities", perm)) == "AC"
    assert await names(office, city=NOBODY) == ""
