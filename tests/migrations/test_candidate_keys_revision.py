"""The revision of the candidates' keys with rows in the tables: what the planner had sampled of people is gone."""

from migrations.migrator import downgrade, upgrade
from tests.migrations.test_moves_revision import ask, run

PEOPLE = """
    INSERT INTO candidates (telegram_id, chat_id, name, phone, username)
    SELECT n, n, 'Zlata ' || n % 3, '7900' || n % 3, 'zlata' || n % 3 FROM generate_series(1, 30) AS n
"""
WORDS = """
    INSERT INTO candidate_texts (candidate_id, update_id, text, written_at)
    SELECT id, 1, 'zlata said', now() FROM candidates
"""
SAMPLED = """
    SELECT DISTINCT starelid::regclass::text FROM pg_statistic
    WHERE starelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
        AND concat(stavalues1, stavalues2, stavalues3) ~* 'zlata|7900'
    ORDER BY 1
"""


async def test_the_planner_keeps_no_samples_of_what_people_are_called_and_say(empty_database_url: str) -> None:
    await upgrade(empty_database_url, "0008")
    for statement in (PEOPLE, WORDS, "ANALYZE"):
        await run(empty_database_url, statement)
    before = await ask(empty_database_url, SAMPLED)
    indexes = ["ix_candidates_name_words", "ix_candidates_phone_digits", "ix_candidates_username_lower"]
    assert before == ["candidate_texts", "candidates", *indexes]
    await upgrade(empty_database_url)
    assert await ask(empty_database_url, SAMPLED) == []
    await run(empty_database_url, "ANALYZE")
    assert await ask(empty_database_url, SAMPLED) == []
    await downgrade(empty_database_url, "0008")
    await run(empty_database_url, "ANALYZE")
    assert await ask(empty_database_url, SAMPLED) == before
