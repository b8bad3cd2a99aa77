import asyncio
import io
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import text

from bot.inbox import Inbox
from bot.webhook import LARGEST_BODY, SECRET_HEADER, WebhookSettings, build_webhook
from tests.bot.inbox_office import Office, office_at, said

SECRET = "a-secret-of-some-length"
SETTINGS = WebhookSettings(url="https://otklik.example/telegram", secret=SECRET, host="127.0.0.1", port=0)
SIGNED = {SECRET_HEADER: SECRET}


class BrokenInbox(Inbox):
    async def store(self, updates: Iterable[Any]) -> None:
        raise OSError(f"the database is away, {updates} stay where they are")


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with office_at(database_url) as office:
        yield office


@pytest.fixture
async def door(office: Office) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(build_webhook(office.inbox, SETTINGS))) as client:
        yield client


async def test_an_update_is_stored_before_it_is_answered(door: TestClient[Any, Any], office: Office) -> None:
    for _ in range(2):
        response = await door.post(SETTINGS.path, json=said(1, 5, "hello"), headers=SIGNED)
        assert response.status == 200
    assert await office.statuses() == {1: "new"}


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: "сек\u0440ет"}, {SECRET_HEADER: ""}])
async def test_a_stranger_is_refused(door: TestClient[Any, Any], office: Office, headers: dict[str, str]) -> None:
    response = await door.post(SETTINGS.path, json=said(1, 5, "hello"), headers=headers)
    assert response.status == 401
    assert await office.statuses() == {}


async def test_what_cannot_be_stored_is_asked_for_again(office: Office) -> None:
    broken = BrokenInbox(office.sessions, office.bot.id)
    async with TestClient(TestServer(build_webhook(broken, SETTINGS))) as door:
        response = await door.post(SETTINGS.path, json=said(1, 5, "hello"), headers=SIGNED)
    assert response.status == 500


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b"\xff\xfe", 400),
        (b"[]", 200),
        (b'{"no": "update"}', 200),
        (b'{"update_id": 1, "pad": "' + b"x" * LARGEST_BODY + b'"}', 413),
    ],
)
async def test_garbage_is_answered_so_that_it_does_not_come_again(
    door: TestClient[Any, Any], office: Office, body: bytes, status: int
) -> None:
    response = await door.post(SETTINGS.path, data=io.BytesIO(body), headers=SIGNED)
    assert response.status == status
    assert await office.statuses() == {}


def test_a_webhook_without_a_secret_is_not_served(office: Office) -> None:
    open_door = WebhookSettings(url="https://otklik.example/", secret="", host="127.0.0.1", port=0)
    with pytest.raises(ValueError, match="without a secret"):
        build_webhook(office.inbox, open_door)


async def test_a_hundred_calls_at_once_are_all_stored_before_they_are_answered(
    door: TestClient[Any, Any], office: Office
) -> None:
    async def call(number: int) -> int:
        async with door.post(SETTINGS.path, json=said(number % 90, number, "hello"), headers=SIGNED) as response:
            return response.status

    assert await asyncio.gather(*(call(number) for number in range(100))) == [200] * 100
    assert await office.statuses() == dict.fromkeys(range(90), "new")


async def test_an_update_that_cannot_be_stored_fails_none_that_came_at_the_same_time(office: Office) -> None:
    async with office.sessions.begin() as session:
        await session.execute(text("ALTER TABLE telegram_updates ADD CHECK (update_id <> 7)"))
    outcomes = await asyncio.gather(
        *(office.inbox.store([said(number, number, "hello")]) for number in range(12)), return_exceptions=True
    )
    assert [number for number, outcome in enumerate(outcomes) if outcome is not None] == [7]
    assert await office.statuses() == dict.fromkeys(set(range(12)) - {7}, "new")
