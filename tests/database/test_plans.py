"""With more than ten thousand rows, each list is found by its index: with known values and with a generic plan."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from database import inbox, ledger
from database.announcements import due as announced
from database.bookings import cards as booking_cards
from database.engine import DatabaseSettings, build_engine, build_sessions
from database.people import candidates, recruiters
from database.screening import test1 as screening
from database.slots import open_slots as slots
from database.waiting import told_offers, waitlist
from tests.database.lists_of_admins import LISTS_OF_ADMINS, List
from tests.database.world import NOW

CROWD = Path(__file__).with_name("crowd.sql")
NAME = "crowd"
DAY = timedelta(days=1)

LISTS: dict[str, tuple[str, List, set[str]]] = {
    "free slots of a city": (
        "slots",
        lambda session: slots.free_slots(session, city_id=3, recruiter_id=None, earliest=NOW),
        {"ix_slots_city_id_recruiter_id_starts_at"},
    ),
    "free slots of a recruiter": (
        "slots",
        lambda session: slots.free_slots(session, city_id=3, recruiter_id=2, earliest=NOW),
        {"ix_slots_city_id_recruiter_id_starts_at", "ix_slots_recruiter_id_starts_at"},
    ),
    "recruiters with free slots": (
        "slots",
        lambda session: recruiters.recruiters_with_free_slots(session, 3, NOW),
        {"ix_slots_city_id_recruiter_id_starts_at"},
    ),
    "a recruiter's day": (
        "slots",
        lambda session: slots.slots_of_recruiter(session, 2, since=NOW, until=NOW + DAY),
        {"ix_slots_recruiter_id_starts_at"},
    ),
    "slots of a candidate": (
        "slots",
        lambda session: slots.slots_of_candidate(session, 100_040),
        {"ix_slots_candidate_tg_id"},
    ),
    "announced for a chat": (
        "auto_messages",
        lambda session: announced.announced_for_chat(session, 100_040),
        {"ix_auto_messages_target_chat_id"},
    ),
    "announced and due": (
        "auto_messages",
        lambda session: announced.announced_and_due(session, now=NOW),
        {"ix_auto_messages_due"},
    ),
    "active booking": (
        "bookings",
        lambda session: booking_cards.active_booking(session, 40),
        {"uq_bookings_active_candidate", "ix_bookings_candidate_id"},
    ),
    "who waits in a city": ("waitlist", lambda session: waitlist.waiting_in(session, 3), {"ix_waitlist_queue"}),
    "offers that are open": (
        "slot_offers",
        lambda session: told_offers.untold_offers(session, now=NOW),
        {"ix_slot_offers_open", "uq_slot_offers_open_slot", "uq_slot_offers_open_candidate"},
    ),
    "last answers": (
        "test_results",
        lambda session: screening.latest_answers(session, 40),
        {"uq_test_results_candidate_id_questionnaire_id_finished_at"},
    ),
    "last card": (
        "sent_messages",
        lambda session: ledger.last_sent(session, 40, ["offer_slots"]),
        {"uq_sent_messages_key"},
    ),
    "last cards": (
        "sent_messages",
        lambda session: ledger.last_of_each(session, 40, ["offer_slots"], booking_id=0, before=2),
        {"uq_sent_messages_key"},
    ),
    "who writes": (
        "candidates",
        lambda session: candidates.candidate_by_telegram(session, 100_040),
        {"uq_candidates_telegram_id"},
    ),
    "next update": (
        "telegram_updates",
        lambda session: inbox.claim_next(session, now=NOW),
        {"ix_telegram_updates_waiting", "ix_telegram_updates_person"},
    ),
} | LISTS_OF_ADMINS


@pytest.fixture(scope="module")
async def crowd(postgres_url: str, postgres_admin: AsyncEngine, template_database: str) -> AsyncIterator[AsyncEngine]:
    """A database with more than ten thousand rows in each table that grows."""
    async with postgres_admin.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{NAME}" TEMPLATE "{template_database}"'))
    url = make_url(postgres_url).set(database=NAME).render_as_string(hide_password=False)
    engine = build_engine(DatabaseSettings(url))
    async with engine.begin() as connection:
        for statement in CROWD.read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                await connection.exec_driver_sql(statement)
    yield engine
    await engine.dispose()
    async with postgres_admin.connect() as connection:
        await connection.execute(text(f'DROP DATABASE "{NAME}" WITH (FORCE)'))


async def plans_of(engine: AsyncEngine, question: List, mode: str) -> list[dict[str, Any]]:
    """Ask, and return the plan of each statement that was sent."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        async with build_sessions(engine)() as session:
            await question(session)
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
    plans = []
    async with engine.connect() as connection:
        await connection.execute(text(f"SET LOCAL plan_cache_mode = {mode}"))
        for statement, parameters in sent:
            answer = await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            plan = answer.scalar_one()
            plans.append((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return plans


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node of a plan."""
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


async def test_the_crowd_is_big_enough(crowd: AsyncEngine) -> None:
    async with crowd.connect() as connection:
        for table in {table for table, _, _ in LISTS.values()}:
            assert await connection.scalar(text(f"SELECT count(*) FROM {table}")) > 10_000


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("name", LISTS)
async def test_a_list_is_found_by_its_index(crowd: AsyncEngine, name: str, mode: str) -> None:
    table, question, indexes = LISTS[name]
    parts = [node for plan in await plans_of(crowd, question, mode) for node in nodes(plan)]
    scanned = [part["Relation Name"] for part in parts if part["Node Type"] == "Seq Scan"]
    assert table not in scanned
    assert indexes & {part.get("Index Name") for part in parts}


async def test_slots_of_a_candidate_are_looked_for_on_few_of_the_pages(crowd: AsyncEngine) -> None:
    """The index by candidate knows pages and no rows: those that it names are read."""
    async with crowd.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("VACUUM ANALYZE slots"))
        person = await connection.scalar(text("SELECT max(candidate_tg_id) FROM slots"))
        pages = await connection.scalar(text("SELECT relpages FROM pg_class WHERE relname = 'slots'"))
        answer = await connection.execute(
            text("EXPLAIN (ANALYZE, FORMAT JSON) SELECT FROM slots WHERE candidate_tg_id = :person"), {"person": person}
        )
        plan = answer.scalar_one()[0]["Plan"]
    assert (plan["Node Type"], plan["Actual Rows"]) == ("Bitmap Heap Scan", 1)
    assert pages > 100
    assert 1 <= plan["Exact Heap Blocks"] + plan["Lossy Heap Blocks"] < pages / 20


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_is_one_statement_however_long_it_is(crowd: AsyncEngine, name: str) -> None:
    assert len(await plans_of(crowd, LISTS[name][1], "auto")) == 1
