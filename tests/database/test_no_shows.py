"""Missed interviews and reminders by hand; that figures stay one statement; and the clocks they go by."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.bookings.no_shows import NO_SHOWS, REMINDERS, NoShowRow, ReminderRow, no_shows, reminders
from database.local_clocks import Period, stretches
from database.office.figures import Asked, GroupBy
from database.office.statistics import FUNNEL, funnel
from domain.booking import BookingStatus
from tests.database.counted_town import Town, november
from tests.database.test_plans import CROWD, nodes
from tests.database.world import HOUR, World, statements_of


@pytest.fixture
async def town(world: World) -> Town:
    return await Town.of(world)


async def test_no_shows_are_counted_by_the_interview_and_apart_for_those_who_had_said_yes(town: Town) -> None:
    west, ada, lived = town.west, town.ada, town.lived
    await lived.interviewed(west, ada, november(2, 7), BookingStatus.MET, lead=23, sure=True)  # Monday, 10:00 there
    await lived.interviewed(west, ada, november(2, 8), BookingStatus.MISSED, lead=24)
    await lived.interviewed(west, ada, november(9, 7), BookingStatus.MISSED, lead=71, sure=True)
    await lived.interviewed(west, ada, november(9, 21), BookingStatus.MET, lead=168)  # Tuesday, 00:00 there
    await lived.interviewed(town.east, town.eve, november(9, 21), BookingStatus.MET, lead=72)  # Tuesday, 09:00
    await lived.interviewed(town.east, town.eve, november(10, 21), BookingStatus.ENDED)
    counted = NoShowRow(met=3, missed=2, outcome_unknown=1, confirmed_met=1, confirmed_missed=1)
    assert await town.no_shows() == [counted]
    by_weekday = await town.no_shows(GroupBy.WEEKDAY)
    assert [(row.step, row.met, row.missed) for row in by_weekday] == [(1, 1, 2), (2, 2, 0), (3, 0, 0)]
    by_hour = await town.no_shows(GroupBy.HOUR)
    assert [(row.step, row.met, row.missed) for row in by_hour] == [(0, 1, 0), (9, 1, 0), (10, 1, 1), (11, 0, 1)]
    by_lead = await town.no_shows(GroupBy.LEAD)
    assert [(row.step, row.met, row.missed) for row in by_lead] == [(0, 1, 0), (1, 0, 2), (2, 1, 0), (3, 1, 0)]
    by_recruiter = await town.no_shows(GroupBy.RECRUITER)
    assert [(row.recruiter_name, row.met, row.missed) for row in by_recruiter] == [("Ada", 2, 2), ("Eve", 1, 0)]
    assert await town.no_shows(allowed=frozenset({town.east})) == [NoShowRow(met=1, outcome_unknown=1)]


async def test_reminders_are_counted_by_what_became_of_them(town: Town) -> None:
    await town.live()
    async with town.world.sessions() as session:
        (all_of_them,) = await reminders(session, await town.asked())
        ada, *rest = await reminders(session, await town.asked(GroupBy.RECRUITER))
    assert all_of_them == ReminderRow(sent=1, unknown=1, unreachable=1)
    assert (ada.recruiter_name, ada.sent, rest) == ("Ada", 1, [])


async def test_each_of_them_is_one_statement_however_many_there_are(town: Town, engine: AsyncEngine) -> None:
    await town.live()
    for figures in (funnel, no_shows, reminders):
        for by in GroupBy:
            asked = await town.asked(by)
            with statements_of(engine) as statements:
                async with town.world.sessions() as session:
                    await figures(session, asked)
            assert len(statements) == 1


async def test_no_table_is_read_again_and_again_for_each_candidate(world: World, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        for statement in CROWD.read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                await connection.exec_driver_sql(statement)
    (day,) = stretches(Period(first=date(2026, 11, 1), last=date(2026, 11, 1)), ["Europe/Moscow"])
    all_time = replace(day, since=datetime(2000, 1, 1, tzinfo=UTC), until=datetime(2100, 1, 1, tzinfo=UTC))
    asked = Asked(by=GroupBy.DAY, stretches=[all_time]).parameters() | {"leads": [1]}
    for statement in (FUNNEL.text, NO_SHOWS.text, REMINDERS.text):
        async with world.sessions() as session:
            explained = await session.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"), asked)
            plan = explained.scalar_one()[0]["Plan"]
        scans = [node for node in nodes(plan) if node["Node Type"] == "Seq Scan"]
        assert {node["Relation Name"] for node in scans if node["Actual Loops"] > 1} <= {"cities", "recruiters"}


def test_a_zone_that_changes_its_clocks_has_a_stretch_for_each_offset() -> None:
    spring = Period(first=date(2026, 3, 1), last=date(2026, 3, 29))
    first, second = stretches(spring, ["Europe/Berlin"])
    assert (first.since, first.offset) == (datetime(2026, 2, 28, 23, tzinfo=UTC), HOUR)
    assert first.until == second.since == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert (second.until, second.offset) == (datetime(2026, 3, 29, 22, tzinfo=UTC), 2 * HOUR)


def test_a_day_whose_midnight_is_skipped_begins_with_the_change() -> None:
    day = Period(first=date(2026, 3, 29), last=date(2026, 3, 29))
    (only,) = stretches(day, ["Asia/Beirut"])
    assert (only.since, only.until - only.since) == (datetime(2026, 3, 28, 22, tzinfo=UTC), 23 * HOUR)
