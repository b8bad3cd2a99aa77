"""Batches of spoilt updates taken by the real polling loop; after each batch everybody in it says something sensible."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.polling import Polling
from bot.telegram import build_bot
from tests.doors.dice import Dice
from tests.doors.ear import listening
from tests.doors.front import GOOD, Front, good_update
from tests.doors.mangled_telegram import NO_ANSWERS, TOKEN, MangledTelegram, mangling
from tests.doors.mutations import is_json, spoilt, written
from tests.doors.updates import update

BATCH = 250
PATIENCE = 20  # seconds; a door that has not taken everything by then is jammed


async def throw_at_polling(front: Front, dice: Dice, count: int) -> Counter[str]:
    """Let that many updates be polled; return how many of each kind became what."""
    counted: Counter[str] = Counter()
    async with mangling() as telegram, polling(front, telegram) as task:
        for first in range(0, count, BATCH):
            thrown = {
                1000 + number: raw_update(dice, 1000 + number) for number in range(first, min(first + BATCH, count))
            }
            troubles = dice.some_of(NO_ANSWERS, 6) if first else list(NO_ANSWERS)
            counted += await _throw(front, telegram, thrown, troubles)
            counted["no answer: asked again"] += len(troubles)
        if task.done():
            front.found.append(f"polling ended: {task!r}")
    return counted


def raw_update(dice: Dice, update_id: int) -> tuple[str, bytes]:
    """Return its kind, and the bytes of it."""
    if dice.happens(0.4):
        return "an update of any kind", written({"update_id": update_id, **update(dice)}, escaped=dice.happens(0.5))
    raw = written({"update_id": update_id, **spoilt(dice)})
    return "an update spoilt" if is_json(raw) else "beyond our parser", raw


async def _throw(
    front: Front, telegram: MangledTelegram, thrown: dict[int, tuple[str, bytes]], troubles: list[tuple[int, bytes]]
) -> Counter[str]:
    with listening() as ear:
        telegram.waiting |= {update_id: raw for update_id, (_, raw) in thrown.items()}
        telegram.no_answers += troubles
        if not await telegram.until_empty(PATIENCE):
            front.found.append(
                f"polling is jammed, the next would be {next(iter(telegram.waiting.items()), None)!r:.600}"
            )
        good = {
            GOOD + update_id: written(good_update(GOOD + update_id, person))
            for update_id, person in sorted((await front.people_of(thrown)).items())
        }
        telegram.waiting |= good
        await telegram.until_empty(PATIENCE)
        await front.handle_all()
        became = await front.judge(thrown, good, ear)
    return Counter(f"{thrown[update_id][0]}: {status}" for update_id, status in became.items())


@asynccontextmanager
async def polling(front: Front, telegram: MangledTelegram) -> AsyncIterator[asyncio.Task[None]]:
    """Poll while inside."""
    bot = build_bot(TOKEN, telegram.address)
    task = asyncio.create_task(Polling(bot, front.inbox, hold=timedelta(seconds=1)).run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])
        await bot.session.close()
