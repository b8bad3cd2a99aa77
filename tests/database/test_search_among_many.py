"""Among a hundred thousand candidates the lists and the search use their indexes, and cost as much as among ten."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database.engine import DatabaseSettings, build_engine
from database.keyset import Cut, Rows
from database.people.found_candidates import FoundCandidate, WantedCandidates, found_candidates
from tests.database.test_plans import nodes, plans_of
from tests.database.world import NOW

NAME = "hundred_thousand"
CITY = UUID(int=7)
MANY = (
    """
    INSERT INTO cities (name, zone, public_id)
    SELECT 'City ' || n, 'Europe/Moscow', lpad(to_hex(n), 32, '0')::uuid FROM generate_series(1, 50) AS n
    """,
    """
    INSERT INTO candidates (telegram_id, chat_id, city_id, name, phone, username, stage, created_at)
    SELECT 1000000 + n, n, 1 + n % 50, 'Фамилия' || n || ' Имя' || n % 900, '7900' || lpad(n::text, 7, '0'),
        CASE WHEN n % 3 = 0 THEN 'User_' || n END, CASE WHEN n % 20 = 0 THEN 'closed' ELSE 'screening' END,
        timestamptz '2026-01-01 00:00Z' + n * interval '1 minute'
    FROM generate_series(1, 100000) AS n
    """,
    "ANALYZE candidates, cities",
)
BY_TIME = "ix_candidates_created_at_id"
OF_CITY = "ix_candidates_city_id_created_at_id"
QUESTIONS: dict[str, tuple[WantedCandidates, set[str]]] = {
    "all": (WantedCandidates(cities=None), {BY_TIME}),
    "of a period": (
        WantedCandidates(cities=None, created_from=NOW - timedelta(days=300), created_to=NOW - timedelta(days=299)),
        {BY_TIME},
    ),
    "of a city": (WantedCandidates(cities=None, city=CITY), {OF_CITY, "ix_candidates_city_id_stage"}),
    "of a manager's cities": (WantedCandidates(cities=frozenset({3, 4})), {OF_CITY, BY_TIME}),
    "by name": (WantedCandidates(cities=None, name_prefix="фамилия4242 имя"), {"ix_candidates_name_words"}),
    "by phone": (WantedCandidates(cities=None, phone="8 900 00424"), {"ix_candidates_phone_digits"}),
    "by name in Telegram": (WantedCandidates(cities=None, telegram="@user_4242"), {"ix_candidates_username_lower"}),
    "by Telegram id": (WantedCandidates(cities=None, telegram="1004242"), {"uq_candidates_telegram_id"}),
}


@pytest.fixture(scope="module")
async def many(postgres_url: str, postgres_admin: AsyncEngine, template_database: str) -> AsyncIterator[AsyncEngine]:
    async with postgres_admin.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{NAME}" TEMPLATE "{template_database}"'))
    engine = build_engine(DatabaseSettings(make_url(postgres_url).set(database=NAME).render_as_string(False)))
    async with engine.begin() as connection:
        for statement in MANY:
            await connection.exec_driver_sql(statement)
    yield engine
    await engine.dispose()
    async with postgres_admin.connect() as connection:
        await connection.execute(text(f'DROP DATABASE "{NAME}" WITH (FORCE)'))


def asking(wanted: WantedCandidates, answers: list[Rows[FoundCandidate]]) -> object:
    async def ask(session: AsyncSession) -> None:
        answers.append(await found_candidates(session, wanted, Cut(limit=50), newest_first=True))

    return ask


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize("name", QUESTIONS)
async def test_candidates_are_found_by_an_index_in_one_statement(many: AsyncEngine, name: str, mode: str) -> None:
    wanted, indexes = QUESTIONS[name]
    answers: list[Rows[FoundCandidate]] = []
    (plan,) = await plans_of(many, asking(wanted, answers), mode)  # type: ignore[arg-type]
    assert answers[0].items
    parts = list(nodes(plan))
    assert "candidates" not in [part["Relation Name"] for part in parts if part["Node Type"] == "Seq Scan"]
    assert indexes & {part.get("Index Name") for part in parts}


async def test_the_last_page_is_found_by_the_index_as_well(many: AsyncEngine) -> None:
    answers: list[Rows[FoundCandidate]] = []

    async def ask(session: AsyncSession) -> None:
        bookmark = ">dt:2026-01-01 00:30:00+00:00~i:30"
        everybody = WantedCandidates(cities=None)
        answers.append(await found_candidates(session, everybody, Cut(bookmark=bookmark), newest_first=True))

    (plan,) = await plans_of(many, ask, "auto")
    assert len(answers[0].items) == 29
    assert BY_TIME in {part.get("Index Name") for part in nodes(plan)}
