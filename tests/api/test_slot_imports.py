"""Lists of slots through the API: taken at once, checked and entered by the real worker, all of them or none."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from temporalio.client import Client

from activities.worker import WorkerSettings, build_worker
from bot.telegram import build_bot
from tests.api.named import NOBODY, audited, last_audited, refusal
from tests.api.office import Office
from tests.api.slots import SLOTS, Desk
from tests.database.world import World

IMPORTS = f"{SLOTS}/imports"
FIRST = datetime(2026, 12, 1, 8)  # noqa: DTZ001 - a wall time
CSV = {"Content-Type": "text/csv; charset=utf-8"}
ENDED = {"done", "refused", "failed"}


@pytest.fixture
async def desk(office: Office, world: World) -> Desk:
    return await Desk.of(office, world, name="Vera Orlova")


@pytest.fixture
async def working(world: World, client: Client) -> AsyncIterator[None]:
    """The real worker; it sends nothing here."""
    bot, stop = build_bot("42:TEST", None), asyncio.Event()
    worker = asyncio.create_task(build_worker(client, world.sessions, bot, WorkerSettings()).run(stop))
    yield
    stop.set()
    await worker
    await bot.session.close()


def rows_of(desk: Desk, count: int) -> list[dict[str, Any]]:
    """So many slots, one every twenty minutes by the recruiter's clocks."""
    place = {"recruiter": desk.recruiter, "city": desk.city}
    return [place | {"starts_at": (FIRST + number * timedelta(minutes=20)).isoformat()} for number in range(count)]


async def send(desk: Desk, rows: list[dict[str, Any]], **headers: str) -> Any:
    return await desk.post("/imports", {"rows": rows}, **headers)


async def send_csv(desk: Desk, text: str | bytes) -> Any:
    return await desk.office.http.post(IMPORTS, headers=desk.office.admin | CSV, content=text)


async def ended(desk: Desk, asked: Any) -> dict[str, Any]:
    """Wait until the import has ended; whatever was seen on the way is in `seen`."""
    assert asked.status_code == 202, asked.text
    seen = []
    async with asyncio.timeout(60):
        while True:
            found: dict[str, Any] = (
                await desk.office.http.get(asked.headers["location"], headers=desk.office.viewer)
            ).json()
            seen.append((found["status"], found["checked"]))
            if found["status"] in ENDED:
                return found | {"seen": seen}
            await asyncio.sleep(0.02)


@pytest.mark.usefixtures("working")
async def test_five_thousand_slots_with_errors_in_the_middle_are_refused_row_by_row(desk: Desk) -> None:
    rows = rows_of(desk, 5000)
    rows[2499] |= {"starts_at": "tomorrow"}
    rows[2500] |= {"city": "Atlantis"}
    rows[2501] |= {"starts_at": rows[17]["starts_at"]}
    rows[2502] |= {"minutes": 1}
    refused = await ended(desk, await send(desk, rows))
    assert (refused["status"], refused["row_count"], refused["checked"]) == ("refused", 5000, 5000)
    assert (refused["error_count"], refused["created_count"]) == (4, 0)
    assert [(each["row"], each["code"]) for each in refused["errors"]] == [
        (2500, "unreadable"),
        (2501, "no_city"),
        (2502, "slot_overlaps"),
        (2503, "unreadable"),
    ]
    assert "row 18" in refused["errors"][2]["what"]
    assert await desk.starts() == []
    assert await desk.world.ask("SELECT rows IS NULL FROM slot_imports")
    assert len({checked for _, checked in refused["seen"]}) > 1, "the progress was seen"


@pytest.mark.usefixtures("working")
async def test_five_thousand_slots_are_imported_together(desk: Desk) -> None:
    done = await ended(desk, await send(desk, rows_of(desk, 5000)))
    assert (done["status"], done["created_count"], done["errors"]) == ("done", 5000, [])
    assert len(await desk.starts()) == 5000
    assert await audited(desk.world) == ["slot_import_asked", "slots_imported"]
    assert (await last_audited(desk.world))[2] == {"created": 5000}
    again = await ended(desk, await send(desk, rows_of(desk, 3)))
    assert (again["status"], again["error_count"]) == ("refused", 3)


@pytest.mark.usefixtures("working")
async def test_a_list_sent_twice_under_one_key_is_imported_once(desk: Desk) -> None:
    first, again = [await send(desk, rows_of(desk, 2), **{"Idempotency-Key": "list"}) for _ in range(2)]
    assert first.headers["location"] == again.headers["location"]
    assert (await ended(desk, again))["status"] == "done"
    assert await desk.world.ask("SELECT count(*) FROM slot_imports") == 1


