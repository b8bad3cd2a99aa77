"""Whatever Telegram answers when it is asked for updates: none of them is lost, and none jams the queue."""

import asyncio

from tests.doors.dice import SEED, Dice
from tests.doors.ear import listening
from tests.doors.front import opened_front
from tests.doors.mangled_telegram import mangling
from tests.doors.polling_door import polling, throw_at_polling

UPDATES = 200


async def test_whatever_is_polled_is_kept_and_blocks_nobody(database_url: str) -> None:
    async with opened_front(database_url) as front:
        counted = await throw_at_polling(front, Dice(SEED), UPDATES)
    assert front.found == []
    assert counted["an update of any kind: handled"] > UPDATES / 5
    assert counted["an update spoilt: parked"] > UPDATES / 5
    assert counted["beyond our parser: parked"] > 0


async def test_an_update_beyond_our_parser_is_parked_between_its_neighbours(database_url: str) -> None:
    good = b'{"update_id": %d, "message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}}'
    strange = b'{"update_id": 2, "message": ' + b"[" * 5000 + b"]" * 5000 + b"}"
    async with opened_front(database_url) as front, mangling() as telegram, polling(front, telegram):
        telegram.waiting = {1: good % 1, 2: strange, 3: good % 3}
        assert await telegram.until_empty(10)
        await front.handle_all()
        became = await front.statuses()
    assert became == {1: "handled", 2: "parked", 3: "handled"}


async def test_a_batch_in_which_nothing_can_be_confirmed_is_not_asked_for_without_a_pause(database_url: str) -> None:
    async with opened_front(database_url) as front, mangling() as telegram, polling(front, telegram):
        telegram.waiting = {0: b'{"update_id": null}'}
        await asyncio.sleep(1)
        assert telegram.asked < 10


async def test_what_people_wrote_is_not_logged_with_an_answer_that_nobody_can_read(database_url: str) -> None:
    with listening() as ear:
        async with opened_front(database_url) as front, mangling() as telegram, polling(front, telegram):
            telegram.no_answers = [(200, b'{"ok": true, "result": [{"text": "private"')]
            telegram.waiting = {1: b'{"update_id": 1, "message": {"text": "private"}}'}
            assert await telegram.until_empty(10)
    assert "could not be taken" in repr(ear.own)
    assert "private" not in repr(ear.own)
