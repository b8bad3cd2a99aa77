"""What stands before every call: limits of rate and size, and the headers of every answer."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from api.app import LARGEST_BODY
from api.rates import Rates
from tests.api.office import Office, office_of

POLICY = "/api/v1/policy"
PLENTY = "1000000/second"


@pytest.fixture
async def hurried(engine: AsyncEngine, client: Client) -> AsyncIterator[Office]:
    rates = Rates(per_token="3/minute", per_address="8/minute", failures_per_address="2/minute")
    async with office_of(engine, client, rates=rates) as office:
        yield office


async def test_a_token_that_calls_too_often_is_told_how_long_to_wait(hurried: Office) -> None:
    calls = [await hurried.http.get(POLICY, headers=hurried.viewer) for _ in range(4)]
    assert [call.status_code for call in calls] == [200, 200, 200, 429]
    assert calls[-1].json()["code"] == "too_many_calls"
    assert 1 <= int(calls[-1].headers["retry-after"]) <= 60
    assert (await hurried.http.get(POLICY, headers=hurried.admin)).status_code == 200  # nobody else waits for them


async def test_an_address_that_calls_too_often_waits_whatever_its_tokens(hurried: Office) -> None:
    tokens = [await hurried.token("viewer") for _ in range(5)]
    calls = [(await hurried.http.get(POLICY, headers=tokens[number // 2])).status_code for number in range(9)]
    assert calls == [200] * 8 + [429]


async def test_guessing_tokens_is_slow(hurried: Office) -> None:
    guesses = [
        (await hurried.http.get(POLICY, headers={"Authorization": f"Bearer guess-{number}"})).status_code
        for number in range(3)
    ]
    assert guesses == [401, 401, 429]


async def test_probes_are_never_refused(hurried: Office) -> None:
    assert {(await hurried.http.get("/healthz")).status_code for _ in range(12)} == {200}


@pytest.mark.parametrize("announced", [True, False], ids=["announced length", "in chunks"])
async def test_a_body_that_is_too_large_is_refused_unread(office: Office, announced: bool) -> None:
    body = b'{"name": "' + b"a" * LARGEST_BODY + b'"}'

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 4096):
            yield body[start : start + 4096]

    content = body if announced else chunks()
    refused = await office.http.put(POLICY, headers=office.admin, content=content)
    assert refused.status_code == 413


@pytest.mark.parametrize("path", [POLICY, "/docs", "/nowhere", "/healthz"])
async def test_every_answer_tells_browsers_to_be_careful(office: Office, path: str) -> None:
    headers = (await office.http.get(path)).headers
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert headers["content-security-policy"].startswith("default-src 'none'")


async def test_pages_of_other_origins_are_not_let_in(office: Office) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    preflight: httpx.Response = await office.http.options(POLICY, headers=asked)
    assert "access-control-allow-origin" not in preflight.headers
    answered = await office.http.get(POLICY, headers=office.viewer | {"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answered.headers