@pytest.mark.usefixtures("working")
async def test_a_spreadsheet_is_imported_and_its_errors_named_by_line(desk: Desk) -> None:
    city = await desk.world.ask("SELECT name FROM cities")
    lines = [
        "Starts_at;Recruiter;City;Minutes",
        f"01.12.2026 9:00;vera orlova;{city};30",
        ";;;",
        f"2026-12-01T10:00+05:00;{desk.recruiter};{city};",
    ]
    done = await ended(desk, await send_csv(desk, "\ufeff" + "\r\n".join(lines)))
    assert (done["status"], done["created_count"]) == ("done", 2)
    lengths = await desk.world.ask("SELECT array_agg(ends_at - starts_at ORDER BY starts_at) FROM slots")
    assert lengths == [timedelta(minutes=30), timedelta(minutes=20)]
    refused = await ended(desk, await send_csv(desk, "\n".join([*lines, "x;y;z;1"])))
    assert [(each["row"], each["code"]) for each in refused["errors"]] == [
        (2, "slot_overlaps"),
        (4, "slot_overlaps"),
        (5, "no_recruiter"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"\xff\xfe", "csv_not_utf8"),
        ("", "csv_header"),
        ("recruiter,city\na,b", "csv_header"),
        ("recruiter,city,starts_at,salary\na,b,c,d", "csv_header"),
        ("recruiter,city,starts_at", "csv_length"),
        ("recruiter,city,starts_at\na,b", "csv_row"),
        ('recruiter,city,starts_at\n"a\nb",b,c', "csv_row"),
        ('recruiter,city,starts_at\n"a,b,c', "csv_unreadable"),
        (f"recruiter,city,starts_at\n{'a' * 201},b,c", "csv_row"),
        ("recruiter,city,starts_at\na\0,b,c", "csv_row"),
    ],
)
async def test_what_is_no_spreadsheet_is_refused_at_once(desk: Desk, text: str | bytes, code: str) -> None:
    assert refusal(await send_csv(desk, text)) == (422, code)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"rows": []}',
        b'{"rows": [{"recruiter": "a", "city": "b"}]}',
        b'{"rows": [{"recruiter": 7}]}',
        b'{"rows": [{"recruiter": "a\\u0000", "city": "b", "starts_at": "c"}]}',
        b"\\xff",
    ],
)
async def test_what_is_no_list_is_refused_at_once(desk: Desk, body: bytes) -> None:
    headers = desk.office.admin | {"Content-Type": "application/json"}
    assert refusal(await desk.office.http.post(IMPORTS, headers=headers, content=body)) == (422, "malformed")


async def test_more_rows_than_allowed_and_other_kinds_of_files_are_refused(desk: Desk) -> None:
    row = {"recruiter": "a", "city": "b", "starts_at": "c"}
    assert refusal(await send(desk, [row] * 10_001)) == (422, "malformed")
    headers = desk.office.admin | {"Content-Type": "application/xml"}
    assert refusal(await desk.office.http.post(IMPORTS, headers=headers, content=b"<a/>")) == (
        415,
        "media_type_unknown",
    )
    too_large = await send(desk, [row | {"recruiter": "a" * 200, "city": "b" * 200}] * 10_000)
    assert too_large.status_code == 413
    assert await desk.world.ask("SELECT count(*) FROM slot_imports") == 0


@pytest.mark.usefixtures("working")
async def test_a_manager_imports_for_their_cities_and_sees_their_own_imports(office: Office, desk: Desk) -> None:
    other = await Desk.of(office, desk.world)
    await desk.world.serve(other.recruiter_id, desk.city_id)
    manager = await office.token("manager", cities=[desk.city_id])
    rows = [*rows_of(desk, 1), rows_of(other, 1)[0]]
    asked = await office.http.post(IMPORTS, headers=manager, json={"rows": rows})
    refused = await ended(desk, asked)
    assert [(each["row"], each["code"]) for each in refused["errors"]] == [(2, "no_city")]
    own = await office.http.get(asked.headers["location"], headers=manager)
    assert own.json()["status"] == "refused"
    stranger = await office.token("manager", cities=[desk.city_id])
    assert refusal(await office.http.get(asked.headers["location"], headers=stranger)) == (404, "no_import")
    assert refusal(await office.http.get(f"{IMPORTS}/{NOBODY}", headers=office.viewer)) == (404, "no_import")
