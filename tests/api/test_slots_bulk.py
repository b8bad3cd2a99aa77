"""Many slots at once: by a pattern, and the free ones of a period taken away."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.named import NOBODY, audited, last_audited, refusal
from tests.api.office import TODAY, Office
from tests.api.slots import SLOTS, Desk
from tests.database.world import World

DECEMBER = {"from_date": "2026-12-01", "to_date": "2026-12-31"}
WEEK = {"from_date": "2026-12-07", "to_date": "2026-12-13"}
MORNINGS = WEEK | {"weekdays": ["mon", "wed"], "from_time": "10:00", "to_time": "11:00"}


@pytest.fixture
async def desk(office: Office, world: World) -> Desk:
    return await Desk.of(office, world)


async def bulk(desk: Desk, pattern: dict[str, Any], **more: Any) -> Any:
    return await desk.post("/bulk", desk.place | pattern | more)


async def test_a_pattern_is_tried_dry_and_then_entered_with_the_same_answer(desk: Desk) -> None:
    dry = await bulk(desk, MORNINGS, dry_run=True)
    assert (dry.status_code, dry.json()["created"], dry.json()["refused"]) == (200, 6, 0)
    assert (await desk.starts(), await audited(desk.world)) == ([], [])
    done = await bulk(desk, MORNINGS)
    assert (done.status_code, done.json()["created"]) == (201, 6)
    without = [each | {"slot_public_id": None} for each in done.json()["rows"]]
    assert without == dry.json()["rows"]
    assert [each["wall_time"] for each in without] == [
        f"2026-12-{day:02}T10:{minute:02}" for day in (7, 9) for minute in (0, 20, 40)
    ]
    assert (await desk.starts())[0] == datetime(2026, 12, 7, 5, tzinfo=UTC)
    what, _, after = await last_audited(desk.world)
    assert (what, after["created"], after["pattern"]["weekdays"]) == ("slots_created", 6, ["mon", "wed"])


async def test_times_steps_and_days_to_skip_make_a_pattern(desk: Desk) -> None:
    times = await bulk(desk, WEEK, times=["15:00", "09:30", "15:00"], skip_dates=["2026-12-08"], dry_run=True)
    rows = times.json()["rows"]
    assert (len(rows), rows[0]["wall_time"], rows[2]["wall_time"]) == (12, "2026-12-07T09:30", "2026-12-09T09:30")
    steps = await bulk(desk, MORNINGS, step_minutes=30, minutes=30, dry_run=True)
    assert [each["wall_time"][11:] for each in steps.json()["rows"]] == ["10:00", "10:30"] * 2


async def test_refused_rows_refuse_all_unless_they_shall_be_skipped(desk: Desk) -> None:
    standing = (await desk.enter("2026-12-07T10:30")).json()["public_id"]
    refused = await bulk(desk, MORNINGS)
    assert refusal(refused) == (409, "rows_refused")
    assert [each["where"] for each in refused.json()["errors"]] == [["rows", 2], ["rows", 3]]
    assert standing in refused.json()["errors"][0]["what"]
    assert len(await desk.starts()) == 1
    skipped = await bulk(desk, MORNINGS, on_error="skip")
    assert (skipped.json()["created"], skipped.json()["refused"], len(await desk.starts())) == (4, 2, 5)
    second = skipped.json()["rows"][1]
    assert (second["verdict"], second["code"]) == ("refused", "slot_overlaps")
    assert second["overlaps_slot_public_id"] == standing


async def test_rows_are_judged_against_each_other_and_by_the_clocks_of_the_zone(office: Office, world: World) -> None:
    desk = await Desk.of(office, world, zone="Europe/Berlin")
    night = {"from_date": "2027-03-27", "to_date": "2027-03-28", "times": ["02:30", "02:40"]}
    rows = (await bulk(desk, night, dry_run=True)).json()["rows"]
    assert [each["code"] for each in rows] == [None, "slot_overlaps", "local_time_missing", "local_time_missing"]
    assert "row 1" in rows[1]["reason"]
    assert rows[2]["readings"] == ["2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"]


async def test_five_thousand_rows_are_entered_and_one_more_is_refused(desk: Desk) -> None:
    days = {"from_date": "2026-12-01", "to_date": "2027-06-08"}
    too_many = await bulk(desk, days, times=[f"{hour:02}:{minute}" for hour in range(9, 18) for minute in (10, 30, 50)])
    assert refusal(too_many) == (422, "pattern_too_large")
    times = [f"{hour:02}:{minute:02}" for hour in range(8, 21) for minute in (0, 30)]
    done = await bulk(desk, days, times=times[:26])
    assert (done.status_code, done.json()["created"]) == (201, 4940)
    assert len(await desk.starts()) == 4940


@pytest.mark.parametrize(
    "pattern",
    [
        WEEK,
        WEEK | {"times": ["10:00"], "from_time": "10:00", "to_time": "11:00"},
        WEEK | {"from_time": "10:00"},
        WEEK | {"times": ["24:00"]},
        WEEK | {"times": ["10:00"], "step_minutes": 20},
        WEEK | {"times": ["10:00"], "weekdays": []},
        {"from_date": "2026-12-08", "to_date": "2026-12-07", "times": ["10:00"]},
        {"from_date": "2026-01-01", "to_date": "2027-12-07", "times": ["10:00"]},
        {"from_date": "0001-01-01", "to_date": "0001-01-02", "times": ["10:00"]},
    ],
)
async def test_what_is_no_pattern_is_refused(desk: Desk, pattern: dict[str, Any]) -> None:
    assert refusal(await bulk(desk, pattern)) == (422, "malformed")


async def test_a_pattern_without_slots_is_refused(desk: Desk) -> None:
    empty = await bulk(desk, WEEK, from_time="10:00", to_time="10:10")
    assert refusal(empty) == (422, "pattern_empty")


async def test_two_admins_who_enter_the_same_pattern_do_not_both_succeed(desk: Desk) -> None:
    pattern = DECEMBER | {"from_time": "09:00", "to_time": "18:00"}
    answers = await asyncio.gather(*(bulk(desk, pattern) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert len(await desk.starts()) == 31 * 27


async def test_a_pattern_is_for_the_cities_of_a_manager(office: Office, desk: Desk) -> None:
    manager = await office.token("manager", cities=[await desk.world.city()])
    refused = await office.http.post(f"{SLOTS}/bulk", headers=manager, json=desk.place | MORNINGS)
    assert refusal(refused) == (404, "no_recruiter")


async def test_the_free_slots_of_a_period_are_counted_and_withdrawn_and_held_ones_stay(desk: Desk) -> None:
    world = desk.world
    ids = await world.slots(desk.recruiter_id, desk.city_id, count=5)
    await world.reserve(ids[1], await world.candidate(), desk.city_id)
    period = {"from": (TODAY + timedelta(hours=24)).isoformat(), "to": (TODAY + timedelta(hours=28)).isoformat()}
    order = {"recruiter_public_id": desk.recruiter} | period
    dry = await desk.post("/withdraw-free", order | {"dry_run": True})
    assert dry.json() == {"dry_run": True, "withdrawn": 3, "offered": 0}
    assert len(await desk.starts()) == 5
    done = await desk.post("/withdraw-free", order)
    assert done.json() == {"dry_run": False, "withdrawn": 3, "offered": 0}
    assert len(await desk.starts()) == 2
    what, _, after = await last_audited(world)
    assert (what, after["withdrawn"], after["order"]["recruiter_public_id"]) == ("slots_withdrawn", 3, desk.recruiter)
    assert refusal(await desk.post("/withdraw-free", order | {"recruiter_public_id": NOBODY})) == (404, "no_recruiter")
    assert refusal(await desk.post("/withdraw-free", order | {"to": order["from"]})) == (422, "malformed")


async def test_a_manager_withdraws_only_what_is_for_their_cities(office: Office, desk: Desk) -> None:
    other = await desk.world.city()
    await desk.world.serve(desk.recruiter_id, other)
    await desk.slot(hours=24)
    await desk.world.slot(desk.recruiter_id, other, hours=30)
    manager = await office.token("manager", cities=[other])
    order = {"recruiter_public_id": desk.recruiter, "from": TODAY.isoformat(), "to": "2026-12-31T00:00:00Z"}
    done = await office.http.post(f"{SLOTS}/withdraw-free", headers=manager, json=order)
    assert done.json()["withdrawn"] == 1
    assert await desk.starts() == [TODAY + timedelta(hours=24)]
