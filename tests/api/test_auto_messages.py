"""Auto-messages through the API: created, tried, listed, changed, deleted, by those who may."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from database.people.erasure import erase_candidate
from tests.api.named import ANYHOW, public_id
from tests.api.office import TODAY, Office
from tests.database.world import World, statements_of

MESSAGES = "/api/v1/auto-messages"
WEEKLY = {"title": "Door code", "text": "A <b>new</b> code", "cron": "0 10 * * 1"}
DRAFT = WEEKLY | {"status": "draft"}


def once(hours: float = 48) -> dict[str, Any]:
    return {"title": "Once", "text": "Hello", "due_at": (TODAY + timedelta(hours=hours)).isoformat()}


async def post(office: Office, body: dict[str, Any], path: str = "", **headers: str) -> Any:
    return await office.http.post(f"{MESSAGES}{path}", headers=office.admin | headers, json=body)


async def test_a_message_is_created_as_it_is_read_and_listed(office: Office, world: World) -> None:
    city = await public_id(world, "cities", await world.city())
    made = await post(office, DRAFT | {"city_public_id": city, "stage": "scheduled", "language": "ru"})
    assert made.status_code == 201, made.text
    seen = made.json()
    assert made.headers["location"] == f"{MESSAGES}/{seen['public_id']}"
    expected = {"title": "Door code", "status": "draft", "cron": "0 10 * * 1", "zone": "Europe/Moscow", "due_at": None}
    expected |= {"city_public_id": city, "stage": "scheduled", "language": "ru", "target": None, "created_by": "Ada"}
    assert expected.items() <= seen.items()
    read = await office.http.get(made.headers["location"], headers=office.viewer)
    assert (read.json(), read.headers["etag"]) == (seen, made.headers["etag"])
    await post(office, DRAFT | {"title": "Another"})
    listed = await office.http.get(MESSAGES, headers=office.viewer, params={"total": "true"})
    assert [each["title"] for each in listed.json()["items"]] == ["Another", "Door code"]
    assert listed.json()["total"] == 2
    for params, count in (({"city": city}, 1), ({"status": "draft"}, 2), ({"status": "done"}, 0)):
        found = await office.http.get(MESSAGES, headers=office.viewer, params=params)
        assert len(found.json()["items"]) == count


async def test_the_next_times_are_told_by_the_clocks_of_the_zone(office: Office) -> None:
    seen = (await post(office, WEEKLY | {"zone": "Asia/Yekaterinburg"})).json()
    assert [each["wall"] for each in seen["next_occurrences"]] == [
        "2026-11-30T10:00:00+05:00",
        "2026-12-07T10:00:00+05:00",
        "2026-12-14T10:00:00+05:00",
    ]
    assert (await post(office, DRAFT)).json()["next_occurrences"] == []


async def test_the_same_create_sent_twice_creates_one(office: Office, world: World) -> None:
    key = {"Idempotency-Key": "one"}
    first, second = [await post(office, DRAFT, **key) for _ in range(2)]
    assert first.json() == second.json()
    assert await world.ask("SELECT count(*) FROM auto_messages") == 1
    assert await world.ask("SELECT count(*) FROM audit_log WHERE what = 'auto_message_created'") == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "<b>open"}, 422),
        ({"text": "<script>x</script>"}, 422),
        ({"text": "Hello {{ name }}"}, 422),
        ({"text": "x" * 4097}, 422),
        ({"text": "a\u0000b"}, 422),
        ({"cron": "* * * * *"}, 422),
        ({"cron": "0 10 * * 1", "due_at": "2026-12-01T10:00:00Z"}, 422),
        ({"cron": None}, 422),
        ({"cron": None, "due_at": "2026-11-23T08:59:00Z"}, 422),
        ({"cron": None, "due_at": "2026-12-01T10:00:00"}, 422),
        ({"cron": None, "due_at": "9999-12-31T23:59:59-12:00"}, 422),
        ({"zone": "Moscow"}, 422),
        ({"stage": "unreachable"}, 422),
        ({"target_chat_id": 5, "stage": "scheduled"}, 422),
        ({"target_chat_id": 0}, 422),
        ({"target_chat_id": 10**30}, 422),
        ({"language": "xx"}, 422),
        ({"status": "done"}, 422),
        ({"city_public_id": "00000000-0000-0000-0000-000000000000"}, 404),
    ],
)
async def test_what_could_not_be_sent_is_refused(office: Office, changes: dict[str, Any], code: int) -> None:
    for path in ("", "/dry-run"):
        refused = await post(office, DRAFT | changes, path)
        assert refused.status_code == code, refused.text
        assert "code" in refused.json()


async def test_a_chat_is_named_by_whose_it_is_and_goes_with_them(office: Office, world: World) -> None:
    candidate = await world.candidate(telegram_id=77, chat_id=77)
    recruiter = await world.recruiter(tg_chat_id=88)
    made = [(await post(office, DRAFT | {"target_chat_id": chat})).json() for chat in (77, 88, -99)]
    assert [each["target"] for each in made] == [
        {"whose": "candidate", "public_id": await public_id(world, "candidates", candidate)},
        {"whose": "recruiter", "public_id": await public_id(world, "recruiters", recruiter)},
        {"whose": "nobody", "public_id": None},
    ]
    assert await world.ask("SELECT count(*) FROM audit_log WHERE CAST(after AS text) LIKE '%77%'") == 0
    async with world.sessions.begin() as session:
        await erase_candidate(session, candidate, now=TODAY)
    gone = await office.http.get(f"{MESSAGES}/{made[0]['public_id']}", headers=office.viewer)
    assert gone.json()["code"] == "no_auto_message"


async def test_a_change_needs_the_state_that_was_seen(office: Office, world: World) -> None:
    made = await post(office, DRAFT)
    url, tag = made.headers["location"], {"If-Match": made.headers["etag"]}
    for headers, status in (({}, 428), ({"If-Match": '"other"'}, 412), (tag, 200), (tag, 412)):
        answer = await office.http.patch(url, headers=office.admin | headers, json={"title": "New"})
        assert answer.status_code == status, answer.text
    once_only = {"cron": None, "due_at": (TODAY + timedelta(hours=1)).isoformat()}
    for changes, status in ((once_only, 200), ({"cron": "0 9 * * *"}, 422), ({"due_at": None}, 422)):
        answer = await office.http.patch(url, headers=office.admin | ANYHOW, json=changes)
        assert answer.status_code == status, answer.text
    noted = "SELECT before FROM audit_log WHERE what = 'auto_message_changed' ORDER BY id LIMIT 1"
    assert await world.ask(noted) == {"title": "Door code"}


async def test_a_message_that_never_went_out_can_be_deleted(office: Office, world: World) -> None:
    url = (await post(office, WEEKLY)).headers["location"]
    await world.run(
        "INSERT INTO auto_message_runs (message_id, workflow_id, occurrence, text) SELECT id, 'w', now(), text"
        " FROM auto_messages"
    )
    kept = await office.http.delete(url, headers=office.admin | ANYHOW)
    assert (kept.status_code, kept.json()["code"]) == (409, "message_already_sent")
    await world.run("DELETE FROM auto_message_runs")
    assert (await office.http.delete(url, headers=office.admin | ANYHOW)).status_code == 204
    assert (await office.http.get(url, headers=office.viewer)).status_code == 404


async def test_a_manager_announces_to_their_cities_only(office: Office, world: World) -> None:
    own, foreign = await world.city(), await world.city()
    mine, theirs = await public_id(world, "cities", own), await public_id(world, "cities", foreign)
    manager = await office.token("manager", cities=[own])
    for path in ("", "/dry-run"):
        for body, status in (
            (DRAFT | {"city_public_id": mine}, 200 if path else 201),
            (DRAFT | {"city_public_id": theirs}, 404),
            (DRAFT, 422),
            (DRAFT | {"city_public_id": mine, "target_chat_id": 5}, 403),
        ):
            answer = await office.http.post(f"{MESSAGES}{path}", headers=manager, json=body)
            assert answer.status_code == status, answer.text
    url = (await post(office, DRAFT | {"city_public_id": theirs})).headers["location"]
    everywhere = (await post(office, DRAFT)).headers["location"]
    listed = (await office.http.get(MESSAGES, headers=manager)).json()["items"]
    assert [each["city_public_id"] for each in listed] == [mine]
    for hidden in (url, everywhere):
        assert (await office.http.get(hidden, headers=manager)).status_code == 404
        assert (await office.http.get(f"{hidden}/runs", headers=manager)).status_code == 404
        assert (await office.http.post(f"{hidden}/cancel", headers=manager)).status_code == 404
        assert (await office.http.delete(hidden, headers=manager | ANYHOW)).status_code == 404
    assert (await office.http.post(MESSAGES, headers=office.viewer, json=DRAFT)).status_code == 403


async def test_the_list_takes_one_statement_however_long_it_is(
    office: Office, world: World, engine: AsyncEngine
) -> None:
    city = await world.city()
    page = (await office.http.get(MESSAGES, headers=office.viewer)).json()  # notes the first use of the token
    for count in (1, 30):
        for number in range(count):
            await world.run(
                "INSERT INTO auto_messages (text, due_at, city_id, target_chat_id) VALUES ('x', now(), :city, :chat)",
                city=city,
                chat=number,
            )
        with statements_of(engine) as statements:
            page = (await office.http.get(MESSAGES, headers=office.viewer, params={"limit": 30})).json()
        assert len(statements) == 2  # the token, the messages
    assert len(page["items"]) == 30
    more = await office.http.get(MESSAGES, headers=office.viewer, params={"cursor": page["next_cursor"]})
    assert len(more.json()["items"]) == 1
