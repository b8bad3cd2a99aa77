"""The company's settings through the API."""

import asyncio

import pytest

from tests.api.named import ANYHOW, audited, last_audited, refusal, tag_of
from tests.api.office import Office
from tests.database.world import World

COMPANY = "/api/v1/company"
OFFICE, DESK = "https://t.me/office", "https://t.me/desk"


async def test_the_address_of_the_company_is_changed_cleared_and_written_down(office: Office, world: World) -> None:
    read = await office.http.get(COMPANY, headers=office.viewer)
    assert (read.status_code, read.json()) == (200, {"contact_link": None, "bot_link": None})
    headers = office.admin | {"If-Match": read.headers["etag"]}
    changed = await office.http.patch(COMPANY, headers=headers, json={"contact_link": OFFICE})
    assert (changed.status_code, changed.json()["contact_link"]) == (200, OFFICE)
    assert await world.ask("SELECT contact_link FROM company_settings") == OFFICE
    assert await last_audited(world) == ("company_changed", {"contact_link": None}, {"contact_link": OFFICE})
    headers = office.admin | {"If-Match": changed.headers["etag"]}
    assert (await office.http.patch(COMPANY, headers=headers, json={})).json()["contact_link"] == OFFICE
    assert (await office.http.patch(COMPANY, headers=headers, json={"contact_link": None})).status_code == 200
    assert await world.ask("SELECT contact_link FROM company_settings") is None
    assert await audited(world) == ["company_changed", "company_changed"]


async def test_of_two_admins_who_saw_the_same_one_is_refused(office: Office) -> None:
    headers = office.admin | await tag_of(office, COMPANY)
    answers = await asyncio.gather(
        *(office.http.patch(COMPANY, headers=headers, json={"contact_link": link}) for link in (OFFICE, DESK))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


@pytest.mark.parametrize(
    "body", [{"contact_link": "@office"}, {"contact_link": ""}, {"policy": {}}, {"bot_link": OFFICE}]
)
async def test_what_is_no_address_is_refused_with_the_field(office: Office, body: dict[str, object]) -> None:
    refused = await office.http.patch(COMPANY, headers=office.admin | ANYHOW, json=body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["where"] == ["body", *body]


async def test_everybody_with_a_token_reads_and_admins_change(office: Office, world: World) -> None:
    manager = await office.token("manager", cities=[await world.city()])
    for headers in (office.viewer, manager):
        assert (await office.http.get(COMPANY, headers=headers)).status_code == 200
        assert (await office.http.patch(COMPANY, headers=headers | ANYHOW, json={})).status_code == 403
    assert (await office.http.get(COMPANY)).status_code == 401
    assert (await office.http.patch(COMPANY, headers=ANYHOW, json={})).status_code == 401
    assert refusal(await office.http.patch(COMPANY, headers=office.admin, json={})) == (428, "if_match_missing")
