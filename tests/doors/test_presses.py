"""Buttons can be forged: what is somebody else's stays as it is, byte by byte, and the forger gets an answer."""

from tests.doors.dice import SEED, Dice
from tests.doors.front import opened_front
from tests.doors.presses_door import throw_presses

PRESSES = 400


async def test_whoever_forges_a_press_changes_nothing_of_others(database_url: str) -> None:
    async with opened_front(database_url) as front:
        counted = await throw_presses(front, Dice(SEED), PRESSES)
    assert front.found == []
    assert sum(counted.values()) == PRESSES
