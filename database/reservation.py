"""`reserve_slot`: the only way to book. Look, judge (in the domain), write: two statements, five after a lost race.

Nothing is locked while looking. The writing half (`settle_reservation` in PostgreSQL) locks the candidate and the slot,
looks again and writes only if everything that was judged is still true; otherwise the next round looks with both held.
So everybody who comes late is refused without waiting, and a race ends in an outcome, never in an exception.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.ids import BookingId, CandidateId, CityId, RecruiterId, SlotId
from domain.reservation import Pick, ReservationOutcome, SlotFacts, judge_reservation


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """The answer to a pick.

    `booking_id` is the booking that holds the slot (`reserved`, `already_reserved`), `existing_booking_id` the one
    that stands in the way (`duplicate_candidate`). The slot's own facts are None where there is no such slot.
    """

    outcome: ReservationOutcome
    slot_id: SlotId
    booking_id: BookingId | None = None
    existing_booking_id: BookingId | None = None
    recruiter_id: RecruiterId | None = None
    city_id: CityId | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


LOOK = text("""
    SELECT answer.outcome AS answered, answer.booking_id AS answered_booking, facts.*, facts::text AS seen
    FROM (SELECT) AS always
    LEFT JOIN reservation_answers AS answer ON answer.booking_key = :key
    LEFT JOIN reservation_facts(:slot_id, :candidate_id) AS facts ON true
""")

SETTLE = text("""
    SELECT booking_id
    FROM settle_reservation(:key, :candidate_id, :slot_id, :verdict, :about_booking, :judged_at, :seen)
""")

HOLD = text("""
    WITH person AS MATERIALIZED (SELECT id FROM candidates WHERE id = :candidate_id FOR UPDATE)
    SELECT slots.id FROM person, slots WHERE slots.id = :slot_id FOR UPDATE OF slots
""")


async def reserve_slot(
    session: AsyncSession,
    *,
    slot_id: int,
    candidate_id: int,
    expected_recruiter_id: int | None,
    expected_city_id: int,
    booking_key: str,
    now: datetime,
    minimum_notice: timedelta,
) -> Reservation:
    """Book the slot, or say why not; the same key is always answered the same.

    Only `reserved` touches slots and bookings; every answer is noted under its key. It may be the only statement of an
    autocommit session as well as part of a transaction.
    """
    pick = Pick(
        candidate_id=CandidateId(candidate_id),
        expected_recruiter_id=None if expected_recruiter_id is None else RecruiterId(expected_recruiter_id),
        expected_city_id=CityId(expected_city_id),
        now=now,
        minimum_notice=minimum_notice,
    )
    who_and_what = {"key": booking_key, "candidate_id": candidate_id, "slot_id": slot_id}
    while True:
        seen = (await session.execute(LOOK, who_and_what)).one()
        if seen.answered is not None:
            return _reservation(slot_id, ReservationOutcome(seen.answered), seen.answered_booking, seen)
        outcome = judge_reservation(pick, _facts(seen))
        about = _booking_spoken_of(outcome, seen)
        verdict = {"verdict": outcome, "about_booking": about, "judged_at": now, "seen": seen.seen}
        settled = (await session.execute(SETTLE, who_and_what | verdict)).one_or_none()
        if settled is not None:
            return _reservation(slot_id, outcome, settled.booking_id, seen)
        await session.execute(HOLD, who_and_what)


def _facts(seen: Row[Any]) -> SlotFacts | None:
    if seen.recruiter_id is None:
        return None
    return SlotFacts(
        withdrawn=seen.withdrawn,
        recruiter_id=seen.recruiter_id,
        recruiter_active=seen.recruiter_active,
        recruiter_serves_city=seen.recruiter_serves_city,
        city_id=seen.city_id,
        city_active=seen.city_active,
        starts_at=seen.starts_at,
        held_by=seen.held_by,
        other_active_booking=seen.other_active_booking,
    )


def _booking_spoken_of(outcome: ReservationOutcome, seen: Row[Any]) -> int | None:
    if outcome is ReservationOutcome.ALREADY_RESERVED:
        return int(seen.holding_booking)
    return int(seen.other_active_booking) if outcome is ReservationOutcome.DUPLICATE_CANDIDATE else None


def _reservation(slot_id: int, outcome: ReservationOutcome, about: int | None, seen: Row[Any]) -> Reservation:
    booking_id = None if about is None else BookingId(about)
    stands_in_the_way = outcome is ReservationOutcome.DUPLICATE_CANDIDATE
    return Reservation(
        outcome=outcome,
        slot_id=SlotId(slot_id),
        booking_id=None if stands_in_the_way else booking_id,
        existing_booking_id=booking_id if stands_in_the_way else None,
        recruiter_id=seen.recruiter_id,
        city_id=seen.city_id,
        starts_at=seen.starts_at,
        ends_at=seen.ends_at,
    )
