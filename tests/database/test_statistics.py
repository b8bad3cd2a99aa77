"""The funnel by hand: a handful of journeys, and what the statement has to make of them."""

from datetime import date

import pytest

from database.bookings.no_shows import NoShowRow
from database.local_clocks import Period
from database.office.figures import GroupBy
from database.office.statistics import FunnelRow
from tests.database.counted_town import Town, november
from tests.database.world import World


@pytest.fixture
async def town(world: World) -> Town:
    return await Town.of(world)


async def test_each_step_counts_the_candidates_who_took_it_once(town: Town) -> None:
    await town.live()
    assert await town.funnel() == [
        FunnelRow(
            began=9,
            finished_test1=7,  # one never began, one left in between
            passed_test1=4,
            refused=3,  # not the one who passed afterwards
            refusal_reasons={"nights_only": 2, "remote_only": 1},
            waited_for_slots=1,
            requested=3,
            approved=3,
            rejected=1,
            reminded=1,
            confirmed=1,
            cancelled_by_candidate=1,
            met=2,
            missed=1,  # who was met later missed an interview as well
            hours_to_approval=4,  # of 2, 4 and 6: the first approval of each
            hours_to_request=4,  # of 2, 4 and 6
        )
    ]


async def test_a_city_has_its_own_candidates_and_who_has_none_stands_apart(town: Town) -> None:
    await town.live()
    east, west, nowhere = await town.funnel(GroupBy.CITY)
    assert [(each.city_name, each.began, each.met) for each in (east, west, nowhere)] == [
        ("East", 2, 0),
        ("West", 6, 2),
        (None, 1, 0),
    ]
    assert west.city_public_id == await town.world.ask("SELECT public_id FROM cities WHERE name = 'West'")
    assert (east.hours_to_approval, west.hours_to_approval, nowhere.hours_to_approval) == (6, 3, None)


async def test_whoever_sees_some_cities_counts_only_these(town: Town) -> None:
    await town.live()
    (seen,) = await town.funnel(allowed=frozenset({town.east}))
    assert (seen.began, seen.requested, seen.waited_for_slots) == (2, 1, 1)
    (nothing,) = await town.funnel(allowed=frozenset())
    assert nothing == FunnelRow()
    east = await town.world.ask("SELECT public_id FROM cities WHERE name = 'East'")
    (foreign,) = await town.funnel(allowed=frozenset({town.west}), cities=[east])
    assert foreign.began == 0


async def test_a_recruiter_has_those_who_asked_them_last(town: Town) -> None:
    await town.live()
    rows = await town.funnel(GroupBy.RECRUITER)
    assert [(row.recruiter_name, row.began, row.met) for row in rows] == [("Ada", 2, 2), ("Eve", 1, 0), (None, 6, 0)]
    eve = await town.world.ask("SELECT public_id FROM recruiters WHERE name = 'Eve'")
    (only,) = await town.funnel(recruiters=[eve])
    assert (only.began, only.rejected) == (1, 1)


async def test_an_erased_candidate_stays_a_number_of_the_city_where_they_booked(town: Town) -> None:
    await town.live()
    await town.world.run("UPDATE candidates SET city_id = NULL, erased_at = now()")
    east, west, nowhere = await town.funnel(GroupBy.CITY)
    assert [(each.city_name, each.began) for each in (east, west, nowhere)] == [("East", 1), ("West", 2), (None, 6)]


async def test_a_day_begins_at_midnight_of_the_city_or_of_the_zone_that_is_named(town: Town) -> None:
    """22:30 UTC is the next day in both cities, 20:30 in the eastern one alone."""
    for hour in (20, 22):
        await town.lived.began(november(10, hour, 30), town.west)
        await town.lived.began(november(10, hour, 30), town.east)
    own = await town.funnel(GroupBy.DAY)
    assert [(row.begins, row.began) for row in own] == [(date(2026, 11, 10), 1), (date(2026, 11, 11), 3)]
    (utc,) = await town.funnel(GroupBy.DAY, zone="UTC")
    assert (utc.begins, utc.began) == (date(2026, 11, 10), 4)
    one_day = Period(first=date(2026, 11, 10), last=date(2026, 11, 10))
    assert [row.began for row in await town.funnel(period=one_day)] == [1]


async def test_weeks_begin_on_monday_and_months_on_the_first(town: Town) -> None:
    for day in (8, 9, 15, 16):
        await town.lived.began(november(day), town.west)
    weeks = await town.funnel(GroupBy.WEEK)
    assert [(row.begins, row.began) for row in weeks] == [
        (date(2026, 11, 2), 1),
        (date(2026, 11, 9), 2),
        (date(2026, 11, 16), 1),
    ]
    (month,) = await town.funnel(GroupBy.MONTH)
    assert (month.begins, month.began) == (date(2026, 11, 1), 4)


async def test_figures_of_nothing_are_zeros_where_they_are_one_row(town: Town) -> None:
    assert await town.funnel() == [FunnelRow()]
    assert await town.no_shows() == [NoShowRow()]
    assert await town.funnel(GroupBy.CITY) == []
