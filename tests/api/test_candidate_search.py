"""Finding candidates: by the beginning of a word of their name, of their phone, of their name in Telegram."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from database.people.erasure import erase_candidate
from tests.api.office import Office
from tests.database.world import NOW, World, statements_of

LIST = "/api/v1/candidates"
SEARCH = f"{LIST}/search"

PEOPLE: dict[str, dict[str, Any]] = {
    "anna": {"name": "Петрова Анна Сергеевна", "username": "Anna_Petrova", "phone": "+7 (900) 123-45-67"},
    "petr": {"name": "Салтыков-Щедрин Пётр", "username": "shchedrin", "phone": "79161112233"},
    "nil": {"name": "О'Нил Anna", "username": None, "phone": None},
    "new": {"name": None, "username": "newcomer", "phone": None},
}


@pytest.fixture
async def crowd(world: World) -> dict[str, int]:
    return {
        key: await world.candidate(**person, created_at=NOW + timedelta(hours=number))
        for number, (key, person) in enumerate(PEOPLE.items())
    }


async def found(office: Office, headers: dict[str, str] | None = None, **asked: Any) -> list[str | None]:
    answer = await office.http.post(SEARCH, headers=headers or office.viewer, json=asked)
    assert answer.status_code == 200, answer.text
    return [each["name"] or each["username"] for each in answer.json()["items"]]


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"name_prefix": "петр"}, ["petr", "anna"]),
        ({"name_prefix": "ПЁТ"}, ["petr", "anna"]),
        ({"name_prefix": "пет анн"}, ["anna"]),
        ({"name_prefix": "анна петрова"}, ["anna"]),
        ({"name_prefix": "щедр"}, ["petr"]),
        ({"name_prefix": "салтыков-щ"}, ["petr"]),
        ({"name_prefix": "нил"}, ["nil"]),
        ({"name_prefix": "ANN"}, ["nil"]),
        ({"name_prefix": "етрова"}, []),
        ({"name_prefix": "п' | !а:*"}, ["anna"]),
        ({"phone": "8900"}, ["anna"]),
        ({"phone": "+7 900 12"}, ["anna"]),
        ({"phone": "7"}, None),
        ({"phone": "1234567"}, []),
        ({"telegram": "@anna"}, ["anna"]),
        ({"telegram": "SHCH"}, ["petr"]),
        ({"telegram": "newc"}, ["new"]),
        ({"telegram": "anna!"}, None),
        ({"name_prefix": "анна", "phone": "7916"}, []),
        ({"name_prefix": "…"}, None),
        ({}, None),
        ({"name_prefix": "а", "stage": "nowhere"}, None),
        ({"name_prefix": "а", "nonsense": 1}, None),
        ({"name_prefix": "а\0"}, None),
    ],
)
async def test_people_are_found_as_they_are_looked_for(
    office: Office, asked: dict[str, Any], names: list[str] | None
) -> None:
    if names is None:
        refused = await office.http.post(SEARCH, headers=office.viewer, json=asked)
        assert (refused.status_code, refused.json()["code"]) == (422, "malformed")
        return
    expected = [PEOPLE[key]["name"] or PEOPLE[key]["username"] for key in names]
    assert await found(office, **asked) == expected


async def test_a_telegram_id_is_found_exactly(office: Office, crowd: dict[str, int], world: World) -> None:
    telegram_id = str(await world.ask("SELECT telegram_id FROM candidates WHERE id = :id", id=crowd["petr"]))
    assert await found(office, telegram=telegram_id) == [PEOPLE["petr"]["name"]]
    assert await found(office, telegram=telegram_id[:-1]) == []
    assert await found(office, telegram="9" * 16) == []


async def test_the_erased_are_not_found(office: Office, crowd: dict[str, int], world: World) -> None:
    public_id = await world.ask("SELECT public_id FROM candidates WHERE id = :id", id=crowd["petr"])
    async with world.sessions.begin() as session:
        await erase_candidate(session, crowd["petr"], now=NOW)
    for known, value in (("name_prefix", "щедр"), ("phone", "7916"), ("telegram", "shch")):
        answer = await office.http.post(SEARCH, headers=office.viewer, json={known: value})
        assert answer.json()["items"] == []
    assert (await office.http.get(f"{LIST}/{public_id}", headers=office.viewer)).status_code == 404
    assert len((await office.http.get(LIST, headers=office.viewer)).json()["items"]) == 3


@pytest.mark.usefixtures("crowd")
async def test_a_search_comes_in_pages_and_a_cursor_of_nobody_is_refused(office: Office) -> None:
    asked: dict[str, Any] = {"name_prefix": "пе", "limit": 1, "total": True}
    first = (await office.http.post(SEARCH, headers=office.viewer, json=asked)).json()
    assert (first["total"], len(first["items"])) == (2, 1)
    rest = asked | {"cursor": first["next_cursor"]}
    second = (await office.http.post(SEARCH, headers=office.viewer, json=rest)).json()
    assert second["next_cursor"] is None
    assert {each["name"] for each in (*first["items"], *second["items"])} == {
        PEOPLE["anna"]["name"],
        PEOPLE["petr"]["name"],
    }
    refused = await office.http.post(SEARCH, headers=office.viewer, json=asked | {"cursor": "bm9uZQ=="})
    assert (refused.status_code, refused.json()["code"]) == (422, "cursor_invalid")


@pytest.mark.usefixtures("crowd")
async def test_the_list_is_filtered_and_ordered(office: Office, crowd: dict[str, int], world: World) -> None:
    kazan = await world.city(name="Казань")
    await world.run("UPDATE candidates SET city_id = :city WHERE id <= :id", city=kazan, id=crowd["petr"])
    await world.run("UPDATE candidates SET stage = 'refused', blocked_at = now() WHERE id = :id", id=crowd["petr"])
    city = str(await world.ask("SELECT public_id FROM cities"))

    async def listed(**query: Any) -> list[str]:
        answer = await office.http.get(LIST, headers=office.viewer, params=query)
        assert answer.status_code == 200, answer.text
        by_name = {person["name"] or person["username"]: key for key, person in PEOPLE.items()}
        return [by_name[each["name"] or each["username"]] for each in answer.json()["items"]]

    assert await listed() == ["new", "nil", "petr", "anna"]
    assert await listed(sort="created_at") == ["anna", "petr", "nil", "new"]
    assert await listed(city=city) == ["petr", "anna"]
    assert await listed(city=str(uuid4())) == []
    assert await listed(stage="refused") == await listed(blocked=True) == ["petr"]
    assert await listed(blocked=False) == ["new", "nil", "anna"]
    after = (NOW + timedelta(hours=2)).isoformat()
    assert await listed(created_from=after) == ["new", "nil"]
    assert await listed(created_to=after) == ["petr", "anna"]
    for query in (
        {"created_from": "2026-11-23T09:00:00"},
        {"created_to": "9999-12-31T23:59:59-23:00"},
        {"sort": "name"},
    ):
        assert (await office.http.get(LIST, headers=office.viewer, params=query)).status_code == 422


async def test_who_runs_a_city_sees_its_candidates_only(office: Office, crowd: dict[str, int], world: World) -> None:
    kazan, omsk = await world.city(name="Казань"), await world.city(name="Омск")
    await world.run("UPDATE candidates SET city_id = :city WHERE id = :id", city=kazan, id=crowd["anna"])
    await world.run("UPDATE candidates SET city_id = :city WHERE id = :id", city=omsk, id=crowd["nil"])
    manager = await office.token("manager", cities=[kazan])
    assert await found(office, manager, name_prefix="анна") == [PEOPLE["anna"]["name"]]
    assert await found(office, manager, name_prefix="нил") == await found(office, manager, telegram="newc") == []
    (only,) = (await office.http.get(LIST, headers=manager)).json()["items"]
    assert only["city_name"] == "Казань"
    for key in ("nil", "new"):
        public_id = await world.ask("SELECT public_id FROM candidates WHERE id = :id", id=crowd[key])
        for path in ("", "/timeline", "/messages"):
            missing = await office.http.get(f"{LIST}/{public_id}{path}", headers=manager)
            assert (missing.status_code, missing.json()["code"]) == (404, "no_candidate")
        for word in ("retry", "cancel"):
            assert (await office.http.post(f"{LIST}/{public_id}/{word}", headers=manager)).status_code == 404


async def test_a_list_costs_the_same_however_long_it_is(office: Office, world: World) -> None:
    costs = []
    await office.http.get(LIST, headers=office.viewer)  # the first use of a token within an hour is noted
    for _ in range(2):
        await world.candidates(20)
        with statements_of(office.engine) as statements:
            await office.http.get(LIST, headers=office.viewer, params={"limit": 40, "total": True})
            await office.http.post(SEARCH, headers=office.viewer, json={"name_prefix": "a"})
        costs.append(len(statements))
        assert not any("_sqlakeyset" in statement for statement in statements)
    assert costs == [5, 5]  # the token twice, the list, its total, the search
