"""Policies through the API: what holds and why, who may change it, and what is refused."""

import asyncio
from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import text

from api.policies.knobs import Overrides, contradictions, unit_of
from database.places.told_policies import changed_policies, note_told_policy
from domain.policy import DEFAULT_POLICY, Policy
from tests.api.office import TODAY, Office
from tests.database.world import World

COMPANY = "/api/v1/policy"
WRITTEN = '{"reminder_lead": "soon", "luck": 1, "offer_lasts": 1200.0}'
AUDIT = text("SELECT actor, what, subject_table, before, after, at FROM audit_log ORDER BY id")


async def city_of(world: World, **values: Any) -> str:
    city_id = await world.city(**values)
    public_id = await world.ask("SELECT public_id FROM cities WHERE id = :id", id=city_id)
    return f"/api/v1/cities/{public_id}/policy"


async def tag_of(office: Office, path: str) -> str:
    return str((await office.http.get(path, headers=office.viewer)).headers["etag"])


async def put(office: Office, path: str, body: object, tag: str | None = None) -> Any:
    tag = tag or await tag_of(office, path)
    return await office.http.put(path, headers=office.admin | {"If-Match": tag}, json=body)


def knob(policy: dict[str, Any], name: str) -> tuple[object, str]:
    (found,) = (each for each in policy["knobs"] if each["name"] == name)
    return found["value"], found["source"]


def test_every_knob_can_be_turned_and_says_what_it_means() -> None:
    assert [field.name for field in fields(Policy)] == list(Overrides.model_fields)
    assert contradictions(DEFAULT_POLICY) == []
    for name, field in Overrides.model_fields.items():
        assert field.description, name
        assert unit_of(name) in {"seconds", "HH:MM", "times"}


async def test_each_knob_says_where_it_comes_from(office: Office, world: World) -> None:
    city = await city_of(world)
    assert (await put(office, COMPANY, {"reminder_lead": 10800, "quiet_from": "21:30"})).status_code == 200
    assert (await put(office, city, {"quiet_from": "20:00", "offer_lasts": None})).status_code == 200
    policy = (await office.http.get(city, headers=office.viewer)).json()
    assert policy["overrides"] == {"quiet_from": "20:00"}
    assert knob(policy, "reminder_lead") == (10800, "company")
    assert knob(policy, "quiet_from") == ("20:00", "city")
    assert knob(policy, "moves_by_candidate") == (2, "default")
    assert await world.ask("SELECT policy FROM cities") == {"quiet_from": "20:00"}
    back = await put(office, city, {})
    assert knob(back.json(), "quiet_from") == ("21:30", "company")


async def test_a_change_is_audited_with_before_and_after_and_no_change_is_not(office: Office, world: World) -> None:
    city = await city_of(world)
    await put(office, city, {"reminder_lead": 10800})
    await put(office, city, {"reminder_lead": 3600})
    await put(office, city, {"reminder_lead": 3600})
    await put(office, COMPANY, {"offer_lasts": 1200})
    async with world.sessions() as session:
        rows = (await session.execute(AUDIT)).all()
    assert [tuple(row) for row in rows] == [
        ("admin", "city_policy_changed", "cities", {}, {"reminder_lead": 10800}, TODAY),
        ("admin", "city_policy_changed", "cities", {"reminder_lead": 10800}, {"reminder_lead": 3600}, TODAY),
        ("admin", "company_policy_changed", "company_settings", {}, {"offer_lasts": 1200}, TODAY),
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reminder": 3600}, "reminder"),
        ({"reminder_lead": "3600"}, "reminder_lead"),
        ({"reminder_lead": True}, "reminder_lead"),
        ({"reminder_lead": 0}, "reminder_lead"),
        ({"reminder_lead": -60}, "reminder_lead"),
        ({"reminder_lead": 7 * 86400 + 1}, "reminder_lead"),
        ({"minimum_notice": 30 * 86400 + 1}, "minimum_notice"),
        ({"moves_by_candidate": 21}, "moves_by_candidate"),
        ({"offers_after_missed": 1.5}, "offers_after_missed"),
        ({"quiet_from": "25:00"}, "quiet_from"),
        ({"quiet_from": 22}, "quiet_from"),
        ({"quiet_from": "00:00", "quiet_until": "23:59"}, "quiet_until"),
        ({"quiet_until": "14:01"}, "quiet_until"),
        ({"minimum_notice": 1800}, "approval_margin"),
        ({"offer_lasts": 300}, "offer_lasts_short"),
    ],
)
@pytest.mark.parametrize("path", ["put", "dry-run"])
async def test_nonsense_is_refused_with_the_field_and_what_is_wrong(
    office: Office, world: World, body: dict[str, object], field: str, path: str
) -> None:
    for policy in (COMPANY, await city_of(world)):
        if path == "put":
            refused = await put(office, policy, body)
        else:
            refused = await office.http.post(f"{policy}/dry-run", headers=office.admin, json=body)
        assert refused.status_code == 422
        (error,) = refused.json()["errors"]
        assert error["where"] == ["body", field]
        assert error["what"]
    assert await world.ask("SELECT policy FROM company_settings") == {}
    assert await world.ask("SELECT policy FROM cities") == {}


