"""A number that no column can hold: parked at once with an alert, and the person's next words are handled."""

from typing import Any

import pytest

from tests.bot.switchboard import message_from
from tests.doors.ear import listening
from tests.doors.front import good_update, opened_front


@pytest.mark.parametrize("person", [2**63, -(2**63) - 1, 10**40, str(2**63), 1e40])
async def test_a_person_whom_no_row_can_have_is_parked_at_once(database_url: str, person: Any) -> None:
    thrown = {"update_id": 1, "message": {**message_from(person, chat_id=5, text="/start")}}
    async with opened_front(database_url) as front:
        with listening() as ear:
            await front.inbox.store([thrown, good_update(2, 5)])
            while await front.intake.handle_next():
                pass
        assert await front.statuses() == {1: "parked", 2: "handled"}
    assert list(ear.parked()) == [1]
    assert ear.surprises() == []
