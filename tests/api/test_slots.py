"""Slots through the API: listed, looked at, entered one by one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.api.named import NOBODY, last_audited, public_id, refusal
from tests.api.office import TODAY, Office
from tests.api.slots import SLOTS, Desk
from tests.database.world import World, statements_of


@pytest.fixture
async def desk(office: Office, world: World) -> Desk:
    return await Desk.of(office, world)


async def test_a_slot_is_entered_by_the_recruiters_clocks_and_read_by_those_of_the_city(desk: Desk) -> None:
    entered = await desk.enter("2026-12-01T10:00")
    assert entered.status_code == 201
    assert entered.headers["location"] == f"{SLOTS}/{entered.json()['public_id']}"
    seen = await desk.get(f"/{entered.json()['public_id']}")
    assert (seen.json(), seen.headers["etag"]) == (entered.json(), entered.headers["etag"])
    slot = seen.json()
    assert slot["starts_at"] == {
        "utc": "2026-12-01T05:00:00Z",
        "wall": "2026-12-01T08:00:00+03:00",
        "zone": "Europe/Moscow",
    }
    assert slot["starts_for_recruiter"]["wall"] == "2026-12-01T10:00:00+05:00"
    assert (slot["status"], slot["minutes"], slot["booking_public_id"], slot["candidate_public_id"]) == (
        "free",
        20,
        None,
        None,
    )
    wall = "SELECT wall_time || ' ' || wall_zone FROM slots"
    assert await desk.world.ask(wall) == "2026-12-01 10:00:00 Asia/Yekaterinburg"
    what, before, after = await last_audited(desk.world)
    assert (what, before, after["public_id"]) == ("slot_created", None, slot["public_id"])


async def test_a_slot_is_entered_once_however_often_the_call_is_sent(desk: Desk) -> None:
    body = desk.place | {"starts_at": "2026-12-01T10:00:00+03:00", "minutes": 45}
    first, again = [await desk.post("", body, **{"Idempotency-Key": "one"}) for _ in range(2)]
    assert (first.json(), again.headers["idempotency-replayed"]) == (again.json(), "true")
    assert await desk.starts() == [datetime(2026, 12, 1, 7, tzinfo=UTC)]
    assert first.json()["minutes"] == 45


@pytest.mark.parametrize(
    ("wall_time", "code", "readings"),
    [
        ("2026-10-25T02:30", "local_time_twice", ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"]),
        ("2027-03-28T02:30", "local_time_missing", ["2027-03-28T01:30:00+01:00", "2027-03-28T03:30:00+02:00"]),
    ],
)
async def test_a_wall_time_that_happens_twice_or_never_is_refused_with_both_readings(
    office: Office, world: World, wall_time: str, code: str, readings: list[str]
) -> None:
    desk = await Desk.of(office, world, zone="Europe/Berlin")
    refused = await desk.enter(wall_time)
    assert refusal(refused) == (422, code)
    assert [each["what"] for each in refused.json()["errors"]] == [f"It could be {each}." for each in readings]
    assert all(each["where"] == ["body", "wall_time"] for each in refused.json()["errors"])


async def test_one_reading_of_an_unclear_time_can_be_entered_as_an_instant(office: Office, world: World) -> None:
    desk = await Desk.of(office, world, zone="Europe/Berlin")
    entered = await desk.post("", desk.place | {"starts_at": "2027-10-31T02:30:00+01:00"})
    assert entered.status_code == 201
    assert entered.json()["starts_at"]["utc"] == "2027-10-31T01:30:00Z"


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        (TODAY, "starts_in_past"),
        (TODAY - timedelta(days=900), "starts_in_past"),
        (TODAY + timedelta(days=367), "starts_too_far"),
    ],
)
async def test_what_is_over_or_too_far_ahead_is_refused(desk: Desk, starts_at: datetime, code: str) -> None:
    refused = await desk.post("", desk.place | {"starts_at": starts_at.isoformat()})
    assert refusal(refused) == (422, code)
    assert await desk.starts() == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"wall_time": "2026-12-01T10:00", "starts_at": "2026-12-01T10:00:00Z"},
        {"wall_time": "2026-12-01T10:00Z"},
        {"wall_time": "2026-02-31T10:00"},
        {"wall_time": "2026-12-01"},
        {"wall_time": 1800000000},
        {"starts_at": "2026-12-01T10:00:00"},
        {"starts_at": "2026-12-01T10:00:30Z"},
        {"starts_at": "0001-01-01T00:00:00+14:00"},
        {"starts_at": "9999-12-31T23:59:00-12:00"},
        {"wall_time": "2026-12-01T10:00", "minutes": 4},
        {"wall_time": "2026-12-01T10:00", "minutes": 10**30},
        {"wall_time": "2026-12-01T10:00", "city": "Kazan"},
    ],
)
async def test_what_is_no_slot_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    assert refusal(await desk.post("", desk.place | body)) == (422, "malformed")


async def test_a_slot_that_overlaps_is_refused_by_the_name_of_the_other(desk: Desk) -> None:
    standing = (await desk.enter("2026-12-01T10:00")).json()["public_id"]
    refused = await desk.enter("2026-12-01T10:19")
    assert refusal(refused) == (409, "slot_overlaps")
    assert standing in refused.json()["detail"]
    assert refused.json()["errors"] == [{"where": ["body", "wall_time"], "what": f"It overlaps with slot {standing}."}]
    assert (await desk.enter("2026-12-01T10:20")).status_code == 201
    assert (await desk.enter("2026-12-01T09:40")).status_code == 201


async def test_who_cannot_offer_slots_there_is_refused(desk: Desk) -> None:
    world, enter = desk.world, desk.enter
    elsewhere = await public_id(world, "cities", await world.city())
    assert refusal(await enter("2026-12-01T10:00", city_public_id=elsewhere)) == (422, "recruiter_elsewhere")
    assert refusal(await enter("2026-12-01T10:00", city_public_id=NOBODY)) == (404, "no_city")
    assert refusal(await enter("2026-12-01T10:00", recruiter_public_id=NOBODY)) == (404, "no_recruiter")
    await world.run("UPDATE cities SET active = false")
    assert refusal(await enter("2026-12-01T10:00")) == (422, "city_inactive")
    await world.run("UPDATE recruiters SET active = false")
    refused = await enter("2026-12-01T10:00")
    assert refusal(refused) == (422, "recruiter_inactive")
    assert refused.json()["errors"][0]["where"] == ["body", "recruiter_public_id"]


async def test_what_lies_outside_a_managers_cities_is_not_there(office: Office, desk: Desk) -> None:
    other = await Desk.of(office, desk.world)
    mine, foreign = await desk.slot(), await other.slot()
    manager = await office.token("manager", cities=[desk.city_id])
    listed = await desk.get(headers=manager)
    assert [each["public_id"] for each in listed.json()["items"]] == [mine]
    assert refusal(await desk.get(f"/{foreign}", headers=manager)) == (404, "no_slot")
    new = {"wall_time": "2026-12-01T10:00"}
    for place, code in (
        (other.place, "no_recruiter"),
        (desk.place | {"city_public_id": other.city}, "no_city"),
    ):
        refused = await office.http.post(SLOTS, headers=manager, json=place | new)
        assert refusal(refused) == (404, code)
    assert (await office.http.post(SLOTS, headers=manager, json=desk.place | new)).status_code == 201


async def test_slots_are_found_by_city_recruiter_status_and_period(office: Office, desk: Desk) -> None:
    other = await Desk.of(office, desk.world)
    first, second, third = [await desk.slot(hours=hours) for hours in (24, 48, 72)]
    await other.slot(hours=24)
    await desk.world.run("UPDATE slots SET withdrawn_at = now() WHERE public_id = :id", id=third)

    async def found(**params: Any) -> list[str]:
        return [each["public_id"] for each in (await desk.get(**params)).json()["items"]]

    assert await found(city=desk.city) == [first, second, third]
    assert await found(recruiter=desk.recruiter, sort="-starts_at") == [third, second, first]
    assert await found(city=desk.city, status=["free", "booked"]) == [first, second]
    period: dict[str, Any] = {
        "from": (TODAY + timedelta(hours=48)).isoformat(),
        "to": (TODAY + timedelta(hours=72)).isoformat(),
    }
    assert await found(**period) == [second]
    assert await found(city=NOBODY) == []
    without_offset: dict[str, Any] = {"from": "2026-12-01T10:00:00"}
    assert refusal(await desk.get(**without_offset)) == (422, "malformed")


async def test_the_list_goes_on_from_its_cursor_and_names_who_holds_a_slot(desk: Desk) -> None:
    ids = await desk.world.slots(desk.recruiter_id, desk.city_id, count=5)
    candidate = await desk.world.candidate(name="Secret Name")
    await desk.world.reserve(ids[0], candidate, desk.city_id)
    first = (await desk.get(limit=3, total="true")).json()
    assert (len(first["items"]), first["total"]) == (3, 5)
    held = first["items"][0]
    assert held["status"] == "pending"
    assert held["booking_public_id"] == str(await desk.world.ask("SELECT public_id FROM bookings"))
    assert held["candidate_public_id"] == await public_id(desk.world, "candidates", candidate)
    assert "Secret" not in str(first)
    rest = (await desk.get(limit=3, cursor=first["next_cursor"])).json()
    assert (len(rest["items"]), rest["next_cursor"]) == (2, None)
    assert refusal(await desk.get(cursor="nonsense")) == (422, "cursor_invalid")


async def test_the_list_takes_one_statement_however_many_slots_there_are(desk: Desk, engine: AsyncEngine) -> None:
    await desk.world.slots(desk.recruiter_id, desk.city_id, count=40)
    await desk.get()
    with statements_of(engine) as statements:
        assert len((await desk.get()).json()["items"]) == 40
    assert len(statements) == 2  # the token, the slots
