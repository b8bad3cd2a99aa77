"""Cities through the API, and who leads them."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.api.named import ANYHOW, NOBODY, public_id, refusal
from tests.api.office import TODAY, Office
from tests.database.world import World, statements_of

CITIES = "/api/v1/cities"


async def choose(office: Office, city: str, recruiter: str | None, **headers: str) -> Any:
    body = {"recruiter_public_id": recruiter}
    return await office.http.patch(f"{CITIES}/{city}/lead", headers=office.admin | ANYHOW | headers, json=body)


async def test_cities_are_listed_with_their_places_their_lead_and_their_policy(office: Office, world: World) -> None:
    west = await world.city(
        name="West",
        zone="Europe/Kaliningrad",
        contact_link="https://t.me/west",
        address="Square 1",
        meeting_link="https://meet.example/west",
        policy={"reminder_lead": 3600},
    )
    await world.city(name="East", active=False)
    lead = await world.recruiter(west, name="Ada", tg_chat_id=5)
    await world.run("UPDATE cities SET lead_recruiter_id = :lead WHERE id = :id", lead=lead, id=west)
    east, listed = (await office.http.get(CITIES, headers=office.viewer)).json()["items"]
    assert listed == {
        "public_id": await public_id(world, "cities", west),
        "name": "West",
        "zone": "Europe/Kaliningrad",
        "active": True,
        "language": "ru",
        "contact_link": "https://t.me/west",
        "address": "Square 1",
        "meeting_link": "https://meet.example/west",
        "lead": {"public_id": await public_id(world, "recruiters", lead), "name": "Ada", "reachable": True},
        "policy": {"reminder_lead": 3600},
        "created_at": listed["created_at"],
    }
    assert (east["name"], east["active"], east["lead"], east["policy"]) == ("East", False, None, {})
    alone = await office.http.get(f"{CITIES}/{listed['public_id']}", headers=office.viewer)
    assert (alone.status_code, alone.json()) == (200, listed | {"warnings": alone.json()["warnings"]})
    only = await office.http.get(CITIES, headers=office.viewer, params={"active": "false"})
    assert [each["name"] for each in only.json()["items"]] == ["East"]


async def test_the_list_takes_one_statement_however_many_cities_there_are(
    office: Office, world: World, engine: AsyncEngine
) -> None:
    for _ in range(20):
        city = await world.city()
        lead = await world.recruiter(city)
        await world.run("UPDATE cities SET lead_recruiter_id = :lead WHERE id = :id", lead=lead, id=city)
    await office.http.get(CITIES, headers=office.viewer)  # notes the first use of the token
    with statements_of(engine) as statements:
        assert len((await office.http.get(CITIES, headers=office.viewer)).json()["items"]) == 20
    assert len(statements) == 2  # the token, the cities


async def test_a_lead_is_chosen_and_dismissed_and_both_are_audited(office: Office, world: World) -> None:
    row = await world.city()
    city, recruiter = await public_id(world, "cities", row), await world.recruiter(row, name="Ada")
    ada = await public_id(world, "recruiters", recruiter)
    chosen = await choose(office, city, ada)
    assert (chosen.status_code, chosen.json()["lead"]) == (200, {"public_id": ada, "name": "Ada", "reachable": False})
    assert await world.ask("SELECT lead_recruiter_id FROM cities") == recruiter
    assert (await choose(office, city, ada)).status_code == 200  # as it is already
    assert (await choose(office, city, None)).json()["lead"] is None
    assert await world.ask("SELECT count(*) FROM audit_log WHERE what = 'city_lead_chosen'") == 2
    before, after, at = [
        await world.ask(f"SELECT {column} FROM audit_log ORDER BY id DESC") for column in ("before", "after", "at")
    ]
    assert (before, after, at) == ({"lead_recruiter_id": recruiter}, {"lead_recruiter_id": None}, TODAY)


@pytest.mark.parametrize(
    ("values", "serves", "kind"),
    [({"active": False}, True, "recruiter_inactive"), ({}, False, "recruiter_elsewhere")],
)
async def test_who_cannot_lead_is_refused_with_those_who_can(
    office: Office, world: World, values: dict[str, Any], serves: bool, kind: str
) -> None:
    row = await world.city()
    city = await public_id(world, "cities", row)
    stranger = await world.recruiter(*([row] if serves else []), **values)
    refused = await choose(office, city, await public_id(world, "recruiters", stranger))
    assert (refused.status_code, refused.json()["type"]) == (422, f"urn:otklik:problem:{kind}")
    assert "add one first" in refused.json()["detail"]
    suitable = await public_id(world, "recruiters", await world.recruiter(row, name="Ada"))
    refused = await choose(office, city, await public_id(world, "recruiters", stranger))
    assert f"Ada ({suitable})" in refused.json()["detail"]
    assert refused.json()["errors"][0]["where"] == ["body", "recruiter_public_id"]
    assert await world.ask("SELECT lead_recruiter_id FROM cities") is None


async def test_a_recruiter_or_a_city_that_is_not_there_cannot_be_meant(office: Office, world: World) -> None:
    city = await public_id(world, "cities", await world.city())
    refused = await choose(office, city, NOBODY)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:otklik:problem:no_recruiter")
    assert (await choose(office, NOBODY, None)).status_code == 404
    assert (await office.http.get(f"{CITIES}/{NOBODY}", headers=office.viewer)).status_code == 404
    assert (await office.http.patch(f"{CITIES}/{city}/lead", headers=office.admin, json={})).status_code == 422


async def test_a_lead_chosen_for_a_city_that_changed_meanwhile_is_refused(office: Office, world: World) -> None:
    row = await world.city()
    city = await public_id(world, "cities", row)
    ada = await public_id(world, "recruiters", await world.recruiter(row))
    seen = (await office.http.get(f"{CITIES}/{city}", headers=office.viewer)).headers["etag"]
    assert (await choose(office, city, ada, **{"If-Match": seen})).status_code == 200
    late = await choose(office, city, None, **{"If-Match": seen})
    assert (late.status_code, late.json()["type"]) == (412, "urn:otklik:problem:changed_meanwhile")


async def test_viewers_look_at_cities_and_admins_choose(office: Office, world: World) -> None:
    city = await public_id(world, "cities", await world.city())
    path = f"{CITIES}/{city}/lead"
    body = {"recruiter_public_id": None}
    assert (await office.http.patch(path, headers=office.viewer, json=body)).status_code == 403
    assert (await office.http.patch(path, json=body)).status_code == 401
    assert (await office.http.get(CITIES)).status_code == 401
    assert (await office.http.get(f"{CITIES}/{city}")).status_code == 401


async def test_cities_are_read_page_by_page_in_the_order_asked_for(
    office: Office, world: World, engine: AsyncEngine
) -> None:
    rows = [await world.city(name=f"City {letter}", active=letter != "C") for letter in "BDACE"]
    await world.recruiter(*rows[:2])
    await world.recruiter(rows[2], active=False)
    names: list[str] = []
    page: dict[str, Any] = {}
    cursor: dict[str, str] = {}
    with statements_of(engine) as statements:
        for _ in range(3):
            params = {"limit": "2", "sort": "-name", "total": "true"} | cursor
            page = (await office.http.get(CITIES, headers=office.viewer, params=params)).json()
            names += [each["name"][-1] for each in page["items"]]
            cursor = {"cursor": page["next_cursor"]}
    assert (names, page["next_cursor"], page["total"]) == (["E", "D", "C", "B", "A"], None, 5)
    assert len(statements) == 3 * 3 + 1  # the token, the page, the total; and the first use of the token
    for params, expected in (
        ({"sort": "created_at"}, "BDACE"),
        ({"served": "true"}, "BD"),
        ({"served": "false", "active": "true"}, "AE"),
    ):
        page = (await office.http.get(CITIES, headers=office.viewer, params=params)).json()
        assert "".join(each["name"][-1] for each in page["items"]) == expected
    strange = await office.http.get(CITIES, headers=office.viewer, params={"cursor": "strange"})
    assert refusal(strange) == (422, "cursor_invalid")
