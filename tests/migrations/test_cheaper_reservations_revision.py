"""The revision of cheaper reservations with slots in the table, withdrawn ones among them; both ways."""

import pytest
from sqlalchemy.exc import DBAPIError

from migrations.migrator import downgrade, upgrade
from tests.migrations.test_moves_revision import ask, run

SLOT = """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    VALUES (1, 1, '2030-01-01 10:00Z', '2030-01-01 10:20Z', '2030-01-01 10:00', 'UTC')
"""
BOOKED = (
    "INSERT INTO cities (name, zone) VALUES ('Омск', 'Asia/Omsk')",
    "INSERT INTO recruiters (name, zone) VALUES ('Анна', 'Asia/Omsk')",
    "INSERT INTO recruiter_cities VALUES (1, 1)",
    "INSERT INTO candidates (telegram_id, chat_id, city_id) VALUES (1, 1, 1)",
    SLOT,
    "UPDATE slots SET withdrawn_at = now()",
    SLOT,
    "SELECT reserve_slot('key', 2, 1, NULL, 1, '2029-01-01Z', '2029-01-01Z', true)",
    "UPDATE slots SET withdrawn_at = now() WHERE id = 2",
)
STATUSES = "SELECT status FROM slots ORDER BY id"
VALID = """
    SELECT count(*) FROM pg_constraint
    WHERE conrelid::regclass::text IN ('slots', 'slot_claims', 'bookings', 'booking_events') AND NOT convalidated
"""


async def test_a_slot_stands_that_is_not_withdrawn_or_still_held(empty_database_url: str) -> None:
    await upgrade(empty_database_url, "0010")
    await run(empty_database_url, *BOOKED)
    await upgrade(empty_database_url, "0011")
    assert await ask(empty_database_url, "SELECT stands FROM slots ORDER BY id") == [False, True]
    assert await ask(empty_database_url, STATUSES) == ["withdrawn", "pending"]
    assert await ask(empty_database_url, VALID) == [0]
    with pytest.raises(DBAPIError, match="ex_slots_recruiter_overlap"):
        await run(empty_database_url, SLOT)


async def test_the_former_constraints_hold_again_after_going_down(empty_database_url: str) -> None:
    await upgrade(empty_database_url, "0011")
    await run(empty_database_url, *BOOKED)
    await downgrade(empty_database_url, "0010")
    assert await ask(empty_database_url, STATUSES) == ["withdrawn", "pending"]
    assert await ask(empty_database_url, VALID) == [0]
    with pytest.raises(DBAPIError, match="ex_slots_recruiter_overlap"):
        await run(empty_database_url, SLOT)
    with pytest.raises(DBAPIError, match="fk_slot_claims_booking_id_bookings"):
        await run(empty_database_url, "UPDATE slot_claims SET booking_id = 7")
    await upgrade(empty_database_url, "0011")
