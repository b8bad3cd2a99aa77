"""An import of slots tried again, twice at once, and beaten by somebody who was faster: all of it, once, or nothing."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.importing import BeatenError, ImportingDeeds
from database.office.slots_imports import standing_import, store_import
from domain.imports import ImportStatus
from domain.slot_rows import SlotRow
from tests.database.world import NOW, Sessions, World
from workflows.slot_import.steps import ImportSlots

COUNT = 700
OVERLAPPING = """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT id, (SELECT id FROM cities), :starts_at, :ends_at, '2026-12-01', 'UTC' FROM recruiters
"""


async def asked(world: World, sessions: Sessions) -> ImportSlots:
    """Store a list of slots for a recruiter and a city, one after another."""
    city = await world.city(name="Kazan")
    await world.recruiter(city, name="Vera")
    await world.run("INSERT INTO api_tokens (name, role, token_hash) VALUES ('Ada', 'admin', 'x')")
    rows = [
        SlotRow(number=number, recruiter="Vera", city="Kazan", starts_at=_after(number), minutes="10")
        for number in range(1, COUNT + 1)
    ]
    async with sessions.begin() as session:
        token_id = await world.ask("SELECT id FROM api_tokens")
        public_id = await store_import(session, rows, token_id=token_id, cities=None, asked_at=NOW)
    return ImportSlots(public_id=str(public_id))


def _after(number: int) -> str:
    return (NOW + timedelta(days=1) + number * timedelta(minutes=10)).isoformat(timespec="minutes")


async def run(sessions: Sessions, order: ImportSlots) -> ImportStatus:
    return await ActivityEnvironment().run(ImportingDeeds(sessions).import_slots, order)


async def test_a_repeat_finds_what_the_first_time_did(world: World, sessions: Sessions) -> None:
    order = await asked(world, sessions)
    for _ in range(2):
        assert await run(sessions, order) is ImportStatus.DONE
    assert await world.ask("SELECT count(*) FROM slots") == COUNT
    assert await world.ask("SELECT count(*) FROM audit_log") == 1


async def test_an_attempt_after_a_crash_in_the_middle_begins_anew(world: World, sessions: Sessions) -> None:
    order = await asked(world, sessions)
    await world.run("UPDATE slot_imports SET status = 'importing', checked = 500")
    assert await run(sessions, order) is ImportStatus.DONE
    assert await world.ask("SELECT checked FROM slot_imports") == COUNT


async def test_two_attempts_at_once_import_once(world: World, sessions: Sessions) -> None:
    order = await asked(world, sessions)
    answers = await asyncio.gather(*(run(sessions, order) for _ in range(3)), return_exceptions=True)
    assert ImportStatus.DONE in answers
    assert await world.ask("SELECT count(*) FROM slots") == COUNT
    assert await world.ask("SELECT status || created_count FROM slot_imports") == f"done{COUNT}"


async def test_a_slot_that_somebody_enters_between_check_and_import_refuses_all(
    world: World, sessions: Sessions
) -> None:
    order = await asked(world, sessions)
    starts_at = NOW + timedelta(days=1, minutes=100)
    async with sessions() as session:
        # Not committed: the check does not see it, the import waits for it.
        await session.execute(text(OVERLAPPING), {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=5)})
        attempt = asyncio.create_task(run(sessions, order))
        async with asyncio.timeout(20):
            while await world.ask("SELECT status FROM slot_imports") != "importing":
                await asyncio.sleep(0.02)
        await session.commit()
    with pytest.raises(BeatenError):
        await attempt
    assert await world.ask("SELECT count(*) FROM slots") == 1
    assert await run(sessions, order) is ImportStatus.REFUSED
    async with sessions() as session:
        standing = await standing_import(session, UUID(order.public_id), token_id=0, cities=None)
    assert standing is not None
    assert [(each.row, each.code) for each in standing.errors] == [(10, "slot_overlaps")]
    assert await world.ask("SELECT count(*) FROM slots") == 1


async def test_an_import_that_is_given_up_says_so_and_one_that_is_done_stays_done(
    world: World, sessions: Sessions
) -> None:
    order = await asked(world, sessions)
    deeds = ImportingDeeds(sessions)
    await deeds.give_up_import(order)
    assert await run(sessions, order) is ImportStatus.FAILED
    assert await world.ask("SELECT count(*) FROM slots") == 0


async def test_an_import_that_is_not_stored_yet_is_looked_for_again_but_not_for_ever(sessions: Sessions) -> None:
    order = ImportSlots(public_id="3f333df6-90a4-4fda-8dd3-9485d27cee36")
    for attempt, is_last in ((1, False), (10, True)):
        environment = ActivityEnvironment()
        environment.info = replace(environment.info, attempt=attempt)
        with pytest.raises(ApplicationError) as caught:
            await environment.run(ImportingDeeds(sessions).import_slots, order)
        assert caught.value.non_retryable is is_last
