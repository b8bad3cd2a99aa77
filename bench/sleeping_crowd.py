"""A crowd of candidates with agreed interviews, made without playing: rows by SQL, journeys begun in their middle.

One journey is played up to the agreement; all others are copies of it with people, slots and bookings of their own.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import text

from bench.happy import Happy
from bench.house import House
from bench.people import FIRST_PERSON
from domain.booking import BookingStatus
from domain.ids import BookingId, CandidateId, RecruiterId, SlotId
from workflows.journey import Booking, Journey
from workflows.journeys import Journeys
from workflows.standing import stand

FIRST_OF_CROWD = FIRST_PERSON + 1_000_000
FIRST_RECRUITER_OF_CROWD = FIRST_PERSON + 5_000_000
AT_ONCE = 24
LENGTH = timedelta(minutes=20)
# Each recruiter has one interview at each of the starts; `place` counts from 0 and goes on from crowd to crowd.
ROWS = (
    """
    INSERT INTO recruiters (name, zone, telegram_id, tg_chat_id)
    SELECT 'Рекрутёр', 'Europe/Moscow', {first_recruiter} + place, {first_recruiter} + place
    FROM generate_series({first}, {last}) AS place WHERE place % {starts} = 0
    """,
    """
    INSERT INTO candidates (telegram_id, chat_id, name, city_id, stage)
    SELECT {first_candidate} + place, {first_candidate} + place, 'Иванова Анна',
        (SELECT min(id) FROM cities), 'scheduled'
    FROM generate_series({first}, {last}) AS place
    """,
    """
    INSERT INTO slots (recruiter_id, city_id, starts_at, ends_at, wall_time, wall_zone)
    SELECT recruiters.id, (SELECT min(id) FROM cities), at, at + interval '20 minutes',
        at AT TIME ZONE 'Europe/Moscow', 'Europe/Moscow'
    FROM recruiters, unnest(CAST(:starts_at AS timestamptz[])) AS at
    WHERE telegram_id BETWEEN {first_recruiter} + {first} AND {first_recruiter} + {last}
    """,
    """
    INSERT INTO bookings (candidate_id, slot_id, recruiter_id, city_id, status, booking_key, requested_at, decided_at,
        changed_at, changed_by, changed_by_id)
    SELECT candidates.id, slots.id, recruiters.id, slots.city_id, 'booked', 'crowd-' || candidates.id, now(), now(),
        now(), 'recruiter', recruiters.id
    FROM candidates
    JOIN recruiters ON recruiters.telegram_id - {first_recruiter} =
        (candidates.telegram_id - {first_candidate}) / {starts} * {starts}
    JOIN slots ON slots.recruiter_id = recruiters.id
        AND starts_at = (CAST(:starts_at AS timestamptz[]))[1 + (candidates.telegram_id - {first_candidate}) % {starts}]
    WHERE candidates.telegram_id BETWEEN {first_candidate} + {first} AND {first_candidate} + {last}
    """,
    """
    INSERT INTO slot_claims (slot_id, booking_id, kind)
    SELECT slot_id, id, 'current' FROM bookings
    WHERE booking_key LIKE 'crowd-%' AND NOT EXISTS (SELECT FROM slot_claims WHERE booking_id = bookings.id)
    """,
    "ANALYZE",
)
BOOKINGS = text("""
    SELECT bookings.id, slot_id, bookings.recruiter_id, candidate_id, starts_at, telegram_id FROM bookings
    JOIN slots ON slots.id = slot_id JOIN candidates ON candidates.id = candidate_id
    WHERE booking_key LIKE 'crowd-%' AND telegram_id BETWEEN :first AND :last ORDER BY telegram_id
""")


class Agreed(Happy):
    """A journey that is played until its interview is agreed."""

    async def agree(self) -> CandidateId:
        """Play it so far; return whose journey it is."""
        self._card = await self._pick_slot(await self._pick_recruiter(await self._pass_test()))
        await self._agree()
        return await self._candidate_id()


@dataclass(frozen=True)
class Sleeper:
    """Somebody of the crowd, whose journey sleeps until `remind_at`."""

    chat_id: int
    starts_at: datetime


async def pattern(house: House) -> Journey:
    """Play one journey until its interview is agreed; return what it knows."""
    return await Journeys(house.client).facts(await Agreed(house, 1).agree())


async def furnish_crowd(house: House, first: int, last: int, starts_at: Sequence[datetime]) -> None:
    """Write the rows of everybody from place `first` to place `last`."""
    places = {"first": first, "last": last, "starts": len(starts_at)}
    numbers = {"first_candidate": FIRST_OF_CROWD, "first_recruiter": FIRST_RECRUITER_OF_CROWD}
    async with house.engine.begin() as connection:
        for statement in ROWS:
            wanted = {"starts_at": list(starts_at)} if ":starts_at" in statement else {}
            await connection.execute(text(statement.format(**places, **numbers)), wanted)


async def send_to_sleep(
    house: House, like: Journey, *, first: int, last: int, remind_at: Callable[[datetime], datetime], now: datetime
) -> list[Sleeper]:
    """Begin a journey in its middle for everybody from place `first` to place `last`."""
    journeys, gate = Journeys(house.client), asyncio.Semaphore(AT_ONCE)
    async with house.engine.connect() as connection:
        rows = (
            await connection.execute(BOOKINGS, {"first": FIRST_OF_CROWD + first, "last": FIRST_OF_CROWD + last})
        ).all()

    async def begin(journey: Journey) -> None:
        async with gate:
            await journeys.resume(journey)

    crowd = []
    async with asyncio.TaskGroup() as group:
        for row in rows:
            booking = booked(like, row.id, row.slot_id, row.recruiter_id, row.starts_at, remind_at(row.starts_at))
            facts = replace(like, candidate_id=CandidateId(row.candidate_id), booking=booking, seen=(), alarm=None)
            group.create_task(begin(stand(facts, now)))
            crowd.append(Sleeper(chat_id=row.telegram_id, starts_at=row.starts_at))
    return crowd


def booked(  # noqa: PLR0917 - the columns of a row, in their order
    like: Journey, booking_id: int, slot_id: int, recruiter_id: int, starts_at: datetime, remind_at: datetime
) -> Booking:
    """Return an agreed booking whose reminder is due then."""
    assert like.booking is not None
    alarms = replace(
        like.booking.alarms,
        remind_at=remind_at,
        no_answer_at=starts_at - timedelta(minutes=15),
        ask_outcome_at=starts_at + LENGTH,
    )
    return replace(
        like.booking,
        id=BookingId(booking_id),
        revision=1,
        slot_id=SlotId(slot_id),
        recruiter_id=RecruiterId(recruiter_id),
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        status=BookingStatus.BOOKED,
        alarms=alarms,
    )
