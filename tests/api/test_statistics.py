"""Statistics through the API: who may see which, of which days, as JSON and as CSV."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.api.office import Office
from tests.database.counted_town import Town
from tests.database.world import World, statements_of

FUNNEL = "/api/v1/statistics/funnel"
NO_SHOWS = "/api/v1/statistics/no-shows"
REMINDERS = "/api/v1/statistics/reminders"
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}


@pytest.fixture
async def town(world: World) -> Town:
    town = await Town.of(world)
    await town.live()
    return town


async def asked(office: Office, path: str, headers: dict[str, str] | None = None, **params: Any) -> Any:
    answer = await office.http.get(path, headers=headers or office.viewer, params=NOVEMBER | params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.usefixtures("town")
async def test_the_funnel_says_counts_rates_and_medians(office: Office) -> None:
    answer = await asked(office, FUNNEL)
    assert (answer["period"], answer["group_by"]) == (NOVEMBER | {"zone": None}, "none")
    (row,) = answer["rows"]
    assert {name: row[name] for name in ("began", "finished_test1", "passed_test1", "requested", "met")} == {
        "began": 9,
        "finished_test1": 7,
        "passed_test1": 4,
        "requested": 3,
        "met": 2,
    }
    assert row["refusal_reasons"] == {"nights_only": 2, "remote_only": 1}
    assert (row["finished_rate"], row["passed_rate"], row["requested_rate"]) == (0.7778, 0.5714, 0.75)
    assert (row["approved_rate"], row["confirmed_rate"], row["began_to_met_rate"]) == (1.0, 0.3333, 0.2222)
    assert (row["hours_to_request"], row["hours_to_approval"]) == (4.0, 4.0)


async def test_a_manager_counts_their_cities_alone(office: Office, town: Town) -> None:
    manager = await office.token("manager", cities=[town.east])
    (row,) = (await asked(office, FUNNEL, manager, group_by="city"))["rows"]
    assert (row["city_name"], row["began"]) == ("East", 2)
    west = str(await town.world.ask("SELECT public_id FROM cities WHERE name = 'West'"))
    (nothing,) = (await asked(office, FUNNEL, manager, city=west))["rows"]
    assert nothing["began"] == 0
    assert (await asked(office, REMINDERS, manager))["rows"][0]["sent"] == 0


@pytest.mark.usefixtures("town")
async def test_a_table_is_had_by_format_or_by_accept_and_has_the_same_names(office: Office) -> None:
    params = NOVEMBER | {"group_by": "city", "format": "csv"}
    answer = await office.http.get(FUNNEL, headers=office.viewer, params=params)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == ('attachment; filename="otklik-funnel-2026-11-01-2026-11-30.csv"')
    east, west, nowhere = csv.DictReader(io.StringIO(answer.text))
    assert (east["city_name"], west["city_name"], nowhere["city_name"]) == ("East", "West", "")
    assert (west["refusal_reasons"], west["hours_to_approval"]) == ("nights_only=2 remote_only=1", "3.0")
    assert list(east) == list((await asked(office, FUNNEL, group_by="city"))["rows"][0])
    accepted = await office.http.get(FUNNEL, headers=office.viewer | {"Accept": "text/csv"}, params=NOVEMBER)
    assert accepted.headers["content-type"] == "text/csv; charset=utf-8"
    assert accepted.headers["vary"] == "Accept"


async def test_a_city_whose_name_is_a_formula_is_only_text(office: Office, world: World) -> None:
    await world.candidate(city_id=await world.city(name="=1+1"), created_at=date(2026, 11, 5))
    params = NOVEMBER | {"group_by": "city", "format": "csv"}
    (row,) = csv.DictReader(io.StringIO((await office.http.get(FUNNEL, headers=office.viewer, params=params)).text))
    assert row["city_name"] == "'=1+1"


@pytest.mark.usefixtures("town")
async def test_no_shows_name_weekdays_hours_and_leads(office: Office) -> None:
    """Met on Thursday the 5th and Monday the 9th, missed on Friday the 6th, each at 12:00 in Moscow."""
    monday, thursday, friday = (await asked(office, NO_SHOWS, group_by="weekday"))["rows"]
    assert [each["step"] for each in (monday, thursday, friday)] == ["monday", "thursday", "friday"]
    assert (friday["no_show_rate"], friday["confirmed_no_show_rate"]) == (1.0, None)
    (hour,) = (await asked(office, NO_SHOWS, group_by="hour"))["rows"]
    assert (hour["step"], hour["met"], hour["missed"], hour["no_show_rate"]) == ("12", 2, 1, 0.3333)
    (hour,) = (await asked(office, NO_SHOWS, group_by="hour", zone="UTC"))["rows"]
    assert hour["step"] == "09"
    leads = (await asked(office, NO_SHOWS, group_by="lead"))["rows"]
    assert [(each["step"], each["met"], each["missed"]) for each in leads] == [("1_to_3_days", 2, 1)]


@pytest.mark.usefixtures("town")
async def test_reminders_are_counted_by_what_became_of_them(office: Office) -> None:
    (row,) = (await asked(office, REMINDERS))["rows"]
    assert (row["sent"], row["unknown"], row["failed"], row["unreachable"]) == (1, 1, 0, 1)


async def test_without_days_it_is_the_last_thirty(office: Office) -> None:
    answer = (await office.http.get(FUNNEL, headers=office.viewer)).json()
    assert answer["period"] == {"from": "2026-10-25", "to": "2026-11-23", "zone": None}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"from": "2026-11-02", "to": "2026-11-01"}, "period_backwards"),
        ({"from": "2020-01-01", "to": "2026-11-01"}, "period_too_long"),
        ({"from": "0001-01-01"}, "malformed"),
        ({"to": "9999-12-31"}, "malformed"),
        ({"zone": "Moscow"}, "malformed"),
        ({"city": "1"}, "malformed"),
        ({"group_by": "weekday"}, "malformed"),
        ({"format": "xlsx"}, "malformed"),
    ],
)
async def test_what_cannot_be_counted_is_refused_with_a_reason(
    office: Office, params: dict[str, str], code: str
) -> None:
    refused = await office.http.get(FUNNEL, headers=office.viewer, params=params)
    assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_without_a_token_there_are_no_figures(office: Office) -> None:
    for path in (FUNNEL, NO_SHOWS, REMINDERS):
        assert (await office.http.get(path)).status_code == 401


@pytest.mark.usefixtures("town")
async def test_a_call_takes_three_statements_whatever_it_counts(office: Office, engine: AsyncEngine) -> None:
    for path in (FUNNEL, NO_SHOWS, REMINDERS):
        await asked(office, path)
        with statements_of(engine) as statements:
            await asked(office, path, group_by="city")
        assert len(statements) == 3  # the token, the zones, the figures
