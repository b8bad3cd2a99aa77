"""Adding, changing and deleting cities: what is refused, who may do what, what stands afterwards."""

import asyncio
from typing import Any

import pytest

from tests.api.named import ANYHOW, NOBODY, audited, last_audited, public_id, refusal, tag_of
from tests.api.office import Office
from tests.database.world import World

CITIES = "/api/v1/cities"
KAZAN = {"name": "Kazan", "zone": "Europe/Moscow", "contact_link": "https://t.me/kazan"}


async def add(office: Office, body: dict[str, Any], **headers: str) -> Any:
    return await office.http.post(CITIES, headers=office.admin | headers, json=body)


async def change(office: Office, city: str, body: dict[str, Any], headers: dict[str, str] = ANYHOW) -> Any:
    return await office.http.patch(f"{CITIES}/{city}", headers=office.admin | headers, json=body)


async def test_a_city_is_added_and_says_what_it_still_lacks(office: Office, world: World) -> None:
    added = await add(office, KAZAN | {"name": "  Kazan "})
    assert added.status_code == 201
    assert added.headers["location"] == f"{CITIES}/{added.json()['public_id']}"
    seen = await office.http.get(added.headers["location"], headers=office.viewer)
    assert (seen.json(), seen.headers["etag"]) == (added.json(), added.headers["etag"])
    assert (seen.json()["name"], seen.json()["active"], seen.json()["language"]) == ("Kazan", True, "ru")
    assert seen.json()["warnings"] == ["No active recruiter serves this city: whoever chooses it has to wait."]
    what, before, after = await last_audited(world)
    assert (what, before, after["name"]) == ("city_created", None, "Kazan")


async def test_a_city_is_added_once_however_often_the_call_is_sent(office: Office, world: World) -> None:
    key = {"Idempotency-Key": "new-city"}
    first, again = [await add(office, KAZAN, **key) for _ in range(2)]
    assert (first.json(), again.status_code) == (again.json(), 201)
    assert again.headers["idempotency-replayed"] == "true"
    assert await world.ask("SELECT count(*) FROM cities") == 1
    assert refusal(await add(office, KAZAN | {"name": "Perm"}, **key)) == (422, "idempotency_key_reused")
    assert refusal(await add(office, KAZAN)) == (409, "name_taken")


@pytest.mark.parametrize(
    ("field", "value", "advice"),
    [
        ("zone", "Moscow", "Europe/Moscow"),
        ("zone", "Europe/Moskow", "Europe/Moscow"),
        ("name", " ", "at least 1 character"),
        ("name", "Ka\u0000zan", "control character"),
        ("name", None, "valid string"),
        ("active", "yes", "valid boolean"),
        ("contact_link", "https://telegram.me/kazan", "match pattern"),
        ("contact_link", "https://t.me/kazan\n", "match pattern"),
        ("meeting_link", "http://meet.example/kazan", "match pattern"),
        ("address", "a" * 501, "at most 500"),
        ("language", "xx", "choose one of en, ru"),
        ("policy", {}, "Extra inputs"),
    ],
)
async def test_what_a_city_cannot_have_is_refused_with_the_field(
    office: Office, world: World, field: str, value: object, advice: str
) -> None:
    city = await public_id(world, "cities", await world.city())
    for refused in (await add(office, KAZAN | {field: value}), await change(office, city, {field: value})):
        assert refused.status_code == 422
        (error,) = refused.json()["errors"]
        assert error["where"] == ["body", field]
        assert advice in error["what"]
    assert await world.ask("SELECT count(*) FROM audit_log") == 0


async def test_what_is_named_changes_and_null_clears(office: Office, world: World) -> None:
    row = await world.city(name="Kazan", contact_link="https://t.me/kazan", address="Square 1")
    city = await public_id(world, "cities", row)
    tag = await tag_of(office, f"{CITIES}/{city}")
    changed = await change(office, city, {"address": None, "meeting_link": "https://meet.example/1"}, tag)
    assert changed.status_code == 200
    assert [changed.json()[each] for each in ("name", "contact_link", "address", "meeting_link")] == [
        "Kazan",
        "https://t.me/kazan",
        None,
        "https://meet.example/1",
    ]
    before, after = (
        {"address": "Square 1", "meeting_link": None},
        {"address": None, "meeting_link": "https://meet.example/1"},
    )
    assert await last_audited(world) == ("city_changed", before, after)
    assert (await change(office, city, {"address": None}, {"If-Match": changed.headers["etag"]})).status_code == 200
    assert (await change(office, city, {})).status_code == 200
    assert await audited(world) == ["city_changed"]


