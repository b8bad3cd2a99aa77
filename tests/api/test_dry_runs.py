"""A policy that is tried: hand-made interviews by the clocks of Moscow (UTC+3, noon) and Kamchatka (UTC+12, 21:00)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import ActivityEnvironment

from activities.alarms import AlarmDeeds
from database.places.told_policies import changed_policies, note_told_policy
from domain.ids import CandidateId
from tests.api.agreed import Town, without_spread
from tests.api.office import TODAY, Office
from tests.database.world import NOW, World, statements_of
from workflows.deeds import PlanAlarms

COMPANY = "/api/v1/policy"
EARLIER = {"reminder_lead": 10800, "quiet_from": "20:00", "approval_deadline": 43200}
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def moscow(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{written}:00+03:00")


def kamchatka(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{written}:00+12:00")


async def tried(office: Office, body: dict[str, Any], path: str = COMPANY) -> dict[str, Any]:
    answer = await office.http.post(f"{path}/dry-run", headers=office.viewer, json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def of_city(town: Town) -> str:
    return f"/api/v1/cities/{town.public_id}/policy"


async def two_towns(world: World) -> tuple[Town, Town]:
    assert NOW == TODAY == moscow("23 12:00") == kamchatka("23 21:00")
    await without_spread(world)
    west, east = await Town.at(world, "West", "Europe/Moscow"), await Town.at(world, "East", "Asia/Kamchatka")
    await west.agreed(moscow("24 14:00"))  # 12:00 -> 11:00
    await west.agreed(moscow("24 10:30"))  # 08:30 -> 07:30, which is quiet -> 08:00
    await west.agreed(moscow("24 08:30"))  # 21:59 the evening before -> 19:59, as the quiet hours begin earlier
    await west.agreed(moscow("23 14:30"))  # 12:30 -> 13:30: three hours before have passed, it is an hour before
    await west.agreed(moscow("23 12:35"), agreed_at=moscow("23 11:55"))  # the congratulation carried the buttons
    await west.reminded(moscow("23 13:30"))
    await east.agreed(kamchatka("24 08:30"))  # 21:59 -> 19:59 has passed: stays
    await east.agreed(kamchatka("24 14:00"))  # 12:00 -> 11:00
    await east.agreed(kamchatka("25 00:30"))  # 21:59 -> 19:59
    return west, east


async def test_a_dry_run_says_how_many_reminders_would_move_and_where_quiet_hours_send_them(
    office: Office, world: World
) -> None:
    _, east = await two_towns(world)
    run = await tried(office, EARLIER)
    assert run["cities"] == ["East", "West"]
    assert run["reminders"] == {
        "agreed": 8,
        "move": 6,
        "shift": {"min_seconds": -7200, "median_seconds": -3600, "max_seconds": 3600},
        "into_quiet_hours": {"morning": 1, "evening_before": 2},
        "keep_former_time": 1,
        "carried_by_congratulation": 1,
    }
    of_east = await tried(office, EARLIER, of_city(east))
    assert of_east["cities"] == ["East"]
    assert (of_east["reminders"]["agreed"], of_east["reminders"]["move"]) == (3, 2)
    assert of_east["reminders"]["into_quiet_hours"] == {"morning": 0, "evening_before": 1}


async def test_it_names_the_interviews_with_both_times_as_people_there_read_them(office: Office, world: World) -> None:
    await two_towns(world)
    run = await tried(office, EARLIER)
    told = [
        (_wall(each["starts_at"]), _wall(each["reminder_now"]), _wall(each["reminder_then"])) for each in run["first"]
    ]
    assert told == [
        ("23 14:30+03:00", "23 12:30+03:00", "23 13:30+03:00"),
        ("24 08:30+12:00", "23 21:59+12:00", "23 21:59+12:00"),
        ("24 14:00+12:00", "24 12:00+12:00", "24 11:00+12:00"),
        ("24 08:30+03:00", "23 21:59+03:00", "23 19:59+03:00"),
        ("24 10:30+03:00", "24 08:30+03:00", "24 08:00+03:00"),
        ("24 14:00+03:00", "24 12:00+03:00", "24 11:00+03:00"),
        ("25 00:30+12:00", "24 21:59+12:00", "24 19:59+12:00"),
    ]
    quiet = [(each["keeps_former_time"], each["quiet_hours"]) for each in run["first"]]
    assert quiet == [
        (False, None),
        (True, None),
        (False, None),
        (False, "evening_before"),
        (False, "morning"),
        (False, None),
        (False, "evening_before"),
    ]
    east = run["first"][1]["starts_at"]
    assert (east["utc"], east["zone"]) == ("2026-11-23T20:30:00Z", "Asia/Kamchatka")
    booking = await world.ask("SELECT public_id FROM bookings ORDER BY id OFFSET 3 LIMIT 1")
    candidate = await world.ask("SELECT public_id FROM candidates ORDER BY id OFFSET 3 LIMIT 1")
    first = run["first"][0]
    assert (first["booking_public_id"], first["candidate_public_id"]) == (str(booking), str(candidate))


async def test_it_says_which_deadlines_would_move_and_which_have_passed_then(office: Office, world: World) -> None:
    town = await Town.at(world, "West", "Europe/Moscow")
    far = NOW + 72 * HOUR
    await town.pending(far, requested_at=NOW - 2 * HOUR)  # 22 hours are left, then 10
    await town.pending(far, requested_at=NOW - 13 * HOUR)  # 11 hours are left, then none
    await town.pending(NOW + 3 * HOUR, requested_at=NOW - 2 * HOUR)  # half an hour before the start, as before
    await town.moving(far)  # has the deadline of the wish
    run = await tried(office, EARLIER)
    assert run["answer_deadlines"] == {"pending": 3, "move": 2, "over_at_once": 1}
    assert run["reminders"]["agreed"] == 0
    assert run["reminders"]["shift"] is None


async def test_a_city_that_overrides_the_knobs_is_not_reached_by_the_company(office: Office, world: World) -> None:
    west, _ = await two_towns(world)
    await world.run(
        'UPDATE cities SET policy = \'{"reminder_lead": 3600, "quiet_from": "22:00", "approval_deadline": 600}\''
        " WHERE id = :id",
        id=west.city_id,
    )
    run = await tried(office, EARLIER)
    assert (run["cities"], run["reminders"]["agreed"]) == (["East"], 3)


async def test_the_policy_as_it_is_moves_nothing(office: Office, world: World) -> None:
    await two_towns(world)
    run = await tried(office, {})
    assert (run["cities"], run["reminders"]["agreed"], run["first"]) == ([], 0, [])


async def test_a_plan_stands_as_it_was_made_until_the_journey_is_told_anew(office: Office, world: World) -> None:
    await without_spread(world)
    town = await Town.at(world, "West", "Europe/Moscow")
    await town.agreed(NOW + 52 * MINUTE, agreed_at=NOW - 3 * MINUTE)  # late: five minutes after it was agreed to
    untold = await tried(office, EARLIER, of_city(town))
    assert untold["reminders"]["move"] == 0  # it is planned anew in any case
    async with world.sessions.begin() as session:
        (changed,) = await changed_policies(session)
        await note_told_policy(session, changed, now=NOW - 10 * MINUTE)
    told = await tried(office, EARLIER, of_city(town))
    assert told["reminders"]["shift"]["max_seconds"] == 180


async def test_a_dry_run_changes_nothing_and_says_what_the_worker_then_plans(office: Office, world: World) -> None:
    town = await Town.at(world, "West", "Europe/Moscow")
    await world.candidates(7)
    booking_id = await town.agreed(moscow("24 14:00"))
    (forecast,) = (await tried(office, EARLIER, of_city(town)))["first"]
    assert await world.ask("SELECT policy FROM cities") == {}
    assert await world.ask("SELECT count(*) FROM audit_log") == 0
    tag = (await office.http.get(of_city(town), headers=office.viewer)).headers["etag"]
    await office.http.put(of_city(town), headers=office.admin | {"If-Match": tag}, json=EARLIER)
    candidate = CandidateId(await world.ask("SELECT candidate_id FROM bookings"))
    assert candidate % 60
    deed = PlanAlarms(candidate_id=candidate, now=NOW, booking_id=booking_id, revision=1)
    planned = await ActivityEnvironment().run(AlarmDeeds(world.sessions).plan_alarms, deed)
    assert datetime.fromisoformat(forecast["reminder_then"]["utc"]) == planned.alarms.remind_at


async def test_it_takes_the_same_few_statements_for_one_booking_and_for_sixty(
    office: Office, world: World, engine: AsyncEngine
) -> None:
    town = await Town.at(world, "West", "Europe/Moscow")
    await town.agreed(moscow("24 14:00"))
    await tried(office, EARLIER)  # notes the first use of the token
    with statements_of(engine) as few:
        await tried(office, EARLIER)
    for minute in range(60):
        await town.agreed(moscow(f"24 15:{minute:02}"))
    with statements_of(engine) as many:
        run = await tried(office, EARLIER)
    assert len(few) == len(many) <= 5
    assert (run["reminders"]["move"], len(run["first"])) == (61, 50)


def _wall(moment: dict[str, str]) -> str:
    return moment["wall"].removeprefix("2026-11-").replace("T", " ").replace(":00+", "+")
