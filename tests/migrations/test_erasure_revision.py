"""The revision of erasure with rows in the tables: what was handled before is emptied, what waits is not."""

from migrations.migrator import downgrade, upgrade
from tests.migrations.test_moves_revision import ask, run

UPDATES = """
    INSERT INTO telegram_updates (bot_id, update_id, person_key, payload, status, last_error)
    VALUES (1, 1, 77, '{"text": "me"}', 'handled', 'me'), (1, 2, 77, '{"text": "me"}', 'new', 'me'),
        (1, 3, 77, '{"text": "me"}', 'parked', 'me')
"""
EMPTIED = "SELECT update_id FROM telegram_updates WHERE payload = '{}' AND person_key = 0 AND last_error IS NULL"


async def test_updates_that_were_handled_before_are_emptied_and_stay_so(empty_database_url: str) -> None:
    await upgrade(empty_database_url, "0005")
    await run(empty_database_url, UPDATES)
    assert await ask(empty_database_url, EMPTIED) == []
    await upgrade(empty_database_url, "0006")
    assert await ask(empty_database_url, EMPTIED) == [1]
    await downgrade(empty_database_url, "0005")
    await run(empty_database_url, "UPDATE telegram_updates SET status = 'handled' WHERE update_id = 2")
    assert await ask(empty_database_url, EMPTIED) == [1]
    await upgrade(empty_database_url, "0006")
    assert await ask(empty_database_url, EMPTIED + " ORDER BY update_id") == [1, 2]