async def test_of_two_admins_who_saw_the_same_one_is_refused(office: Office, world: World) -> None:
    city = await public_id(world, "cities", await world.city())
    tag = await tag_of(office, f"{CITIES}/{city}")
    answers = await asyncio.gather(
        change(office, city, {"address": "Square 1"}, tag), change(office, city, {"address": "Square 2"}, tag)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    (late,) = (answer for answer in answers if answer.status_code == 412)
    assert late.json()["code"] == "changed_meanwhile"
    assert refusal(await change(office, city, {}, {})) == (428, "if_match_missing")


async def test_a_city_cannot_take_the_name_of_another(office: Office, world: World) -> None:
    await world.city(name="Kazan")
    refused = await change(office, await public_id(world, "cities", await world.city()), {"name": "Kazan"})
    assert refusal(refused) == (409, "name_taken")
    assert refused.json()["errors"][0]["where"] == ["body", "name"]


async def test_a_change_of_zone_moves_no_slot_and_says_what_people_were_told(office: Office, world: World) -> None:
    await world.booked()
    city = str(await world.ask("SELECT public_id FROM cities"))
    standing = "SELECT array[starts_at::text, ends_at::text, wall_time::text, wall_zone, status] FROM slots"
    before = await world.ask(standing)
    changed = await change(office, city, {"zone": "Europe/Samara"})
    (warning,) = (each for each in changed.json()["warnings"] if "clocks" in each)
    assert "by the clocks of Europe/Samara" in warning
    assert "time of Europe/Moscow in 1 bookings to come" in warning
    assert await world.ask(standing) == before
    again = await office.http.get(f"{CITIES}/{city}", headers=office.admin)
    assert not [each for each in again.json()["warnings"] if "clocks" in each]


async def test_a_city_is_switched_off_while_its_bookings_stand(office: Office, world: World) -> None:
    await world.booked()
    recruiter, row = await world.ask("SELECT recruiter_id FROM slots"), await world.ask("SELECT id FROM cities")
    await world.slot(recruiter, row, hours=48)
    switched = await change(office, await public_id(world, "cities", row), {"active": False})
    assert switched.json()["warnings"] == [
        "1 free slots to come remain hidden until the city is switched on.",
        "1 bookings to come stand; cancel them one by one where they shall not take place.",
    ]
    assert await world.ask("SELECT status FROM bookings") == "pending"
    assert await world.ask("SELECT string_agg(status, ' ' ORDER BY status) FROM slots") == "free pending"


async def test_a_city_that_nothing_refers_to_is_deleted(office: Office, world: World) -> None:
    city = await public_id(world, "cities", await world.city(name="Kazan"))
    path, headers = f"{CITIES}/{city}", office.admin
    assert refusal(await office.http.delete(path, headers=headers)) == (428, "if_match_missing")
    assert refusal(await office.http.delete(path, headers=headers | {"If-Match": '"old"'})) == (
        412,
        "changed_meanwhile",
    )
    deleted = await office.http.delete(path, headers=headers | await tag_of(office, path))
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert refusal(await office.http.delete(path, headers=headers | ANYHOW)) == (404, "no_city")
    what, before, after = await last_audited(world)
    assert (what, before["name"], after) == ("city_deleted", "Kazan", None)


async def test_a_city_in_use_is_not_deleted_and_says_what_refers_to_it(office: Office, world: World) -> None:
    row = await world.city()
    await world.slots(await world.recruiter(row), row, count=3)
    path = f"{CITIES}/{await public_id(world, 'cities', row)}"
    refused = await office.http.delete(path, headers=office.admin | ANYHOW)
    assert refusal(refused) == (409, "city_in_use")
    assert "recruiters who serve it: 1, slots: 3" in refused.json()["detail"]
    assert "active: false" in refused.json()["detail"]


async def test_a_manager_changes_the_places_of_their_cities_and_nothing_else(office: Office, world: World) -> None:
    mine, other = await world.city(name="Mine"), await world.city(name="Other")
    manager = await office.token("manager", cities=[mine])
    path, foreign = [f"{CITIES}/{await public_id(world, 'cities', each)}" for each in (mine, other)]
    body = {"address": "Square 1", "contact_link": "https://t.me/mine", "meeting_link": None, "language": "en"}
    assert (await office.http.patch(path, headers=manager | ANYHOW, json=body)).status_code == 200
    refused = await office.http.patch(path, headers=manager | ANYHOW, json={"zone": "UTC", "active": True})
    assert refusal(refused) == (403, "field_of_admin")
    assert [error["where"] for error in refused.json()["errors"]] == [["body", "zone"], ["body", "active"]]
    assert refusal(await office.http.patch(foreign, headers=manager | ANYHOW, json=body)) == (404, "no_city")
    assert refusal(await office.http.get(foreign, headers=manager)) == (404, "no_city")
    assert [each["name"] for each in (await office.http.get(CITIES, headers=manager)).json()["items"]] == ["Mine"]
    assert (await office.http.delete(path, headers=manager | ANYHOW)).status_code == 403
    assert (await office.http.post(CITIES, headers=manager, json=KAZAN)).status_code == 403
    assert (await office.http.patch(path, headers=office.viewer | ANYHOW, json=body)).status_code == 403


async def test_a_city_that_is_not_there_is_a_problem(office: Office) -> None:
    assert refusal(await change(office, NOBODY, {"address": "Square 1"})) == (404, "no_city")
    assert (await change(office, "7", {})).status_code == 422
