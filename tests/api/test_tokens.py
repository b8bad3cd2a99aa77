"""Tokens through the API: issued and shown once, listed without their secret, taken back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.api.named import NOBODY, audited, last_audited, public_id, refusal
from tests.api.office import TODAY, Office
from tests.database.world import World, statements_of

TOKENS = "/api/v1/tokens"


async def issue(office: Office, body: dict[str, Any], **headers: str) -> Any:
    return await office.http.post(TOKENS, headers=office.admin | headers, json={"name": "Bea", "role": "viewer"} | body)


async def revoke(office: Office, token: str, headers: dict[str, str] | None = None) -> Any:
    return await office.http.post(f"{TOKENS}/{token}/revoke", headers=headers or office.admin)


async def test_a_token_works_until_it_is_taken_back(office: Office, world: World) -> None:
    kazan = await public_id(world, "cities", await world.city(name="Kazan"))
    await world.city(name="Perm")
    issued = await issue(office, {"role": "manager", "cities": [kazan], "days": 30})
    assert issued.status_code == 201
    token = issued.json()
    assert (token["state"], token["expires_at"]) == ("valid", "2026-12-23T09:00:00Z")
    assert token["cities"] == [{"public_id": kazan, "name": "Kazan"}]
    bearer = {"Authorization": f"Bearer {token['secret']}"}
    cities = await office.http.get("/api/v1/cities", headers=bearer)
    assert [city["name"] for city in cities.json()["items"]] == ["Kazan"]
    read = await office.http.get(issued.headers["location"], headers=office.admin)
    assert read.json() == {name: token[name] for name in token if name != "secret"} | {
        "last_used_at": "2026-11-23T09:00:00Z"
    }
    for _ in range(2):
        assert (await revoke(office, token["public_id"])).json()["state"] == "revoked"
    assert (await office.http.get("/api/v1/cities", headers=bearer)).status_code == 401
    assert await audited(world) == ["token_issued", "token_revoked"]
    assert await last_audited(world) == ("token_revoked", {"revoked_at": None}, {"revoked_at": "2026-11-23T09:00:00Z"})


async def test_a_call_sent_again_hears_no_secret_and_none_is_kept(office: Office, world: World) -> None:
    first, again = [await issue(office, {}, **{"Idempotency-Key": "bea"}) for _ in range(2)]
    assert (first.status_code, refusal(again)) == (201, (409, "already_issued"))
    assert first.json()["public_id"] in again.json()["detail"]
    assert await world.ask("SELECT count(*) FROM api_tokens WHERE name = 'Bea'") == 1
    for table in ("idempotency_keys", "api_tokens", "audit_log"):
        assert first.json()["secret"] not in await world.ask(f"SELECT string_agg({table}::text, ' ') FROM {table}")


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"role": "owner"}, ["body", "role"]),
        ({"name": ""}, ["body", "name"]),
        ({"role": "manager"}, ["body"]),
        ({"role": "admin", "cities": [NOBODY]}, ["body"]),
        ({"days": 0}, ["body", "days"]),
        ({"days": 3651}, ["body", "days"]),
        ({"days": 1, "expires_at": "2026-12-01T00:00:00Z"}, ["body"]),
        ({"expires_at": "2026-12-01T00:00:00"}, ["body", "expires_at"]),
        ({"expires_at": "2026-11-23T09:00:00Z"}, ["body", "expires_at"]),
        ({"expires_at": "9999-12-31T23:59:59-12:00"}, ["body", "expires_at"]),
        ({"expires_at": "0001-01-01T00:00:00+12:00"}, ["body", "expires_at"]),
        ({"secret": "chosen"}, ["body", "secret"]),
    ],
)
async def test_a_token_that_makes_no_sense_is_refused(
    office: Office, world: World, body: dict[str, Any], where: list[str]
) -> None:
    refused = await issue(office, body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["where"] == where
    assert await audited(world) == []


async def test_a_token_for_a_city_that_is_not_there_is_refused(office: Office, world: World) -> None:
    assert refusal(await issue(office, {"cities": [NOBODY]})) == (404, "no_city")
    assert await world.ask("SELECT count(*) FROM api_tokens WHERE name = 'Bea'") == 0


async def test_the_last_valid_token_of_an_admin_is_kept(office: Office, world: World) -> None:
    own = str(await world.ask("SELECT public_id FROM api_tokens WHERE role = 'admin'"))
    await office.token("admin", expires_at=TODAY)  # expired already
    refused = await revoke(office, own)
    assert refusal(refused) == (409, "last_admin_token")
    assert "Issue one first" in refused.json()["detail"]
    assert refusal(await revoke(office, NOBODY)) == (404, "no_token")
    assert refusal(await office.http.get(f"{TOKENS}/{NOBODY}", headers=office.admin)) == (404, "no_token")


async def test_two_admins_who_revoke_each_other_leave_one(office: Office, world: World) -> None:
    own = str(await world.ask("SELECT public_id FROM api_tokens WHERE role = 'admin'"))
    other = (await issue(office, {"role": "admin"})).json()
    theirs = {"Authorization": f"Bearer {other['secret']}"}
    answers = await asyncio.gather(revoke(office, other["public_id"]), revoke(office, own, theirs))
    assert 200 in {answer.status_code for answer in answers}
    assert {answer.status_code for answer in answers} <= {200, 401, 409}
    assert await world.ask("SELECT count(*) FROM api_tokens WHERE role = 'admin' AND revoked_at IS NULL") == 1


async def test_tokens_are_listed_without_their_secret_in_one_statement(
    office: Office, world: World, engine: AsyncEngine
) -> None:
    await office.token("manager", cities=[await world.city(), await world.city()])
    await office.token("viewer", expires_at=TODAY - timedelta(days=1))
    await office.http.get(TOKENS, headers=office.admin)
    with statements_of(engine) as statements:
        listed = await office.http.get(TOKENS, headers=office.admin)
    assert len(statements) == 2  # the token, the tokens
    assert [(each["role"], each["state"], len(each["cities"])) for each in listed.json()["items"]] == [
        ("admin", "valid", 0),
        ("viewer", "valid", 0),
        ("manager", "valid", 2),
        ("viewer", "expired", 0),
    ]
    assert "secret" not in listed.text
    assert "hash" not in listed.text

    async def count(**params: str) -> int:
        page = await office.http.get(TOKENS, headers=office.admin, params=params | {"total": "true"})
        return int(page.json()["total"])

    assert [await count(valid="true"), await count(valid="false"), await count(role="viewer")] == [3, 1, 2]


async def test_only_admins_see_and_issue_tokens(office: Office, world: World) -> None:
    manager = await office.token("manager", cities=[await world.city()])
    for headers, status in ((office.viewer, 403), (manager, 403), ({}, 401)):
        assert (await office.http.get(TOKENS, headers=headers)).status_code == status
        assert (await office.http.get(f"{TOKENS}/{NOBODY}", headers=headers)).status_code == status
        assert (await office.http.post(TOKENS, headers=headers, json={})).status_code == status
        assert (await office.http.post(f"{TOKENS}/{NOBODY}/revoke", headers=headers)).status_code == status