async def test_quiet_hours_can_be_switched_off(office: Office) -> None:
    assert (await put(office, COMPANY, {"quiet_from": "00:00", "quiet_until": "00:00"})).status_code == 200


async def test_a_change_of_the_company_that_makes_no_sense_in_a_city_names_the_city(
    office: Office, world: World
) -> None:
    city = await city_of(world, name="Far East")
    assert (await put(office, city, {"minimum_notice": 2400})).status_code == 200
    refused = await put(office, COMPANY, {"approval_margin": 3000})
    assert refused.status_code == 422
    assert "Far East" in refused.json()["errors"][0]["what"]


async def test_two_changes_that_only_together_make_no_sense_do_not_both_pass(office: Office, world: World) -> None:
    city = await city_of(world)
    answers = await asyncio.gather(
        put(office, COMPANY, {"approval_margin": 3000}, "*"), put(office, city, {"minimum_notice": 2400}, "*")
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422]


async def test_of_two_admins_who_saw_the_same_one_is_refused(office: Office, world: World) -> None:
    for path in (COMPANY, await city_of(world)):
        tag = await tag_of(office, path)
        answers = await asyncio.gather(
            put(office, path, {"reminder_lead": 10800}, tag), put(office, path, {"offer_lasts": 1200}, tag)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        (done,) = (answer for answer in answers if answer.status_code == 200)
        (late,) = (answer for answer in answers if answer.status_code == 412)
        assert late.json()["type"] == "urn:otklik:problem:changed_meanwhile"
        assert done.headers["etag"] == await tag_of(office, path)
        assert (await office.http.get(path, headers=office.viewer)).json() == done.json()


async def test_who_does_not_say_what_they_saw_changes_nothing(office: Office) -> None:
    refused = await office.http.put(COMPANY, headers=office.admin, json={"reminder_lead": 10800})
    assert (refused.status_code, refused.json()["type"]) == (428, "urn:otklik:problem:if_match_missing")
    assert (await put(office, COMPANY, {"reminder_lead": 10800}, 'W/"x", "y"')).status_code == 412
    assert (await put(office, COMPANY, {"reminder_lead": 10800}, "*")).status_code == 200


async def test_what_somebody_wrote_into_the_database_can_be_seen_and_mended(office: Office, world: World) -> None:
    city = await city_of(world)
    await world.run("UPDATE cities SET policy = CAST(:policy AS jsonb)", policy=WRITTEN)
    policy = (await office.http.get(city, headers=office.viewer)).json()
    assert policy["unreadable"] == ["luck", "reminder_lead"]
    assert (knob(policy, "reminder_lead"), knob(policy, "offer_lasts")) == ((7200, "default"), (1200, "city"))
    assert (await put(office, city, {"reminder_lead": 3600})).json()["unreadable"] == []


async def test_viewers_look_and_try_and_admins_change(office: Office, world: World) -> None:
    for path in (COMPANY, await city_of(world)):
        assert (await office.http.get(path, headers=office.viewer)).status_code == 200
        assert (await office.http.post(f"{path}/dry-run", headers=office.viewer, json={})).status_code == 200
        assert (await office.http.put(path, headers=office.viewer, json={})).status_code == 403
        assert (await office.http.get(path)).status_code == 401
        assert (await office.http.put(path, json={})).status_code == 401
        assert (await office.http.post(f"{path}/dry-run", json={})).status_code == 401


async def test_a_city_that_is_not_there_is_a_problem(office: Office) -> None:
    path = "/api/v1/cities/3f333df6-90a4-4fda-8dd3-9485d27cee36/policy"
    assert (await office.http.get(path, headers=office.viewer)).json()["type"] == "urn:otklik:problem:no_city"
    assert (await put(office, path, {}, "*")).status_code == 404
    assert (await office.http.post(f"{path}/dry-run", headers=office.viewer, json={})).status_code == 404


async def test_the_sweep_finds_the_city_whose_policy_was_changed(office: Office, world: World) -> None:
    city, _other = await city_of(world), await city_of(world)
    async with world.sessions.begin() as session:
        for changed in await changed_policies(session):
            await note_told_policy(session, changed, now=TODAY)
    await put(office, city, {"reminder_lead": 10800})
    async with world.sessions() as session:
        (found,) = await changed_policies(session)
    assert found.city_id == await world.ask("SELECT min(id) FROM cities")
    assert found.policy["knobs"] == {"reminder_lead": 10800}
