"""The revision of moves with rows in the tables: what can stay stays, on the way up and on the way down."""

from sqlalchemy import text

from database.engine import DatabaseSettings, build_engine
from migrations.migrator import downgrade, upgrade

WISHES = (
    "INSERT INTO cities (name, zone) VALUES ('Омск', 'Asia/Omsk')",
    "INSERT INTO recruiters (name, zone) VALUES ('Анна', 'Asia/Omsk')",
    "INSERT INTO candidates (telegram_id, chat_id, city_id) VALUES (1, 1, 1)",
    """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    VALUES (1, 1, now(), now() + interval '1 hour', now(), 'UTC')
    """,
    """
    INSERT INTO bookings (candidate_id, slot_id, recruiter_id, city_id, booking_key, requested_at, changed_at,
        changed_by, changed_by_id) VALUES (1, 1, 1, 1, 'key', now(), now(), 'candidate', 1)
    """,
    """
    INSERT INTO reschedule_requests (booking_id, revision, candidate_id, requested_at, answer_until, settled_at,
        settlement) VALUES (1, 1, 1, now(), now(), now(), 'kept')
    """,
    "INSERT INTO recruiter_prompts (recruiter_id, candidate_id, asked_at) VALUES (1, 1, now())",
)
OFFER = """
    INSERT INTO reschedule_requests (booking_id, revision, candidate_id, requested_at, answer_until, asked_by, offered)
    VALUES (1, 1, 1, now(), now(), 'recruiter', '{1}')
"""


async def run(url: str, *statements: str) -> None:
    engine = build_engine(DatabaseSettings(url))
    try:
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()


async def ask(url: str, question: str) -> list[object]:
    engine = build_engine(DatabaseSettings(url))
    async with engine.connect() as connection:
        answers = [*await connection.scalars(text(question))]
    await engine.dispose()
    return answers


async def test_earlier_wishes_are_those_of_candidates_and_prompts_ask_for_a_reply(empty_database_url: str) -> None:
    await upgrade(empty_database_url, "0003")
    await run(empty_database_url, *WISHES)
    await upgrade(empty_database_url, "0004")
    assert await ask(empty_database_url, "SELECT asked_by FROM reschedule_requests") == ["candidate"]
    assert await ask(empty_database_url, "SELECT purpose FROM recruiter_prompts") == ["reply"]


async def test_what_only_the_company_asked_for_is_gone_after_going_down(empty_database_url: str) -> None:
    await upgrade(empty_database_url, "0004")
    await run(empty_database_url, *WISHES, OFFER)
    await run(empty_database_url, "UPDATE recruiter_prompts SET purpose = 'reject_time', booking_id = 1, revision = 1")
    await downgrade(empty_database_url, "0003")
    assert await ask(empty_database_url, "SELECT settlement FROM reschedule_requests") == ["kept"]
    assert await ask(empty_database_url, "SELECT count(*) FROM recruiter_prompts") == [0]
    await upgrade(empty_database_url, "0004")
