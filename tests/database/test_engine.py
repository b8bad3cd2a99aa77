"""Addresses as people write them, and connections that come back."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from database.engine import driver_url, plain_url
from database.slots.open_slots import WithdrawOutcome, add_slots, slot_at, withdraw_slot
from domain.timezones import LocalTimeError
from tests.database.world import LENGTH, NOW, World

HOST = "me:p%40ss@db.example:5432/otklik"


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+asyncpg"])
def test_an_address_is_understood_with_and_without_the_driver(scheme: str) -> None:
    assert driver_url(f"{scheme}://{HOST}").render_as_string(hide_password=False) == f"postgresql+asyncpg://{HOST}"
    assert plain_url(f"{scheme}://{HOST}") == f"postgresql://{HOST}"


def test_the_wish_for_tls_is_passed_on_in_the_words_of_each(database_url: str) -> None:
    assert driver_url(f"postgresql://{HOST}?sslmode=require").query == {"ssl": "require"}
    assert plain_url(f"postgresql+asyncpg://{HOST}?ssl=require&timeout=5") == f"postgresql://{HOST}?sslmode=require"
    assert plain_url(database_url).startswith("postgresql://")


async def test_a_connection_that_was_cut_is_replaced_before_it_is_lent(
    world: World, engine: AsyncEngine, postgres_admin: AsyncEngine
) -> None:
    assert await world.ask("SELECT 1") == 1
    # Waits until the server's end is gone, for up to five seconds.
    cut = text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :database")
    async with postgres_admin.connect() as connection:
        assert list(await connection.scalars(cut, {"database": engine.url.database})) == [True]
    await asyncio.sleep(0.05)  # our end learns of it when the loop next looks
    assert await world.ask("SELECT 2") == 2


async def test_slots_that_overlap_are_left_out_and_the_others_added(world: World) -> None:
    recruiter, city = await world.recruiter(), await world.city()
    day = NOW.date()
    first, overlapping, second = (
        slot_at(day, NOW.time().replace(hour=hour, minute=minute), "Europe/Moscow", LENGTH)
        for hour, minute in ((15, 0), (15, 10), (15, 20))
    )
    async with world.sessions.begin() as session:
        assert len(await add_slots(session, recruiter_id=recruiter, city_id=city, slots=[first])) == 1
        again = await add_slots(session, recruiter_id=recruiter, city_id=city, slots=[first, overlapping, second])
        assert len(again) == 1
        assert await add_slots(session, recruiter_id=recruiter, city_id=city, slots=[]) == []
    assert await world.ask("SELECT wall_time::text || wall_zone FROM slots") == "2026-11-23 15:00:00Europe/Moscow"


def test_a_wall_time_that_does_not_exist_is_no_slot() -> None:
    with pytest.raises(LocalTimeError):
        slot_at(NOW.date().replace(month=3, day=29), NOW.time().replace(hour=2, minute=30), "Europe/Berlin", LENGTH)


async def test_withdrawing_says_what_it_met(world: World) -> None:
    city = await world.city()
    recruiter = await world.recruiter(city)
    free, held = await world.slot(recruiter, city), await world.slot(recruiter, city, hours=30)
    await world.reserve(held, await world.candidate(), city)
    outcomes = []
    for slot in (free, free, held, 999):
        async with world.sessions.begin() as session:
            outcomes.append(await withdraw_slot(session, slot, now=NOW))
    assert outcomes == [
        WithdrawOutcome.WITHDRAWN,
        WithdrawOutcome.ALREADY_WITHDRAWN,
        WithdrawOutcome.HELD,
        WithdrawOutcome.UNKNOWN,
    ]
