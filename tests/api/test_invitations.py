"""Inviting recruiters through the API: the link works once, is shown once, and can be taken back."""

from datetime import timedelta
from typing import Any

import pytest

from database.people.invitations import START_PREFIX, LinkOutcome, link_recruiter
from tests.api.named import NOBODY, audited, last_audited, public_id, refusal
from tests.api.office import TODAY, Office
from tests.database.world import World


async def invitations_of(world: World, *cities: int) -> str:
    recruiter = await public_id(world, "recruiters", await world.recruiter(*cities))
    return f"/api/v1/recruiters/{recruiter}/invitations"


async def issue(office: Office, path: str, body: dict[str, Any] | None = None, key: str | None = None) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return await office.http.post(path, headers=office.admin | headers, json=body or {})


async def follow(world: World, start: str, person: int = 50) -> LinkOutcome:
    async with world.sessions.begin() as session:
        token = start.removeprefix(START_PREFIX)
        link = await link_recruiter(
            session, token=token, telegram_id=person, chat_id=person, username="ada", now=TODAY + timedelta(minutes=1)
        )
        return link.outcome


async def test_an_invitation_is_shown_once_and_links_who_follows_it(office: Office, world: World) -> None:
    path = await invitations_of(world)
    await world.run("UPDATE company_settings SET bot_username = 'otklik_bot'")
    issued = await issue(office, path, {"lifetime_hours": 24})
    start = issued.json()["start_parameter"]
    assert issued.status_code == 201
    assert start.startswith("r_")
    assert len(start) <= 64  # Telegram takes no more
    assert issued.json()["link"] == f"https://t.me/otklik_bot?start={start}"
    assert issued.json()["expires_at"] == "2026-11-24T09:00:00Z"
    listed = await office.http.get(path, headers=office.viewer)
    (seen,) = listed.json()["items"]
    assert seen == {name: issued.json()[name] for name in ("public_id", "expires_at", "created_at")}
    assert await follow(world, start) is LinkOutcome.LINKED
    assert (await office.http.get(path, headers=office.viewer)).json()["items"] == []
    what, _, after = await last_audited(world)
    assert (what, after["invitation"]) == ("recruiter_invited", seen["public_id"])


async def test_without_the_name_of_the_bot_there_is_what_follows_start(office: Office, world: World) -> None:
    issued = (await issue(office, await invitations_of(world))).json()
    assert (issued["link"], issued["start_parameter"][:2]) == (None, "r_")
    assert issued["expires_at"] == "2026-11-26T09:00:00Z"


async def test_a_call_sent_again_hears_no_secret_and_none_is_kept(office: Office, world: World) -> None:
    path = await invitations_of(world)
    first, again = [await issue(office, path, key="ada") for _ in range(2)]
    assert (first.status_code, refusal(again)) == (201, (409, "already_issued"))
    assert first.json()["public_id"] in again.json()["detail"]
    assert await world.ask("SELECT count(*) FROM recruiter_invitations") == 1
    secret = first.json()["start_parameter"].removeprefix(START_PREFIX)
    for table in ("idempotency_keys", "recruiter_invitations", "audit_log"):
        assert secret not in await world.ask(f"SELECT string_agg({table}::text, ' ') FROM {table}")


async def test_an_invitation_is_taken_back_unless_it_was_followed(office: Office, world: World) -> None:
    path = await invitations_of(world)
    issued = (await issue(office, path)).json()
    revoke = f"{path}/{issued['public_id']}/revoke"
    for _ in range(2):
        revoked = await office.http.post(revoke, headers=office.admin)
        assert (revoked.status_code, revoked.json()["expires_at"]) == (200, "2026-11-23T09:00:00Z")
    assert await audited(world) == ["recruiter_invited", "invitation_revoked"]
    assert await follow(world, issued["start_parameter"]) is LinkOutcome.EXPIRED
    other = (await issue(office, path)).json()
    await follow(world, other["start_parameter"])
    late = await office.http.post(f"{path}/{other['public_id']}/revoke", headers=office.admin)
    assert refusal(late) == (409, "invitation_used")
    elsewhere = f"{await invitations_of(world)}/{issued['public_id']}/revoke"
    for strange in (elsewhere, f"{path}/{NOBODY}/revoke"):
        assert refusal(await office.http.post(strange, headers=office.admin)) == (404, "no_invitation")


@pytest.mark.parametrize("hours", [0, -1, 721, 10**30, "24", 1.5, None, True])
async def test_a_link_lasts_an_hour_to_thirty_days(office: Office, world: World, hours: object) -> None:
    refused = await issue(office, await invitations_of(world), {"lifetime_hours": hours})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["where"] == ["body", "lifetime_hours"]


async def test_admins_invite_and_others_see_what_is_open_in_their_cities(office: Office, world: World) -> None:
    mine, other = await world.city(), await world.city()
    path, foreign = await invitations_of(world, mine), await invitations_of(world, other)
    manager = await office.token("manager", cities=[mine])
    assert (await office.http.get(path, headers=manager)).status_code == 200
    assert refusal(await office.http.get(foreign, headers=manager)) == (404, "no_recruiter")
    for headers, status in ((manager, 403), (office.viewer, 403), ({}, 401)):
        assert (await office.http.post(path, headers=headers, json={})).status_code == status
        assert (await office.http.post(f"{path}/{NOBODY}/revoke", headers=headers)).status_code == status
    missing = f"/api/v1/recruiters/{NOBODY}/invitations"
    assert refusal(await issue(office, missing)) == (404, "no_recruiter")
