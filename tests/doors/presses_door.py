"""Forged presses: whoever presses, nothing of anybody else's changes, nobody else hears of it, each press is answered."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from aiogram.methods import AnswerCallbackQuery
from sqlalchemy import text

from tests.bot.seeded import LEAD, NOBODY_YET, STRANGER
from tests.bot.switchboard import message_from, user
from tests.doors.dice import Dice
from tests.doors.ear import listening
from tests.doors.front import GOOD, Front, good_update
from tests.doors.presses import press
from tests.doors.words import words

Json = dict[str, Any]

BORIS = 5002  # a candidate with a booking of his own
BATCH = 100
TABLES = """
    SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
    AND table_name NOT IN ('telegram_updates', 'audit_log', 'alembic_version') ORDER BY 1
"""


@dataclass(frozen=True)
class Forger:
    """Who presses; `own` says in SQL which rows of which tables are theirs to change, `of` whose journeys hear them."""

    kind: str
    person: int
    own: dict[str, str]
    of: frozenset[int] = frozenset()


async def throw_presses(front: Front, dice: Dice, count: int) -> Counter[str]:
    """Let each kind of people press; return how many presses of whom became what."""
    counted: Counter[str] = Counter()
    forgers = await forgers_of(front)
    for first in range(0, count, BATCH):
        forger = forgers[first // BATCH % len(forgers)]
        counted += await _throw(front, dice, forger, range(first, min(first + BATCH, count)))
    return counted


async def forgers_of(front: Front) -> list[Forger]:
    """Bring in somebody else with a booking, so that there is more than one to take from."""
    world, city = front.seeded.world, front.seeded.city
    boris = await world.candidate(telegram_id=BORIS, chat_id=BORIS, city_id=city)
    other = await world.slot(front.seeded.other_recruiter, city, hours=26)
    booking = (await world.reserve(other, boris, city)).booking_id
    lead = front.seeded.other_recruiter
    by_lead = {
        "slots": f"recruiter_id = {lead}",
        "recruiters": f"id = {lead}",
        "recruiter_prompts": f"recruiter_id = {lead}",
        "slot_proposals": f"booking_id = {booking}",
    }
    return [
        Forger("a stranger", STRANGER, {}),
        Forger("another candidate", BORIS, {"candidates": f"id = {boris}"}, frozenset({boris})),
        Forger("another recruiter", LEAD, by_lead, frozenset({boris})),
        Forger("somebody never met", NOBODY_YET, {}),
    ]


async def _throw(front: Front, dice: Dice, forger: Forger, numbers: range) -> Counter[str]:
    wire, journeys = front.board.wire, front.board.journeys
    before = await rows_of_others(front, forger)
    for heard in (wire.calls, journeys.told, journeys.arrived, journeys.relayed):
        heard.clear()
    thrown = {1000 + number: pressed(dice, forger.person, 1000 + number) for number in numbers}
    good = {GOOD + update_id: good_update(GOOD + update_id, forger.person) for update_id in list(thrown)[::10]}
    with listening() as ear:
        await front.inbox.store([*thrown.values(), *good.values()])
        await front.handle_all()
        became = await front.judge(thrown, good, ear)
    after = await rows_of_others(front, forger)
    changed = [f"{forger.kind} changed {was} to {now}" for was, now in zip(before, after, strict=False) if was != now]
    front.found += changed or ([] if len(before) == len(after) else [f"{forger.kind} added or took rows"])
    heard_by = {candidate for candidate, _ in (*journeys.told, *journeys.arrived)}
    front.found += [f"{forger.kind} told the journey of {each}" for each in heard_by - forger.of]
    front.found += [
        f"{forger.kind} made the bot say to another: {call!r}"
        for call in wire.calls
        if getattr(call, "chat_id", None) not in (forger.person, None)
    ]
    answered = sum(isinstance(call, AnswerCallbackQuery) for call in wire.calls)
    if answered != len(thrown):
        front.found.append(f"{len(thrown)} presses were answered {answered} times")
    return Counter(f"by {forger.kind}: {status}" for status in became.values())


def pressed(dice: Dice, person: int, update_id: int) -> Json:
    """Return the press, on a message of any kind that a button can stand under."""
    message = message_from(42, chat_id=person, text="with buttons")
    if dice.happens(0.25):
        message = {"message_id": 77, "date": 0, "chat": {"id": person, "type": "private"}}
    elif dice.happens(0.25):
        message["reply_to_message"] = message_from(person, text=words(dice))
    event = {"id": "1", "from": user(person), "chat_instance": "1", "data": press(dice), "message": message}
    return {"update_id": update_id, "callback_query": event}


async def rows_of_others(front: Front, forger: Forger) -> list[str]:
    """Return every row that is not theirs, as PostgreSQL writes it, in order."""
    rows: list[str] = []
    async with front.board.sessions() as session:
        for table in (await session.scalars(text(TABLES))).all():
            own = forger.own.get(table, "false")
            found = await session.scalars(text(f"SELECT t::text FROM {table} t WHERE NOT ({own}) ORDER BY 1"))
            rows += [f"{table} {row}" for row in found]
    return rows
