from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from tests.api.office import TODAY, Office, office_of

QUEUE = "/api/v1/bookings/queue"
APPROVE = "/api/v1/bookings/3f333df6-90a4-4fda-8dd3-9485d27cee36/approve"


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic QWRhOg=="}, {"Authorization": "Bearer "}],
)
async def test_without_a_valid_token_nothing_is_answered(office: Office, headers: dict[str, str]) -> None:
    refused = await office.http.get(QUEUE, headers=headers)
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")
    assert refused.headers["www-authenticate"] == "Bearer"


async def test_an_expired_token_is_worthless(office: Office) -> None:
    expired = await office.token("admin", expires_at=TODAY)
    valid = await office.token("admin", expires_at=TODAY + timedelta(seconds=1))
    assert (await office.http.get(QUEUE, headers=expired)).status_code == 401
    assert (await office.http.get(QUEUE, headers=valid)).status_code == 200


async def test_a_viewer_may_look_and_change_nothing(office: Office) -> None:
    assert (await office.http.get(QUEUE, headers=office.viewer)).status_code == 200
    refused = await office.http.post(APPROVE, headers=office.viewer)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:otklik:problem:role_insufficient")


async def test_a_malformed_request_says_where_and_keeps_the_value_to_itself(office: Office) -> None:
    refused = await office.http.get(QUEUE, headers=office.viewer, params={"limit": "secret"})
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, ["query", "limit"])
    assert "secret" not in refused.text


async def test_a_path_that_is_not_there_is_a_problem_too(office: Office) -> None:
    missing = await office.http.get("/nowhere")
    assert (missing.status_code, missing.json()["type"]) == (404, "urn:otklik:problem:not_found")


async def test_the_documentation_describes_every_call_and_asks_for_the_token(office: Office) -> None:
    assert (await office.http.get("/docs")).status_code == 200
    described = (await office.http.get("/openapi.json")).json()
    for path, calls in described["paths"].items():
        for call in calls.values():
            assert call.get("summary"), path
            assert bool(call.get("security")) == path.startswith("/api/"), path


async def test_without_virtual_time_there_is_no_sandbox(engine: AsyncEngine, client: Client) -> None:
    async with office_of(engine, client, virtual_time=False) as office:
        skipped = await office.http.post("/sandbox/skip", json={"telegram_user_id": 1})
    assert skipped.status_code == 404
