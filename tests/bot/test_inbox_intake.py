import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.methods import GetMe
from sqlalchemy import event, text
from structlog.testing import capture_logs

from bot.misfortunes import TRIES
from tests.bot.inbox_office import BoomError, Office, office_at, said


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with office_at(database_url) as office:
        yield office


async def until_handled(office: Office, count: int) -> None:
    for _ in range(400):
        if len(await office.heard()) >= count:
            return
        await asyncio.sleep(0.02)
    raise TimeoutError(await office.statuses())


async def test_an_update_stored_twice_is_handled_once(office: Office) -> None:
    await office.inbox.store([said(1, 5, "hello"), said(1, 5, "hello")])
    await office.inbox.store([said(1, 5, "hello")])
    await office.handle_all()
    assert await office.heard() == ["hello"]
    assert await office.statuses() == {1: "handled"}


async def test_updates_of_one_person_keep_their_order_and_never_overlap(office: Office, database_url: str) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(office.intake.run(database_url, stop))
    await office.inbox.store([said(number, 1 + number % 3, f"{1 + number % 3}:{number}") for number in range(30)])
    await until_handled(office, 30)
    stop.set()
    await running
    heard = await office.heard()
    for person in ("1", "2", "3"):
        of_person = [int(words.split(":")[1]) for words in heard if words.startswith(person)]
        assert of_person == sorted(of_person)
    assert not office.two_at_once
    assert office.crowd > 1


async def test_a_new_update_wakes_the_workers_without_waiting_for_the_net(
    office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.NET", office.at - office.at.replace(year=2025))
    stop = asyncio.Event()
    running = asyncio.create_task(office.intake.run(database_url, stop))
    await asyncio.sleep(0.5)
    await office.inbox.store([said(1, 5, "hello")])
    await until_handled(office, 1)
    stop.set()
    await running


async def test_news_of_one_update_calls_one_worker(
    office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.NET", office.at - office.at.replace(year=2025))
    stop = asyncio.Event()
    running = asyncio.create_task(office.intake.run(database_url, stop))
    await asyncio.sleep(0.5)
    asked: list[str] = []
    event.listen(office.engine.sync_engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    await office.inbox.store([said(1, 5, "hello")])
    await until_handled(office, 1)
    await asyncio.sleep(0.1)
    stop.set()
    await running
    looks = [statement for statement in asked if "SKIP LOCKED" in statement]
    assert len(looks) == 1  # it finds the update, and that there is no more


async def test_all_that_one_person_sent_at_once_is_handled_at_one_call(
    office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.NET", office.at - office.at.replace(year=2025))
    stop = asyncio.Event()
    running = asyncio.create_task(office.intake.run(database_url, stop))
    await asyncio.sleep(0.5)
    await office.inbox.store([said(number, 5, str(number)) for number in range(3)])
    await until_handled(office, 3)
    stop.set()
    await running
    assert await office.heard() == ["0", "1", "2"]


async def test_what_a_failed_handler_wrote_is_undone_and_it_is_tried_again(office: Office) -> None:
    office.trouble["hello"] = BoomError("no")
    await office.inbox.store([said(1, 5, "hello"), said(2, 5, "second"), said(3, 6, "other")])
    await office.handle_all()
    assert await office.heard() == ["other"]
    office.trouble.clear()
    office.later(seconds=1)
    await office.handle_all()
    assert await office.heard() == ["other", "hello", "second"]


async def test_a_poison_update_is_parked_with_an_alert_and_blocks_nobody(office: Office) -> None:
    office.trouble["poison"] = BoomError("always")
    await office.inbox.store([said(1, 5, "poison"), said(2, 5, "after it")])
    with capture_logs() as logs:
        for _ in range(TRIES):
            await office.handle_all()
            office.later(seconds=20)
        await office.handle_all()
    assert await office.statuses() == {1: "parked", 2: "handled"}
    assert await office.heard() == ["after it"]
    assert [line["update_id"] for line in logs if line["log_level"] == "error"] == [1]


UNREADABLE: list[dict[str, Any]] = [
    {"update_id": 1, "message": {"no": "message"}},
    {"update_id": 1, "message": "words"},
    {"update_id": 1, "a_kind_of_next_year": {"from": {"id": 5}}},
    {"update_id": 1},
]


@pytest.mark.parametrize("update", UNREADABLE)
async def test_an_update_that_nobody_can_read_is_parked_at_once(office: Office, update: dict[str, Any]) -> None:
    await office.inbox.store([update, said(2, 5, "hello")])
    await office.handle_all()
    assert await office.statuses() == {1: "parked", 2: "handled"}


@pytest.mark.parametrize(
    "of_telegram", [None, TelegramAPIError(GetMe(), "Too Many Requests")], ids=["Temporal", "429 that names no wait"]
)
async def test_an_outage_parks_nothing_however_long_it_lasts(
    office: Office, of_telegram: TelegramAPIError | None
) -> None:
    office.trouble["hello"] = of_telegram or office.outage()
    await office.inbox.store([said(1, 5, "hello")])
    for _ in range(TRIES * 3):
        await office.handle_all()
        office.later(seconds=2)
    assert await office.statuses() == {1: "new"}
    office.trouble.clear()
    await office.handle_all()
    assert await office.heard() == ["hello"]


async def test_an_update_waits_as_long_as_telegram_asks_to(office: Office) -> None:
    office.trouble["hello"] = TelegramRetryAfter(GetMe(), "Too Many Requests", retry_after=7)
    await office.inbox.store([said(1, 5, "hello")])
    await office.handle_all()
    office.trouble.clear()
    office.later(seconds=6)
    await office.handle_all()
    assert await office.heard() == []
    office.later(seconds=1)
    await office.handle_all()
    assert await office.heard() == ["hello"]


async def test_a_handler_that_breaks_its_transaction_is_counted_and_parked_too(office: Office) -> None:
    await office.inbox.store([said(1, 5, "hello"), said(2, 6, "other")])
    async with office.sessions.begin() as session:
        # Rolling back a broken connection takes the claim with it; here the database cuts it while handling.
        await session.execute(
            text(
                "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN IF NEW.words = 'hello' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; "
                "RETURN NEW; END $$"
            )
        )
        await session.execute(text("CREATE TRIGGER cut BEFORE INSERT ON heard FOR EACH ROW EXECUTE FUNCTION cut()"))
    for _ in range(TRIES):
        await office.handle_all()
        office.later(seconds=20)
    assert await office.statuses() == {1: "parked", 2: "handled"}


async def test_words_that_postgres_cannot_keep_arrive_without_them(office: Office) -> None:
    await office.inbox.store([said(1, 5, "a\0b \ud83d")])
    await office.handle_all()
    assert await office.heard() == ["a\ufffdb \ufffd"]
